namespace Kindling.Studies;

/// <summary>The 95 % interval of a claim's number over seeds.</summary>
/// <remarks>
/// The ratio of two cells' medians or geometric means over six seeds or more has the interval of the comparisons: the
/// ratios that sign flips of the seeds' log ratios do not reject (<see cref="AllPairs"/>). Other numbers, and those of
/// three to five seeds, have a bootstrap interval (<see cref="ClaimBootstrap"/>). Fewer seeds have none, unless nothing
/// depends on the seed. The interval always holds the number itself.
/// </remarks>
/// <param name="Low">Lower end; NaN where there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Missing">Why there is none, or null.</param>
sealed record ClaimInterval(double Low, double High, string? Missing)
{
    const int FewestSeeds = 3;

    /// <summary>Finds the interval.</summary>
    /// <param name="measure">The number's definition.</param>
    /// <param name="cells">Finished cells.</param>
    /// <param name="measured">The number; not NaN.</param>
    public static ClaimInterval Of(ClaimMeasure measure, IReadOnlyList<CellResult> cells, double measured)
    {
        CellResult[] used = [.. cells.Where(c => measure.Needs(c.Cell))];
        if (used.All(c => IsDeterministic(measure, c)))
            return new(measured, measured, null);
        int seeds = used.Min(c => c.Runs.Count);
        if (seeds < FewestSeeds)
        {
            string counted = seeds == 1 ? "1 seed has" : $"{seeds} seeds have";
            return new(double.NaN, double.NaN, $"{counted} no interval; it takes {FewestSeeds}");
        }

        (double low, double high) = Flipped(measure, used) ?? ClaimBootstrap.Interval(measure, used);
        return new(Math.Min(low, measured), Math.Max(high, measured), null);
    }

    /// <summary>True if all seeds of a cell give the same number, or there is nothing random in it.</summary>
    static bool IsDeterministic(ClaimMeasure measure, CellResult cell)
    {
        if (cell.Cell.Study.Problem.Toy is not null)
            return true;
        Measurement[] read = measure is RatioMeasure ratio
            ? [ratio.Measurement, ratio.BelowMeasurement] : [measure.Measurement];
        return cell.Runs.Count > 1 && read.All(m => cell.Runs.Select(m.Of).Distinct().Count() == 1);
    }

    /// <summary>The interval of one ratio of two cells, by sign flips; null for other numbers.</summary>
    static (double Low, double High)? Flipped(ClaimMeasure measure, CellResult[] cells)
    {
        if (measure is not RatioMeasure ratio || cells.Length != 2 || !IsMiddle(ratio.Measurement.Statistic)
            || !IsMiddle(ratio.BelowMeasurement.Statistic))
        {
            return null;
        }

        double[] above = [.. cells.First(c => ratio.Above.Holds(c.Cell)).Runs.Select(ratio.Measurement.Of)];
        double[] below = [.. cells.First(c => ratio.Below.Holds(c.Cell)).Runs.Select(ratio.BelowMeasurement.Of)];
        bool isPaired = above.Length == below.Length && above.Length >= AllPairs.FewestSeeds
            && above.Concat(below).All(v => v > 0 && double.IsFinite(v));
        if (!isPaired)
            return null;
        PairResult pair = AllPairs.Test([below, above])[0];
        return (pair.Low, pair.High);
    }

    static bool IsMiddle(SeedStatistic statistic) => statistic is SeedStatistic.Median or SeedStatistic.GeometricMean;
}
