namespace Kindling.MeanField;

/// <summary>All fixed points of the correlation map c -> c' of two inputs of equal length.</summary>
/// <remarks>
/// c' is a power series in c with coefficients that are 0 or more and sum to 1 (the Hermite expansion of phi; the
/// bias and the anti-correlation only change the constant, which stays 0 or more because kappa is below 1). So it is
/// convex on [0, 1], has the fixed point 1, exactly one more in [0, 1) if its slope at 1 is above 1 and none
/// otherwise; a negative fixed point, -1, exists only for odd phi without bias; and only for linear phi without bias
/// all c are fixed.
/// </remarks>
/// <param name="Points">Ascending; 1 is the last.</param>
/// <param name="Limit">The correlation that two inputs, neither equal nor opposite, end up at.</param>
public sealed record CorrelationFixedPoints(IReadOnlyList<FixedPoint> Points, FixedPoint Limit)
{
    const double Rounding = 1e-10;

    /// <summary>Finds them at one length.</summary>
    /// <param name="map">The maps.</param>
    /// <param name="variance">
    /// q of both inputs, above 0: a fixed point of the length map, or any for a scale-free activation.
    /// </param>
    /// <exception cref="ArgumentException">The variance is out of range.</exception>
    public static CorrelationFixedPoints Of(MeanFieldMap map, double variance)
    {
        ArgumentNullException.ThrowIfNull(map);
        Require.Positive(variance, nameof(variance));
        return Of(map, map.Expectations.MomentsAt(variance));
    }

    /// <summary>The same from the averages at that length.</summary>
    internal static CorrelationFixedPoints Of(MeanFieldMap map, ActivationMoments moments)
    {
        double factor = map.WeightVariance / map.NextVariance(moments);
        var one = new FixedPoint(1, factor * moments.Variance * moments.SlopeSquare);
        FixedPoint limit = one;
        if (one.Slope > 1 + Rounding)
        {
            Func<double, Decorrelation> lose = map.Expectations.DecorrelationAt(moments);
            double distance = Distance(d => (factor * lose(d).Lost / d) - 1);
            limit = new FixedPoint(1 - distance, factor * moments.Variance * lose(distance).SlopeProduct);
        }

        var points = new List<FixedPoint>();
        if (map.Expectations.IsOdd && map.BiasVariance == 0)
            points.Add(new FixedPoint(-1, one.Slope));
        if (limit != one)
            points.Add(limit);
        points.Add(one);
        return new(points, limit);
    }

    /// <summary>The root in (0, 1] of a decreasing function of the distance 1 - c that is positive at 0.</summary>
    static double Distance(Func<double, double> excess)
    {
        const double Closest = 1e-14;
        const double Farthest = 1;
        if (excess(Farthest) >= -1e-13)
            return Farthest; // No constant term: c* = 0.
        if (excess(Closest) <= 0)
            return Closest;
        return Math.Exp(BracketedRoot.Find(t => excess(Math.Exp(t)), Math.Log(Closest), 0));
    }
}
