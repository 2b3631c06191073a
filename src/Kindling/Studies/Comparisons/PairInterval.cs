namespace Kindling.Studies;

/// <summary>The interval of a pair's mean difference: the shifts that the sign flips do not reject.</summary>
/// <remarks>
/// A shift δ is rejected if |t| of d - δ exceeds its own critical value times a factor. The critical value is that of
/// the pair alone, under flips of d - δ; the factor is what all pairs together cost, found at the shift 0, so that the
/// interval and the test agree there.
/// </remarks>
/// <param name="pairs">The statistics.</param>
/// <param name="pair">The pair's place.</param>
/// <param name="level">The level.</param>
sealed class PairInterval(FlippedPairs pairs, int pair, double level)
{
    const int Doublings = 60;
    const int Bisections = 40;

    readonly double[] _differences = pairs.Differences[pair];
    readonly double[] _sums = pairs.SumsOf(pair);
    readonly int _most = (int)(level * pairs.Flips);
    double _factor = 1;

    /// <summary>The interval; infinite where so few seeds reject nothing.</summary>
    /// <param name="critical">The |t| that the pair has to exceed at the shift 0.</param>
    /// <param name="excludesZero">True if the test says that the pair differs.</param>
    public (double Low, double High) Of(double critical, bool excludesZero)
    {
        if (_most == 0)
            return (double.NegativeInfinity, double.PositiveInfinity);
        double own = PairTest.CriticalOf(pairs.SizesOf(pair), 1, level), mean = _differences.Average();
        _factor = own > 0 && double.IsFinite(own) && double.IsFinite(critical) ? Math.Max(1, critical / own) : 1;
        double low = excludesZero && mean > 0 ? Bisect(mean, 0) : End(mean, -1);
        double high = excludesZero && mean < 0 ? Bisect(mean, 0) : End(mean, 1);
        return excludesZero ? (low, high) : (Math.Min(low, 0), Math.Max(high, 0));
    }

    double End(double mean, int direction)
    {
        double variance = _differences.Sum(d => (d - mean) * (d - mean)) / _differences.Length;
        double step = Math.Max(Math.Sqrt(variance / _differences.Length), 1e-12 * Math.Max(1, Math.Abs(mean)));
        double inside = mean;
        for (int k = 0; k < Doublings; k++, step *= 2)
        {
            double next = mean + (direction * step);
            if (IsRejected(next))
                return Bisect(inside, next);
            inside = next;
        }

        return direction * double.PositiveInfinity;
    }

    /// <summary>The border between a shift inside and one outside.</summary>
    double Bisect(double inside, double outside)
    {
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (inside + outside) / 2;
            if (IsRejected(middle))
                outside = middle;
            else
                inside = middle;
        }

        return inside;
    }

    bool IsRejected(double shift)
    {
        int n = _differences.Length, count = 1;
        double squares = _differences.Sum(d => (d - shift) * (d - shift));
        double observed = FlippedPairs.SizeOf(_sums[0] - (n * shift), squares, n) / _factor * PairTest.Slack;
        for (int f = 1; f < _sums.Length && count <= _most; f++)
        {
            double size = FlippedPairs.SizeOf(_sums[f] - (shift * pairs.SignSums[f]), squares, n);
            count += size >= observed ? 1 : 0;
        }

        return count <= _most;
    }
}
