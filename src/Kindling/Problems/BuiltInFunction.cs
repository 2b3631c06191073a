namespace Kindling.Problems;

/// <summary>A function that comes with the library, to be learned from its values at some points.</summary>
public abstract class BuiltInFunction
{
    /// <summary>The name, with the parameter where that is not the usual one: <c>multiscale:6</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line: the formula, and where.</summary>
    public abstract string Description { get; }

    /// <summary>Where it comes from.</summary>
    public abstract string Source { get; }

    /// <summary>More points than anyone waits for.</summary>
    public const int MostPoints = 10_000_000;

    /// <summary>The number of inputs.</summary>
    public abstract int Inputs { get; }

    /// <summary>The number of outputs.</summary>
    public abstract int Outputs { get; }

    /// <summary>The number of training points unless told otherwise.</summary>
    public abstract int TrainPoints { get; }

    /// <summary>The number of test points unless told otherwise.</summary>
    public abstract int TestPoints { get; }

    /// <summary>Makes the problem. Equal options give equal points and values.</summary>
    /// <exception cref="ArgumentException">
    /// There are fewer than 2 training points, fewer than 1 test point, or more than <see cref="MostPoints"/>.
    /// </exception>
    public Problem Create(FunctionOptions? options = null)
    {
        options ??= new FunctionOptions();
        int train = options.TrainPoints ?? TrainPoints;
        int test = options.TestPoints ?? TestPoints;
        if (train is < 2 or > MostPoints)
        {
            throw new ArgumentException(
                $"there are {train} training points; it must be 2 to {MostPoints}.", nameof(options));
        }

        if (test is < 1 or > MostPoints)
        {
            throw new ArgumentException(
                $"there are {test} test points; it must be 1 to {MostPoints}.", nameof(options));
        }

        return Build(train, test, options.Seed);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Draws or places the points and evaluates the function there.</summary>
    internal abstract Problem Build(int train, int test, ulong seed);

    /// <summary>A regression, judged on the test points; the validation points choose the rate and the step.</summary>
    internal Problem Regression(DataSet train, DataSet validation, DataSet test) => new()
    {
        Name = Name,
        Description = Description,
        Inputs = Inputs,
        Outputs = Outputs,
        Terms = [new Term { Data = train }],
        Validation = [new Term { Data = validation }],
        Test = test,
    };
}

/// <summary>How many points a function is learned from, and the seed of everything random about it.</summary>
public sealed record FunctionOptions
{
    /// <summary>The number of training points; null takes the function's own.</summary>
    public int? TrainPoints { get; init; }

    /// <summary>
    /// The number of test points, and of validation points; null takes the function's own. A grid takes the nearest
    /// square.
    /// </summary>
    public int? TestPoints { get; init; }

    /// <summary>Chooses the points where they are random, and the function where that is.</summary>
    public ulong Seed { get; init; }
}
