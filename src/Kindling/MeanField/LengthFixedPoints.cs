using System.Globalization;

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

    /// <summary>What becomes of the length, in words, or the number that it ends up at.</summary>
    /// <param name="format">Of the number.</param>
    public string Ending(string format) => Limit switch
    {
        LengthLimit.Finite => Length.ToString(format, CultureInfo.InvariantCulture),
        LengthLimit.Preserved => "kept, whatever it is",
        LengthLimit.Vanishing => "vanishing",
        _ => "unbounded",
    };

    /// <summary>Finds them.</summary>
    /// <remarks>
    /// Sign changes of q' - q on a logarithmic grid from 1e-10 to 1e10 (beyond it, if the growth at infinity says
    /// so), and pairs of fixed points between two grid points, where q' - q has an extremum across 0. Each is
    /// polished to rounding.
    /// </remarks>
    public static LengthFixedPoints Of(MeanFieldMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        double growth = Growth(map);
        if (map.Expectations.IsHomogeneous)
            return OfHomogeneous(map, growth);
        var points = new List<FixedPoint>();
        var averages = new List<ActivationMoments>();
        bool zeroIsFixed = map.BiasVariance == 0 && (map.Expectations.AtZero == 0 || map.WeightVariance == 0);
        if (zeroIsFixed)
        {
            averages.Add(map.Expectations.MomentsAt(0));
            points.Add(new FixedPoint(0, map.VarianceSlope(averages[0])));
        }

        foreach ((ActivationMoments low, ActivationMoments high) in Brackets(map, zeroIsFixed, growth))
        {
            double q = BracketedRoot.FindWithSlope(
                q => At(map, map.Expectations.MomentsAt(q)), At(map, low), At(map, high));
            ActivationMoments moments = map.Expectations.MomentsAt(q);
            points.Add(new FixedPoint(q, map.VarianceSlope(moments)));
            averages.Add(moments);
        }

        return Settle(map, points, averages, growth);
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

    static BracketedRoot.Sample At(MeanFieldMap map, in ActivationMoments m) =>
        new(m.Variance, Excess(map, m), ExcessSlope(map, m));

    /// <summary>Intervals in which q' - q changes sign, ascending, as averages at both ends.</summary>
    static IEnumerable<(ActivationMoments Low, ActivationMoments High)> Brackets(
        MeanFieldMap map, bool zeroIsFixed, double growth)
    {
        ActivationMoments[] grid = map.Expectations.Grid.Points;
        ActivationMoments before = grid[0];
        double excessBefore = Excess(map, before);
        if (!zeroIsFixed && excessBefore < 0)
            yield return (map.Expectations.MomentsAt(0), before);
        for (int i = 1; i < grid.Length; i++)
        {
            double excess = Excess(map, grid[i]);
            if (excess * excessBefore < 0 || (excess == 0 && excessBefore != 0))
            {
                yield return map.Expectations.Grid.Narrow(i - 1, m => Excess(map, m));
            }
            else if (Turn(map, grid[i - 1], grid[i], excess) is { } turn)
            {
                yield return (grid[i - 1], turn);
                yield return (turn, grid[i]);
            }

            excessBefore = excess;
        }

        // Beyond the grid the map is growth q + constant: one more fixed point if the sign at infinity is another.
        double signAtInfinity = growth > 1 ? 1 : -1;
        if (excessBefore * signAtInfinity >= 0 || growth == 1)
            yield break;
        const double Stride = 1e3;
        for (before = grid[^1]; before.Variance < Largest;)
        {
            ActivationMoments here = map.Expectations.MomentsAt(before.Variance * Stride);
            if (Excess(map, here) * signAtInfinity > 0)
            {
                yield return (before, here);
                yield break;
            }

            before = here;
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
    static LengthFixedPoints Settle(
        MeanFieldMap map, List<FixedPoint> points, List<ActivationMoments> averages, double growth)
    {
        int index = Excess(map, map.Expectations.AtOne) > 0
            ? points.FindIndex(p => p.Value > 1)
            : points.FindLastIndex(p => p.Value <= 1);
        if (index < 0 && growth < 1 && points.Count > 0)
            index = Excess(map, map.Expectations.AtOne) > 0 ? points.Count - 1 : 0; // By rounding, q* being 1.
        if (index < 0)
            return new(points, LengthLimit.Unbounded, double.PositiveInfinity);
        double q = points[index].Value;
        return new(points, q == 0 ? LengthLimit.Vanishing : LengthLimit.Finite, q) { AtRest = averages[index] };
    }

    /// <summary>The averages at <see cref="Length"/>, where they are at hand.</summary>
    internal ActivationMoments? AtRest { get; private init; }
}
