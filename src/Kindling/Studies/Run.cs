using Kindling.Training;

namespace Kindling.Studies;

/// <summary>One training of one network: the unit of work of a study.</summary>
/// <param name="Id">Stable and unique within the study; also the name of the run's folder.</param>
/// <param name="Scheme">The initializer.</param>
/// <param name="Seed">The seed of the initial weights and of the batches: runs of one seed differ in the scheme
/// alone.</param>
/// <param name="LearningRate">The learning rate.</param>
public sealed record Run(string Id, string Scheme, ulong Seed, double LearningRate)
{
    /// <summary>The id of a scheme's run with a seed.</summary>
    public static string IdOf(string scheme, ulong seed) => $"{FolderOf(scheme)}-s{seed}";

    /// <summary>The id of a run of the learning rate search.</summary>
    public static string IdOf(string scheme, double rate, int seed) => $"{FolderOf(scheme)}-r{rate:R}-s{seed}";

    /// <summary>
    /// The scheme's name as a file name: everything but letters, digits, '.', '_' and '-' becomes '-'.
    /// </summary>
    public static string FolderOf(string scheme) =>
        string.Concat(scheme.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
}

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
    /// <summary>Outputs that vary less than this share of the targets' variation count as constant.</summary>
    public const double CollapseLimit = 0.01;

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
