using Kindling.Training;

namespace Kindling.Studies;

/// <summary>How a run went.</summary>
/// <param name="Run">The run.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">Why it diverged or stopped, or null.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Curve">Errors over the steps, the start first.</param>
/// <param name="OutputSpread">
/// The largest standard deviation of an output over the test points after training, in units of the targets' own.
/// </param>
/// <param name="Seconds">Wall time of the training.</param>
/// <param name="SecondsPerStep">Wall time of a step.</param>
public sealed record RunResult(
    Run Run,
    TrainingStatus Status,
    string? Reason,
    long Steps,
    IReadOnlyList<CurvePoint> Curve,
    double OutputSpread,
    double Seconds,
    double SecondsPerStep)
{
    /// <summary>
    /// Outputs that vary less than this share of the targets' variation count as constant: a single one of them cannot
    /// have an error 5 % below that of a constant, from which on something was learned (<see cref="ErrorScale"/>).
    /// </summary>
    public const double CollapseLimit = 0.05;

    /// <summary>True if training ended with an infinite or undefined loss.</summary>
    public bool Diverged => Status == TrainingStatus.Diverged;

    /// <summary>True if the trained network gives the same output everywhere.</summary>
    public bool Collapsed => !Diverged && OutputSpread < CollapseLimit;

    /// <summary>The test error at the end; NaN if the run diverged.</summary>
    public double TestError => Diverged ? double.NaN : Curve[^1].TestError;

    /// <summary>The training error at the end; NaN if the run diverged.</summary>
    public double TrainError => Diverged ? double.NaN : Curve[^1].TrainError;

    /// <summary>The training loss at the end; NaN if the run diverged.</summary>
    public double Loss => Diverged ? double.NaN : Curve[^1].Loss;

    /// <summary>The test error before training.</summary>
    public double InitialTestError => Curve[0].TestError;

    /// <summary>
    /// The first recorded step at which the test error was at most a threshold, or null if it never was.
    /// </summary>
    public long? StepsTo(double threshold) => Curve.FirstOrDefault(p => p.TestError <= threshold)?.Step;
}
