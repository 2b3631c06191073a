using System.Diagnostics;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// The toy of Cyr et al. 2019, Fig. 14, in place of a network: two numbers, x in the part of the read-out and y in that
/// of the hidden layers, moved from (-4, 1) to the minimum of 5 x^2 - 6 x y + 5 y^2.
/// </summary>
/// <remarks>
/// The loss is the squared length of (sqrt(5) (x - 0.6 y), sqrt(3.2) y), linear in x. The optimizer moves both, or y
/// alone where least squares solves for x before every step and at every point of the curve. Errors are distances to
/// the minimum. Nothing is drawn: initializers and seeds change nothing.
/// </remarks>
internal sealed class ToyQuadratic(Study study) : RunExecutor
{
    /// <summary>The name in studies.</summary>
    public const string Name = "quadratic";

    const double StartX = -4;
    const double StartY = 1;

    /// <summary>A stand-in for what a network would learn: the value 0 at one point.</summary>
    public static Problem Problem { get; } = new()
    {
        Name = Name,
        Description = "5 x^2 - 6 x y + 5 y^2 from (-4, 1), x solved for by least squares where there is any",
        Inputs = 1,
        Outputs = 1,
        Terms = [new Term { Data = new DataSet(new Matrix<double>(1, 1), new Matrix<double>(1, 1)) }],
    };

    public override void RequireMemory(int atOnce)
    {
    }

    public override RunResult Execute(
        Run run, int steps, int threads, Action<long> onStep, string? folder, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RateRace race = study.NewRace(Problem, steps);
        while (race.Next() is { Count: > 0 } legs)
            race.Report([.. legs.Select(leg => Arm(run, leg))]);
        return Execute(run with { LearningRate = race.Winner }, steps) with
        {
            Arms = study.LearningRate.IsSearched ? race.Arms : [],
        };
    }

    /// <summary>A leg from the start: the toy's steps cost nothing.</summary>
    RaceArm Arm(Run run, RaceLeg leg)
    {
        RunResult result = Execute(run with { LearningRate = leg.Rate }, (int)leg.To);
        double score = study.Keep == KeptStep.Best ? result.Curve.Min(p => p.Score) : result.Curve[^1].Score;
        return new(leg.Rate, leg.To, result.Diverged ? double.PositiveInfinity : score, result.Diverged);
    }

    RunResult Execute(Run run, int steps)
    {
        var watch = Stopwatch.StartNew();
        bool solves = study.LeastSquares is not null;
        var rate = new LearningRate(run.LearningRate, study.DecayFactor, study.DecayEvery);
        var options = new TrainingOptions { Optimizer = study.Optimizer, LearningRate = rate };
        Optimizer<double> optimizer = Optimizer.Create<double>(options, 2);
        double[] point = [StartX, StartY];
        var curve = new List<CurvePoint>();
        for (long step = 0; ; step++)
        {
            if (solves)
                point[0] = BestX(point[1]);
            curve.Add(Measure(step, point));
            if (step == steps || !double.IsFinite(curve[^1].Loss))
                break;
            optimizer.BeginStep(rate.At(step));
            int moved = solves ? 1 : 0;
            optimizer.Update(point, Gradient(point).AsSpan(moved), moved);
        }

        bool finite = double.IsFinite(curve[^1].Loss);
        double seconds = watch.Elapsed.TotalSeconds;
        CurvePoint kept = study.Keep == KeptStep.Best ? curve.MinBy(p => p.Score)! : curve[^1];
        return new RunResult(
            run,
            finite ? TrainingStatus.Finished : TrainingStatus.Diverged,
            finite ? null : $"the loss is not finite at step {curve[^1].Step}",
            curve[^1].Step,
            curve,
            OutputSpread: 1,
            seconds,
            seconds / Math.Max(1, curve[^1].Step))
        {
            Kept = kept,
        };
    }

    public override RunSpeed Speed(int threads) => new(1e-7, 0, 0);

    public override SchemeStart Start(string scheme, ulong seed) => throw NoNetwork();

    public override Matrix<double> Predict(string weights, Matrix<double> inputs) => throw NoNetwork();

    /// <summary>The x that least squares finds for a y.</summary>
    static double BestX(double y)
    {
        var rows = new Matrix<double>(2, 1) { [0, 0] = Math.Sqrt(5) };
        var targets = new Matrix<double>(2, 1) { [0, 0] = 0.6 * Math.Sqrt(5) * y, [1, 0] = -Math.Sqrt(3.2) * y };
        return LeastSquares<double>.Solve(rows, targets).X[0, 0];
    }

    static double[] Gradient(double[] p) => [(10 * p[0]) - (6 * p[1]), (10 * p[1]) - (6 * p[0])];

    static CurvePoint Measure(long step, double[] p)
    {
        double loss = (5 * p[0] * p[0]) - (6 * p[0] * p[1]) + (5 * p[1] * p[1]);
        double distance = Math.Sqrt((p[0] * p[0]) + (p[1] * p[1]));
        return new CurvePoint(step, loss, distance, distance);
    }

    static ArgumentException NoNetwork() => new($"the toy '{Name}' has no network.");
}
