namespace Kindling.Studies;

/// <summary>All runs of one scheme, and what they say together.</summary>
/// <param name="Name">The scheme.</param>
/// <param name="Runs">Its finished runs, by seed.</param>
/// <param name="Warnings">What a user of the scheme on this network should know.</param>
public sealed record SchemeResult(
    string Name, IReadOnlyList<RunResult> Runs, IReadOnlyList<string> Warnings)
{
    /// <summary>The median learning rate of its runs; NaN without runs.</summary>
    public double LearningRate => SampleQuantiles.LowerMedian(Runs.Select(r => r.Run.LearningRate));

    /// <summary>The smallest learning rate of its runs; NaN without runs.</summary>
    public double LowRate => Runs.Select(r => r.Run.LearningRate).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The largest learning rate of its runs; NaN without runs.</summary>
    public double HighRate => Runs.Select(r => r.Run.LearningRate).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The median test error after the last step.</summary>
    public double MedianErrorAtEnd => SampleQuantiles.Median(Runs.Select(r => r.TestErrorAtEnd));

    /// <summary>The median validation error at the kept steps; infinite where there are no validation points.</summary>
    public double MedianValidationError => SampleQuantiles.Median(Runs.Select(r => r.ValidationError));

    /// <summary>The median training error at the kept steps.</summary>
    public double MedianTrainError => SampleQuantiles.Median(Runs.Select(r => r.TrainError));

    /// <summary>The median kept step; NaN without runs.</summary>
    public double MedianKeptStep => SampleQuantiles.LowerMedian(Runs.Select(r => (double)r.Kept.Step));

    /// <summary>The median test error; infinite if half of the runs diverged or more.</summary>
    public double MedianError => SampleQuantiles.Median(Runs.Select(r => r.TestError));

    /// <summary>The lower end of the middle 80 % of test errors.</summary>
    public double LowError => SampleQuantiles.Quantile(Runs.Select(r => r.TestError), 0.1);

    /// <summary>The upper end of the middle 80 % of test errors.</summary>
    public double HighError => SampleQuantiles.Quantile(Runs.Select(r => r.TestError), 0.9);

    /// <summary>The median test error before training.</summary>
    public double MedianInitialError => SampleQuantiles.Median(Runs.Select(r => r.InitialTestError));

    /// <summary>The median wall time of a run, in seconds.</summary>
    public double MedianSeconds => SampleQuantiles.Median(Runs.Select(r => r.Seconds));

    /// <summary>How many runs ended with constant outputs.</summary>
    public int Collapsed => Runs.Count(r => r.Collapsed);

    /// <summary>How many runs diverged.</summary>
    public int Diverged => Runs.Count(r => r.Diverged);

    /// <summary>
    /// The run with the lowest validation loss (training loss where there are no validation points), or null if all
    /// diverged. It is not chosen by its test error, which would make that too good to be true.
    /// </summary>
    public RunResult? BestRun => Runs.Where(r => !r.Diverged && double.IsFinite(r.TestError)).MinBy(r => r.Kept.Score);

    /// <summary>
    /// The number of steps after which half of the runs have had a test error of at most a threshold.
    /// </summary>
    /// <returns>A step of a curve's point; null if fewer than half of the runs come there.</returns>
    public long? MedianStepsTo(double threshold)
    {
        long[] steps = [.. Runs.Select(r => r.StepsTo(threshold)).OfType<long>().Order()];
        int half = (Runs.Count + 1) / 2;
        return steps.Length >= half && half > 0 ? steps[half - 1] : null;
    }
}
