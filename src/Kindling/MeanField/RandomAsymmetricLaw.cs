namespace Kindling.MeanField;

/// <summary>The exact law of RAI and RAAI ReLU layers at large width, far from the input.</summary>
/// <remarks>
/// One weight of each node is beta(2, 1), of order 1 whatever the width; so a node is h = sigma z + s u: noise from
/// all weights, sigma^2 = sigma_w^2 (E[s^2] - kappa E[s]^2), plus the signal s of one random node of the layer
/// before. The signal's whole distribution matters and is kept. It depends on the length's growth g alone: t =
/// relu(z + t' u / sqrt(g)) has a stationary law with mean m and mean square Q, and sigma_w^2 = g / (Q - kappa m^2).
/// A small difference between two inputs, of mean square D(t) at nodes with signal t, follows the linear recursion D
/// -> sigma_w^2 (integral of D) p + E[u^2 D] with growth <see cref="PerturbationGrowth"/>. No approximation of RAAI,
/// Appendices D and E, is needed; boundaries: RAI length 0.7166, RAAI length 1.219, RAAI order to chaos 0.883 (the
/// paper's simulations: 0.72, 1.2, 0.9). Biases are one entry of each row and matter only as a floor of order 1 /
/// width.
/// </remarks>
public sealed record RandomAsymmetricLaw
{
    /// <summary>Below it the tails of the stationary law are too heavy for a mean square to be resolved.</summary>
    const double SmallestGrowth = 0.62;
    const double LargestGrowth = 20;

    RandomAsymmetricLaw(double growth, double correlationStrength)
    {
        var law = SpecialInputLaw.AtGrowth(growth);
        CorrelationStrength = correlationStrength;
        LengthGrowth = growth;
        WeightVariance = WeightVarianceOf(law, growth, correlationStrength);
        PerturbationGrowth = law.PerturbationGrowth(WeightVariance);
        OffProbability = law.OffProbability;
        MeanOverRms = law.Mean / Math.Sqrt(law.MeanSquare);
    }

    /// <summary>sigma_w^2.</summary>
    public double WeightVariance { get; }

    /// <summary>k: 0 for RAI, 100 for RAAI.</summary>
    public double CorrelationStrength { get; }

    /// <summary>The factor on the length (second moment of signals) per layer; bounded below 1.</summary>
    public double LengthGrowth { get; }

    /// <summary>The factor on the mean square of a small difference between two inputs per layer.</summary>
    /// <remarks>
    /// Above 1 is chaos where a floor (bias, finite width) holds the length, which is how the paper's simulations
    /// are run.
    /// </remarks>
    public double PerturbationGrowth { get; }

    /// <summary>
    /// The slope of the correlation map at 1 while the length still grows or shrinks freely: perturbation over
    /// length growth.
    /// </summary>
    public double RelativeGrowth => PerturbationGrowth / LengthGrowth;

    /// <summary>P(h &lt;= 0) for one input.</summary>
    public double OffProbability { get; }

    /// <summary>E[s] / sqrt(E[s^2]).</summary>
    public double MeanOverRms { get; }

    /// <summary>The law at one weight variance.</summary>
    /// <param name="weightVariance">sigma_w^2, finite, above 0.3 or so (growth of the length above 0.62).</param>
    /// <param name="correlationStrength">k, above -1.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static RandomAsymmetricLaw Of(double weightVariance, double correlationStrength)
    {
        Require.Positive(weightVariance, nameof(weightVariance));
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        double low = WeightVarianceAt(SmallestGrowth);
        double high = WeightVarianceAt(LargestGrowth);
        if (weightVariance < low || weightVariance > high)
        {
            throw new ArgumentException(
                $"weightVariance is {weightVariance}; the law can be resolved from {low:G4} to {high:G4} at this k.",
                nameof(weightVariance));
        }

        double growth = BracketedRoot.Find(
            g => WeightVarianceAt(g) - weightVariance, SmallestGrowth, LargestGrowth, 1e-12);
        return new(growth, correlationStrength);

        double WeightVarianceAt(double growth) =>
            WeightVarianceOf(SpecialInputLaw.AtGrowth(growth), growth, correlationStrength);
    }

    static double WeightVarianceOf(SpecialInputLaw law, double growth, double correlationStrength) =>
        growth / (law.MeanSquare - (MeanFieldMap.KappaOf(correlationStrength) * law.Mean * law.Mean));

    /// <summary>The law at which the length grows by a given factor per layer.</summary>
    /// <param name="growth">Between 0.62 and 20.</param>
    /// <param name="correlationStrength">k, above -1.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static RandomAsymmetricLaw AtLengthGrowth(double growth, double correlationStrength)
    {
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        if (!(growth >= SmallestGrowth) || !(growth <= LargestGrowth))
        {
            throw new ArgumentException(
                $"growth is {growth}; it must be between {SmallestGrowth} and {LargestGrowth}.", nameof(growth));
        }

        return new(growth, correlationStrength);
    }

    /// <summary>sigma_w^2 below which the length stays bounded: 0.7166 for k = 0, 1.219 for k = 100.</summary>
    /// <param name="correlationStrength">k, above -1.</param>
    /// <exception cref="ArgumentException">k is out of range.</exception>
    public static double LengthBoundary(double correlationStrength) =>
        AtLengthGrowth(1, correlationStrength).WeightVariance;

    /// <summary>
    /// sigma_w^2 above which small differences grow: 0.883 for k = 100; for k = 0 it is 0.966, where the length is
    /// unbounded already, so that RAI has no chaotic phase.
    /// </summary>
    /// <inheritdoc cref="LengthBoundary(double)"/>
    public static double OrderToChaosBoundary(double correlationStrength)
    {
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        double growth = BracketedRoot.Find(
            g => AtLengthGrowth(g, correlationStrength).PerturbationGrowth - 1, SmallestGrowth, 3, 1e-10);
        return AtLengthGrowth(growth, correlationStrength).WeightVariance;
    }
}
