using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>What depth does to the correlation of two inputs.</summary>
public enum Phase
{
    /// <summary>All inputs become alike: c* = 1 attracts.</summary>
    Ordered,

    /// <summary>The edge: chi_1 = 1, differences neither grow nor shrink to first order.</summary>
    Critical,

    /// <summary>Neighbors separate: c* = 1 repels.</summary>
    Chaotic,
}

/// <summary>The mean-field verdict on one activation and one pair of variances.</summary>
/// <remarks>
/// Where the length settles at a finite q*, chi_1 = sigma_w^2 E[phi'^2] is both the factor on squared gradients and
/// the slope of the correlation map at 1, and decides the phase. Where it does not, the two differ: the phase is
/// that of the correlation map in the limit of the length, so that ACI without bias is chaotic for every sigma_w^2
/// although chi_1 = sigma_w^2 / 2. If that slope is 1 as well (tanh below its bifurcation, ReLU with independent
/// weights), second order decides, then chi_1.
/// </remarks>
public sealed record SignalPhase
{
    const double Rounding = 1e-9;
    const double Tiny = 1e-8;
    const double Huge = 1e8;

    SignalPhase(MeanFieldMap map, LengthFixedPoints lengths)
    {
        Map = map;
        Lengths = lengths;
        ProbeLength = lengths.Limit switch
        {
            LengthLimit.Vanishing => Tiny,
            LengthLimit.Unbounded => Huge,
            _ => lengths.Length,
        };
        ActivationMoments moments = lengths is { Limit: LengthLimit.Finite, AtRest: { } atRest }
            ? atRest
            : map.Expectations.MomentsAt(ProbeLength);
        if (map.NextVariance(moments) > 0)
            Correlations = CorrelationFixedPoints.Of(map, moments);
        Chi1 = lengths.Limit == LengthLimit.Vanishing
            ? map.GradientFactor(0)
            : map.WeightVariance * moments.SlopeSquare;
        Phase = Decide();
        FixedPoint settled = lengths.Points.FirstOrDefault(p => p.Value == lengths.Length);
        LengthDepthScale = lengths.Limit switch
        {
            LengthLimit.Finite or LengthLimit.Vanishing => settled.DepthScale,
            _ => double.PositiveInfinity,
        };
        CorrelationDepthScale = Correlations?.Limit.DepthScale ?? 0;
    }

    /// <summary>The maps.</summary>
    public MeanFieldMap Map { get; }

    /// <summary>All fixed points of the length.</summary>
    public LengthFixedPoints Lengths { get; }

    /// <summary>
    /// All fixed points of the correlation at q*, or in the limit of a vanishing or growing length; null if the
    /// weights are 0 and nothing is passed on.
    /// </summary>
    public CorrelationFixedPoints? Correlations { get; }

    /// <summary>
    /// The length at which correlations were looked at: q*, 1e-8 for a vanishing, 1e8 for an unbounded length.
    /// </summary>
    public double ProbeLength { get; }

    /// <summary>sigma_w^2 E[phi'^2]: the factor on squared gradients from layer to layer.</summary>
    public double Chi1 { get; }

    /// <summary>The slope of the correlation map at 1: chi_1 where the length is at rest.</summary>
    public double SlopeAtOne => Correlations?.Points[^1].Slope ?? 0;

    /// <summary>Ordered, critical or chaotic.</summary>
    public Phase Phase { get; }

    /// <summary>Layers after which a deviation of the length from q* has shrunk by e.</summary>
    public double LengthDepthScale { get; }

    /// <summary>
    /// Layers after which a deviation of the correlation from c* has shrunk by e; infinite at the edge.
    /// </summary>
    public double CorrelationDepthScale { get; }

    /// <summary>The verdict for one activation and its variances.</summary>
    /// <inheritdoc cref="MeanFieldMap(Activation, double, double, double)"/>
    public static SignalPhase Of(
        Activation activation,
        double weightVariance,
        double biasVariance,
        double correlationStrength = 0) =>
        Of(new MeanFieldMap(activation, weightVariance, biasVariance, correlationStrength));

    /// <summary>The verdict for given maps.</summary>
    public static SignalPhase Of(MeanFieldMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(map, LengthFixedPoints.Of(map));
    }

    Phase Decide()
    {
        if (Correlations is null)
            return Phase.Ordered;
        bool atRest = Lengths.Limit == LengthLimit.Finite;
        double slope = atRest ? Chi1 : SlopeAtOne;
        double rounding = atRest ? Rounding : 10 * Tiny; // The limits are looked at from a finite distance.
        if (Math.Abs(slope - 1) > rounding)
            return slope < 1 ? Phase.Ordered : Phase.Chaotic;
        if (atRest || Math.Abs(Chi1 - 1) <= Rounding)
            return Phase.Critical;
        const double Near = 0.99;
        double moved = Map.NextCorrelation(ProbeLength, Near) - Near;
        return Math.Abs(moved) > rounding
            ? (moved > 0 ? Phase.Ordered : Phase.Chaotic)
            : (Chi1 < 1 ? Phase.Ordered : Phase.Chaotic);
    }
}
