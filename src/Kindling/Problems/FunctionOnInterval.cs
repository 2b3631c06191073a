using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>A function of one variable, learned from equispaced points, tested half way between others.</summary>
/// <remarks>
/// Neither inputs nor targets are scaled. Training points include both ends; test point i of n is the middle of the
/// i-th of n equal parts of the interval. Validation point i of n divides that part by the golden section: an
/// irrational share, so that no number of training points puts one of them there.
/// </remarks>
internal sealed class FunctionOnInterval(
    string name,
    string description,
    string source,
    (double Low, double High) domain,
    int outputs,
    Action<double, Span<double>> evaluate) : BuiltInFunction
{
    static readonly double GoldenSection = (3 - Math.Sqrt(5)) / 2;

    public override string Name => name;

    public override string Description => description;

    public override string Source => source;

    public override int Inputs => 1;

    public override int Outputs => outputs;

    public override int TrainPoints => 1000;

    public override int TestPoints => 1000;

    internal override Problem Build(int train, int test, ulong seed) => Regression(
        At(train, i => i / (train - 1.0)),
        At(test, i => (i + GoldenSection) / test),
        At(test, i => (i + 0.5) / test)) with
    {
        InputNames = ["x"],
        OutputNames = outputs == 1 ? [name] : [.. Enumerable.Range(0, outputs).Select(n => $"P{n}")],
    };

    DataSet At(int count, Func<int, double> fraction)
    {
        var points = new DataSet(new Matrix<double>(count, 1), new Matrix<double>(count, outputs));
        for (int i = 0; i < count; i++)
        {
            double x = domain.Low + ((domain.High - domain.Low) * fraction(i));
            points.Inputs[i, 0] = x;
            evaluate(x, points.Targets.Row(i));
        }

        return points;
    }
}
