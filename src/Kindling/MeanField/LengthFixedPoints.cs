namespace Kindling.MeanField;

/// <summary>Where the length of a signal ends up.</summary>
public enum LengthLimit
{
    /// <summary>A finite, non-zero fixed point.</summary>
    Finite,

    /// <summary>It shrinks to 0.</summary>
    Vanishing,

    /// <summary>It grows without bound.</summary>
    Unbounded,

    /// <summary>Every length is a fixed point, e.g. ReLU at sigma_w^2 = g_k without bias.</summary>
    Preserved,
}

/// <summary>All fixed points of the length map q -> q'.</summary>
/// <param name="Points">Ascending; 0 is among them where it is fixed.</param>
/// <param name="Limit">Where a signal of length 1 ends up.</param>
/// <param name="Length">The fixed point it ends up at; 0, infinity, or 1 where every length is kept.</param>
public sealed record LengthFixedPoints(IReadOnlyList<FixedPoint> Points, LengthLimit Limit, double Length)
{
    const double Rounding = 1e-12;
    const double Largest = 1e300;

    /// <summary>Finds them.</summary>
    /// <remarks>
    /// Sign changes of q' - q on a logarithmic grid from 1e-10 to 1e10 (beyond it, if the growth at infinity says
    /// so), and pairs of fixed points between two grid points, where q' - q has an extremum across 0. Each is polished to
    /// rounding.
    /// </remarks>
    public static LengthFixedPoints Of(MeanFieldMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        double growth = Growth(map);
        if (map.Expectations.IsHomogeneous)
            return OfHomogeneous(map, growth);
        var points = new List<FixedPoint>();
        bool zeroIsFixed = map.BiasVariance == 0 && (map.Expectations.AtZero == 0 || map.WeightVariance == 0);
        if (zeroIsFixed)
            points.Add(new FixedPoint(0, map.VarianceSlope(0)));
        foreach (Bracket bracket in Brackets(map, zeroIsFixed, growth))
        {
            ActivationMoments m = default;
            double q = BracketedRoot.FindWithSlope(
                q =>
                {
                    m = map.Expectations.MomentsAt(q);
                    return (Excess(map, m), ExcessSlope(map, m));
                },
                bracket.Low,
                bracket.High,
                bracket.AtLow,
                bracket.AtHigh);
            points.Add(new FixedPoint(q, map.VarianceSlope(m)));
        }

        return Settle(map, points, growth);
    }

    static double Growth(MeanFieldMap map) =>
        map.WeightVariance == 0 ? 0 : map.WeightVariance * map.Expectations.PassedGrowth(map.Kappa);

    static LengthFixedPoints OfHomogeneous(MeanFieldMap map, double slope)
    {
        bool kept = Math.Abs(slope - 1) <= Rounding;
        if (map.BiasVariance == 0)
        {
            FixedPoint[] zero = [new(0, slope)];
            return kept ? new(zero, LengthLimit.Preserved, 1)
                : slope < 1 ? new(zero, LengthLimit.Vanishing, 0)
                : new(zero, LengthLimit.Unbounded, double.PositiveInfinity);
        }

        if (kept || slope > 1)
            return new([], LengthLimit.Unbounded, double.PositiveInfinity);
        double q = map.BiasVariance / (1 - slope);
        return new([new(q, slope)], LengthLimit.Finite, q);
    }

    /// <summary>q' - q.</summary>
    static double Excess(MeanFieldMap map, in ActivationMoments m) =>
        (map.WeightVariance * m.Passed(map.Kappa)) + map.BiasVariance - m.Variance;

    /// <summary>Its derivative.</summary>
    static double ExcessSlope(MeanFieldMap map, in ActivationMoments m) =>
        (map.WeightVariance * m.PassedDerivative(map.Kappa)) - 1;

    /// <summary>An interval in which q' - q changes sign, and its values at the ends.</summary>
    readonly record struct Bracket(double Low, double High, double AtLow, double AtHigh);

    static IEnumerable<Bracket> Brackets(MeanFieldMap map, bool zeroIsFixed, double growth)
    {
        ActivationMoments[] grid = map.Expectations.Grid.Points;
        int before = 0;
        double excessBefore = Excess(map, grid[0]);
        if (!zeroIsFixed && excessBefore < 0)
            yield return new(0, grid[0].Variance, Excess(map, map.Expectations.MomentsAt(0)), excessBefore);
        for (int i = 1; i < grid.Length; i++)
        {
            double excess = Excess(map, grid[i]);
            if (excess * excessBefore < 0 || (excess == 0 && excessBefore != 0))
            {
                yield return new(grid[before].Variance, grid[i].Variance, excessBefore, excess);
            }
            else if (Turn(map, grid[before], grid[i], excess) is { } turn)
            {
                yield return new(grid[before].Variance, turn.Variance, excessBefore, Excess(map, turn));
                yield return new(turn.Variance, grid[i].Variance, Excess(map, turn), excess);
            }

            (before, excessBefore) = (i, excess);
        }

        // Beyond the grid the map is growth q + constant: one more fixed point if the sign at infinity is another.
        double signAtInfinity = growth > 1 ? 1 : -1;
        if (excessBefore * signAtInfinity >= 0 || growth == 1)
            yield break;
        const double Stride = 1e3;
        for (double q = grid[before].Variance; q < Largest; q *= Stride)
        {
            double excess = Excess(map, map.Expectations.MomentsAt(q * Stride));
            if (excess * signAtInfinity > 0)
            {
                yield return new(q, q * Stride, excessBefore, excess);
                yield break;
            }

            excessBefore = excess;
        }
    }

    /// <summary>An extremum of q' - q on the other side of 0, if the slopes say there may be one.</summary>
    static ActivationMoments? Turn(MeanFieldMap map, in ActivationMoments a, in ActivationMoments b, double excess)
    {
        if (!(ExcessSlope(map, a) * excess < 0) || !(ExcessSlope(map, b) * excess > 0))
            return null;
        double q = BracketedRoot.Find(
            q => ExcessSlope(map, map.Expectations.MomentsAt(q)), a.Variance, b.Variance, 1e-9 * a.Variance);
        ActivationMoments turn = map.Expectations.MomentsAt(q);
        return Excess(map, turn) * excess < 0 ? turn : null;
    }

    /// <summary>From length 1 the sign of q' - q says where to go: to the next fixed point that way.</summary>
    static LengthFixedPoints Settle(MeanFieldMap map, List<FixedPoint> points, double growth)
    {
        double excess = Excess(map, map.Expectations.AtOne);
        if (excess > 0)
        {
            int above = points.FindIndex(p => p.Value > 1);
            return above >= 0 ? At(points[above].Value)
                : growth < 1 ? new(points, LengthLimit.Finite, points[^1].Value) // Only by rounding, at q* = 1.
                : new(points, LengthLimit.Unbounded, double.PositiveInfinity);
        }

        int below = points.FindLastIndex(p => p.Value <= 1);
        return below >= 0 ? At(points[below].Value) : At(points.Count > 0 ? points[0].Value : 0);

        LengthFixedPoints At(double q) => new(points, q == 0 ? LengthLimit.Vanishing : LengthLimit.Finite, q);
    }
}
