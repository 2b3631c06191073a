using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>A point on the edge of chaos.</summary>
/// <param name="WeightVariance">sigma_w^2 with chi_1 = 1.</param>
/// <param name="BiasVariance">sigma_b^2.</param>
/// <param name="Length">q*, the fixed point of the length there.</param>
/// <param name="LengthSlope">The slope of the length map at q*.</param>
/// <param name="Attracts">
/// Whether a signal of length 1 ends up at q*; elsewhere the edge is a point of transit only.
/// </param>
public readonly record struct CriticalPoint(
    double WeightVariance,
    double BiasVariance,
    double Length,
    double LengthSlope,
    bool Attracts);

/// <summary>
/// The edge of chaos of one activation: all (sigma_w^2, sigma_b^2) with chi_1 = 1 at a fixed point of the length.
/// </summary>
/// <remarks>
/// The line is parameterized by its length q: sigma_w^2 = 1 / E[phi'^2], sigma_b^2 = q - sigma_w^2 (E[phi^2] - kappa
/// E[phi]^2), where that is 0 or more. For ReLU with k = 0 it is the single point (2, 0), which keeps every length;
/// with k above 0 it is sigma_w^2 = 2 with any sigma_b^2 above 0. ACI's (2, 0) is not on it: without bias the length
/// is not at rest.
/// </remarks>
public sealed class CriticalLine
{
    readonly ActivationExpectations _expectations;
    readonly double _kappa;

    /// <summary>The line of an activation.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="correlationStrength">k, above -1.</param>
    /// <exception cref="ArgumentException">k is out of range.</exception>
    public CriticalLine(Activation activation, double correlationStrength = 0)
    {
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        _expectations = ActivationExpectations.Of(activation);
        CorrelationStrength = correlationStrength;
        _kappa = MeanFieldMap.KappaOf(correlationStrength);
    }

    /// <summary>phi.</summary>
    public Activation Activation => _expectations.Activation;

    /// <summary>k.</summary>
    public double CorrelationStrength { get; }

    /// <summary>The point with a given length, or null if its bias variance would be negative.</summary>
    /// <param name="length">q*, finite, 0 or more.</param>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public CriticalPoint? AtLength(double length)
    {
        Require.Variance(length, nameof(length));
        ActivationMoments m = _expectations.MomentsAt(length);
        double bias = BiasVariance(m);
        double rounding = 1e-14 * Math.Max(length, m.MeanSquare / m.SlopeSquare);
        if (!(bias >= -rounding) || !double.IsFinite(bias))
            return null;
        return Point(Math.Max(0, bias), length, m);
    }

    /// <summary>All points with a given bias variance, ascending in length; empty if there is none.</summary>
    /// <remarks>
    /// Without bias the list begins with length 0 where phi(0) = 0 (sigma_w^2 = 1 / phi'(0)^2). ReLU and leaky ReLU
    /// with k = 0 have one point without bias, given with length 1, and none with a bias: there chi_1 = 1 is reached
    /// only as the length diverges.
    /// </remarks>
    /// <param name="biasVariance">sigma_b^2, finite, 0 or more.</param>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public IReadOnlyList<CriticalPoint> AtBiasVariance(double biasVariance)
    {
        Require.Variance(biasVariance, nameof(biasVariance));
        if (_expectations.IsHomogeneous)
            return OfHomogeneous(biasVariance);
        var points = new List<CriticalPoint>();
        bool fromZero = biasVariance == 0 && _expectations.AtZero == 0;
        if (fromZero)
            points.Add(Point(0, 0, _expectations.MomentsAt(0)));
        foreach ((double low, double high) in Brackets(biasVariance, fromZero))
        {
            double q = BracketedRoot.Find(q => BiasVariance(_expectations.MomentsAt(q)) - biasVariance, low, high);
            points.Add(Point(biasVariance, q, _expectations.MomentsAt(q)));
        }

        return points;
    }

    /// <summary>
    /// The point to initialize a network at: the first of <see cref="AtBiasVariance"/> that attracts the length of
    /// signals, or the first of all if none does.
    /// </summary>
    /// <remarks>GELU and SiLU have none without bias: at 4 = 1 / phi'(0)^2 the length grows without bound.</remarks>
    /// <param name="biasVariance">sigma_b^2, finite, 0 or more.</param>
    /// <returns>Null if there is no critical point at all.</returns>
    public CriticalPoint? Preferred(double biasVariance)
    {
        IReadOnlyList<CriticalPoint> points = AtBiasVariance(biasVariance);
        foreach (CriticalPoint point in points)
        {
            if (point.Attracts)
                return point;
        }

        return points.Count > 0 ? points[0] : null;
    }

    /// <summary>sigma_b^2 on the line at the length of m.</summary>
    double BiasVariance(in ActivationMoments m) => m.Variance - (m.Passed(_kappa) / m.SlopeSquare);

    CriticalPoint Point(double biasVariance, double length, in ActivationMoments m)
    {
        const double Rounding = 1e-6; // Of a fixed point whose slope is close to 1.
        double weightVariance = 1 / m.SlopeSquare;
        var map = new MeanFieldMap(_expectations, weightVariance, biasVariance, CorrelationStrength);
        LengthFixedPoints lengths = LengthFixedPoints.Of(map);
        bool attracts = lengths.Limit == LengthLimit.Preserved
            || Math.Abs(lengths.Length - length) <= Rounding * length;
        return new(weightVariance, biasVariance, length, map.VarianceSlope(m), attracts);
    }

    CriticalPoint[] OfHomogeneous(double biasVariance)
    {
        ActivationMoments one = _expectations.MomentsAt(1);
        double biasAtOne = BiasVariance(one);
        if (Math.Abs(biasAtOne) < 1e-14)
            return biasVariance == 0 ? [Point(0, 1, one)] : [];
        double length = biasVariance / biasAtOne; // sigma_b^2 is proportional to q.
        return length > 0 ? [Point(biasVariance, length, _expectations.MomentsAt(length))] : [];
    }

    IEnumerable<(double Low, double High)> Brackets(double biasVariance, bool fromZero)
    {
        ActivationMoments[] grid = _expectations.Grid.Points;
        double before = 0;
        double excessBefore = fromZero ? 0 : BiasVariance(_expectations.MomentsAt(0)) - biasVariance;
        foreach (ActivationMoments here in grid)
        {
            // Below rounding of q the sign of sigma_b^2 means nothing.
            double excess = BiasVariance(here) - biasVariance;
            if (Math.Abs(excess) < 1e-13 * (here.Variance + biasVariance))
                excess = 0;
            if (double.IsFinite(excess) && excess * excessBefore < 0)
                yield return (before, here.Variance);
            if (excess != 0)
                (before, excessBefore) = (here.Variance, excess);
        }
    }
}
