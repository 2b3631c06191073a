namespace Kindling.Studies;

/// <summary>Quantiles of a small sample that may hold infinities.</summary>
public static class SampleQuantiles
{
    /// <summary>
    /// The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
    /// </summary>
    /// <param name="values">In any order; NaN counts as infinity: a run without a result is the worst result.</param>
    /// <param name="level">From 0 (smallest) to 1 (largest).</param>
    /// <returns>NaN for an empty sample; infinite where the interpolation touches an infinite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1].</exception>
    public static double Quantile(IEnumerable<double> values, double level)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!(level is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "level must be from 0 to 1.");
        double[] sorted = [.. values.Select(v => double.IsNaN(v) ? double.PositiveInfinity : v).Order()];
        return QuantileOfSorted(sorted, level);
    }

    /// <summary>The quantile of errors of runs, where there is one that a figure can show.</summary>
    /// <param name="errors">null for a run that diverged: an infinite error.</param>
    /// <param name="level">From 0 (smallest) to 1 (largest).</param>
    /// <returns>null where it is infinite, or there are no runs.</returns>
    internal static double? Finite(IEnumerable<double?> errors, double level)
    {
        double value = Quantile(errors.Select(e => e ?? double.PositiveInfinity), level);
        return double.IsFinite(value) ? value : null;
    }

    /// <summary>The quantile of values that ascend.</summary>
    internal static double QuantileOfSorted(ReadOnlySpan<double> sorted, double level)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double place = level * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        double share = place - below;
        if (share == 0 || sorted[below] == sorted[below + 1])
            return sorted[below];
        return sorted[below] + (share * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>
    /// The middle value, the smaller of two middle ones: a value that occurs. NaN for an empty sample.
    /// </summary>
    public static double LowerMedian(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(sorted.Length - 1) / 2];
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);
}
