using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Calibration;

/// <summary>A task on which copies of one initializer are compared.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Initializer">The initializer that is copied.</param>
/// <param name="Study">The study, without schemes and seed: defaults of <c>compare</c> but for the steps.</param>
sealed record ControlTask(string Name, string Initializer, Study Study)
{
    /// <summary>Copies in a family.</summary>
    public const int Copies = 8;

    /// <summary>Seeds in a study.</summary>
    public const int Seeds = 8;

    /// <summary>The six tasks.</summary>
    /// <param name="folder">Where the table of <see cref="WineLikeTable"/> is written.</param>
    public static IReadOnlyList<ControlTask> All(string folder) =>
    [
        Function("sin", 16, 2, 300),
        Function("abs", 16, 1, 500),
        Function("multiscale:2", 32, 8, 300),
        new("cars, tanh 32x2, 300 steps", "glorot", Table(Cars, "mpg", 32, 2, 300)),
        new("wine-like, tanh 32x2, 300 steps", "glorot", Table(WineLikeTable.WriteTo(folder), "class", 32, 2, 300)),
        new("transport, relu resnet 16x1, lsgd, 100 steps", "box", Transport),
    ];

    /// <summary>The path of the table of cars.</summary>
    public static string Cars => Repository.File("docs", "examples", "cars.csv");

    /// <summary>A task on a built-in function.</summary>
    public static ControlTask Function(string function, int width, int depth, int steps) => new(
        $"{function}, tanh {width}x{depth}, {steps} steps",
        "glorot",
        new Study
        {
            Problem = new ProblemChoice { Function = function },
            Network = new NetworkChoice { Widths = NetworkChoice.Uniform(width, depth) },
            Schemes = [],
            Steps = steps,
        });

    /// <summary>A study of a table whose rows are dealt to the seeds.</summary>
    public static Study Table(string path, string target, int width, int depth, int steps) => new()
    {
        Problem = new ProblemChoice
        {
            Data = path,
            DataHash = ProblemChoice.HashOf(path, target),
            Target = target,
            Split = Problems.RowSplit.Folds,
        },
        Network = new NetworkChoice { Widths = NetworkChoice.Uniform(width, depth) },
        Schemes = [],
        Steps = steps,
    };

    /// <summary>Families of the task, each with a seed of its own.</summary>
    public IReadOnlyList<Family> Families(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Family(
            Name,
            i,
            Study with
            {
                Schemes = [Initializer, .. Enumerable.Range(2, Copies - 1).Select(c => $"{Initializer}#{c}")],
                Seeds = Seeds,
                Seed = SeedOf(i),
            })),
    ];

    /// <summary>The first seed of a family: no two families share a seed.</summary>
    public static ulong SeedOf(int family) => 1000 + (100 * (ulong)family);

    static Study Transport => new()
    {
        Problem = new ProblemChoice { Pde = "transport" },
        Network = new NetworkChoice
        {
            Kind = NetworkKind.Resnet,
            Widths = NetworkChoice.Uniform(16, 1),
            Activation = "relu",
        },
        Schemes = [],
        LeastSquares = new LeastSquaresOptions(),
        Precision = Precision.Double,
        Steps = 100,
    };
}
