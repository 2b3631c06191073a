using Kindling.Training;

namespace Kindling.Studies;

/// <summary>How a run went.</summary>
/// <param name="Run">The run, with the learning rate that it was given or found.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">Why it diverged or stopped, or null.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Curve">Errors over the steps, the start first; perhaps on some of the points only.</param>
/// <param name="OutputSpread">
/// The largest standard deviation of an output over the test points at the kept step, in units of the targets' own.
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

    /// <summary>The kept step, measured on all points; the end of the curve unless told.</summary>
    public CurvePoint Kept { get => field ?? Curve[^1]; init; }

    /// <summary>The last step, measured on all points; the end of the curve unless told.</summary>
    public CurvePoint End { get => field ?? Curve[^1]; init; }

    /// <summary>The rates that raced, this run's among them, by rising rate; empty where the rate was given.</summary>
    public IReadOnlyList<RaceArm> Arms { get; init; } = [];

    /// <summary>True if training ended with an infinite or undefined loss.</summary>
    public bool Diverged => Status == TrainingStatus.Diverged;

    /// <summary>True if the trained network gives the same output everywhere.</summary>
    public bool Collapsed => !Diverged && OutputSpread < CollapseLimit;

    /// <summary>The test error at the kept step; NaN if the run diverged.</summary>
    public double TestError => Diverged ? double.NaN : Kept.TestError;

    /// <summary>The test error at the end; NaN if the run diverged.</summary>
    public double TestErrorAtEnd => Diverged ? double.NaN : End.TestError;

    /// <summary>The training error at the kept step; NaN if the run diverged.</summary>
    public double TrainError => Diverged ? double.NaN : Kept.TrainError;

    /// <summary>The training loss at the kept step; NaN if the run diverged.</summary>
    public double Loss => Diverged ? double.NaN : Kept.Loss;

    /// <summary>
    /// The validation error at the kept step; NaN if the run diverged, or there are no validation points.
    /// </summary>
    public double ValidationError => Diverged ? double.NaN : Kept.ValidationError ?? double.NaN;

    /// <summary>
    /// The validation loss at the kept step; NaN if the run diverged, or there are no validation points.
    /// </summary>
    public double ValidationLoss => Diverged ? double.NaN : Kept.ValidationLoss ?? double.NaN;

    /// <summary>The test error before training.</summary>
    public double InitialTestError => Curve[0].TestError;

    /// <summary>
    /// The first recorded step at which the test error was at most a threshold, or null if it never was.
    /// </summary>
    public long? StepsTo(double threshold) => Curve.FirstOrDefault(p => p.TestError <= threshold)?.Step;
}
