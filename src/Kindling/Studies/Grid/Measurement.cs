using Kindling.Training;

namespace Kindling.Studies;

/// <summary>What is read off a run.</summary>
public enum RunQuantity
{
    /// <summary>The training loss.</summary>
    Loss,

    /// <summary>The error on the training points.</summary>
    TrainError,

    /// <summary>The error on the test points.</summary>
    TestError,

    /// <summary>The loss on the validation points: of an equation, on fresh points.</summary>
    ValidationLoss,

    /// <summary>1 if the run diverged, else 0.</summary>
    Diverged,

    /// <summary>1 if the run ended with constant outputs, else 0.</summary>
    Collapsed,

    /// <summary>The time of a step in seconds.</summary>
    SecondsPerStep,
}

/// <summary>How the runs of a cell become one number.</summary>
public enum SeedStatistic
{
    /// <summary>The middle run.</summary>
    Median,

    /// <summary>The mean; infinite if a run diverged.</summary>
    Mean,

    /// <summary>exp of the mean logarithm (what a mean of log10(loss) shows).</summary>
    GeometricMean,

    /// <summary>The lower end of the middle 80 % of runs.</summary>
    Low,

    /// <summary>The upper end of the middle 80 % of runs.</summary>
    High,

    /// <summary>The upper end divided by the lower one: 1 where all runs are alike.</summary>
    Spread,

    /// <summary>The best run.</summary>
    Min,

    /// <summary>The worst run.</summary>
    Max,
}

/// <summary>Reads one number off the runs of a cell.</summary>
/// <param name="Quantity">Which.</param>
/// <param name="At">When.</param>
/// <param name="Statistic">Over the seeds.</param>
public sealed record Measurement(RunQuantity Quantity, CurvePlace At, SeedStatistic Statistic = SeedStatistic.Median)
{
    const double Smallest = 1e-300;

    /// <summary>The median loss before the first step.</summary>
    public static Measurement StartLoss { get; } = new(RunQuantity.Loss, new CurvePlace(CurvePlaceKind.Start));

    /// <summary>The median loss at the kept step.</summary>
    public static Measurement FinalLoss { get; } = new(RunQuantity.Loss, CurvePlace.Kept);

    /// <summary>The median test error at the kept step.</summary>
    public static Measurement FinalTestError { get; } = new(RunQuantity.TestError, CurvePlace.Kept);

    /// <summary>The median loss on fresh points at the kept step.</summary>
    public static Measurement FinalValidationLoss { get; } = new(RunQuantity.ValidationLoss, CurvePlace.Kept);

    /// <summary>The number of one run; infinite where it has diverged by then.</summary>
    public double Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Quantity switch
        {
            RunQuantity.Diverged => run.Diverged ? 1 : 0,
            RunQuantity.Collapsed => run.Collapsed ? 1 : 0,
            RunQuantity.SecondsPerStep => run.SecondsPerStep,
            _ => At.Of(run, OfPoint),
        };
    }

    /// <summary>The number of several runs.</summary>
    /// <returns>NaN without runs.</returns>
    public double Of(IReadOnlyCollection<RunResult> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Over([.. runs.Select(Of)]);
    }

    /// <summary>The statistic of values of runs.</summary>
    internal double Over(IReadOnlyList<double> values) => values.Count == 0 ? double.NaN : Statistic switch
    {
        SeedStatistic.Mean => values.Average(),
        SeedStatistic.GeometricMean => Math.Exp(values.Average(v => Math.Log(Math.Max(v, Smallest)))),
        SeedStatistic.Low => SampleQuantiles.Quantile(values, 0.1),
        SeedStatistic.High => SampleQuantiles.Quantile(values, 0.9),
        SeedStatistic.Spread => SampleQuantiles.Quantile(values, 0.9)
            / Math.Max(SampleQuantiles.Quantile(values, 0.1), Smallest),
        SeedStatistic.Min => values.Min(),
        SeedStatistic.Max => values.Max(),
        _ => SampleQuantiles.Median(values),
    };

    /// <summary>The number of one point of a curve.</summary>
    internal double OfPoint(CurvePoint point) => Quantity switch
    {
        RunQuantity.Loss => point.Loss,
        RunQuantity.TrainError => point.TrainError,
        RunQuantity.ValidationLoss => point.ValidationLoss ?? double.NaN,
        _ => point.TestError,
    };
}
