namespace Kindling.Reports;

/// <summary>Quantiles over seeds, interpolated linearly between order statistics.</summary>
/// <remarks>A run that diverged counts as an infinite error, so that it pulls the quantiles up instead of
/// vanishing.</remarks>
sealed class Quantiles
{
    readonly double[] _sorted;

    public Quantiles(IEnumerable<double> values) =>
        _sorted = [.. values.Select(v => double.IsNaN(v) ? double.PositiveInfinity : v).Order()];

    /// <summary>The quantile at a level of 0 to 1; null where it is infinite or there are no values.</summary>
    public double? At(double level)
    {
        if (_sorted.Length == 0)
            return null;
        double place = level * (_sorted.Length - 1);
        int below = (int)place;
        double share = place - below;
        double value = share == 0 ? _sorted[below] : ((1 - share) * _sorted[below]) + (share * _sorted[below + 1]);
        return double.IsFinite(value) ? value : null;
    }
}
