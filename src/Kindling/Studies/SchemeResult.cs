namespace Kindling.Studies;

/// <summary>All runs of one scheme, and what they say together.</summary>
/// <param name="Name">The scheme.</param>
/// <param name="LearningRate">The learning rate of its runs.</param>
/// <param name="Runs">Its finished runs, by seed.</param>
/// <param name="Warnings">What a user of the scheme on this network should know.</param>
public sealed record SchemeResult(
    string Name, double LearningRate, IReadOnlyList<RunResult> Runs, IReadOnlyList<string> Warnings)
{
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

    /// <summary>The run with the lowest test error, or null if all diverged.</summary>
    public RunResult? BestRun => Runs.Where(r => double.IsFinite(r.TestError)).MinBy(r => r.TestError);

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
