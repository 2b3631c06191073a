using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>How length and correlation of signals change from one wide layer to the next.</summary>
/// <remarks>
/// Weights have covariance weightVariance / N (I - kappa J / N) within a row, kappa = k / (1 + k), biases have
/// variance biasVariance. With u1, u2 normal of variances q1, q2 and correlation c (RAAI, Appendix A, for any
/// activation; k = 0 is Poole et al. 2016):
/// <code>
/// q'   = weightVariance (E[phi(u)^2] - kappa E[phi(u)]^2) + biasVariance
/// q12' = weightVariance (E[phi(u1) phi(u2)] - kappa E[phi(u1)] E[phi(u2)]) + biasVariance
/// </code>
/// Immutable and safe to use from several threads.
/// </remarks>
public sealed class MeanFieldMap
{
    /// <summary>The maps of one activation and one pair of variances.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="weightVariance">sigma_w^2, finite, 0 or more.</param>
    /// <param name="biasVariance">sigma_b^2, finite, 0 or more.</param>
    /// <param name="correlationStrength">k, above -1; 0 is independent weights, 100 is ACI.</param>
    /// <exception cref="ArgumentException">An argument is out of range or NaN; the message names it.</exception>
    public MeanFieldMap(
        Activation activation,
        double weightVariance,
        double biasVariance,
        double correlationStrength = 0)
        : this(ActivationExpectations.Of(activation), weightVariance, biasVariance, correlationStrength)
    {
    }

    /// <summary>The same, with averages already prepared: use it for many maps of one activation.</summary>
    /// <inheritdoc cref="MeanFieldMap(Activation, double, double, double)"/>
    public MeanFieldMap(
        ActivationExpectations expectations,
        double weightVariance,
        double biasVariance,
        double correlationStrength = 0)
    {
        ArgumentNullException.ThrowIfNull(expectations);
        Require.Variance(weightVariance, nameof(weightVariance));
        Require.Variance(biasVariance, nameof(biasVariance));
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        Expectations = expectations;
        WeightVariance = weightVariance;
        BiasVariance = biasVariance;
        CorrelationStrength = correlationStrength;
        Kappa = KappaOf(correlationStrength);
    }

    /// <summary>The Gaussian averages of the activation.</summary>
    public ActivationExpectations Expectations { get; }

    /// <summary>phi.</summary>
    public Activation Activation => Expectations.Activation;

    /// <summary>sigma_w^2.</summary>
    public double WeightVariance { get; }

    /// <summary>sigma_b^2.</summary>
    public double BiasVariance { get; }

    /// <summary>k.</summary>
    public double CorrelationStrength { get; }

    /// <summary>kappa = k / (1 + k), below 1.</summary>
    public double Kappa { get; }

    /// <summary>
    /// g_k: the length stays bounded for sigma_w^2 below it, 2 / (1 - kappa / pi) for ReLU, infinite for bounded
    /// activations.
    /// </summary>
    public double BoundednessThreshold => 1 / Expectations.PassedGrowth(Kappa);

    /// <summary>The variance of the next layer's pre-activations.</summary>
    /// <param name="variance">q, finite, 0 or more.</param>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double NextVariance(double variance) => NextVariance(Expectations.Moments(variance));

    /// <summary>The derivative of <see cref="NextVariance(double)"/>; may be infinite at 0.</summary>
    /// <inheritdoc cref="NextVariance(double)"/>
    public double VarianceSlope(double variance) => VarianceSlope(Expectations.Moments(variance));

    internal double NextVariance(in ActivationMoments moments) =>
        (WeightVariance * moments.Passed(Kappa)) + BiasVariance;

    internal double VarianceSlope(in ActivationMoments moments) => WeightVariance
        * (moments.Variance == 0 && Expectations.AtZero == 0
            ? Expectations.PassedSlopeAtZero(Kappa)
            : moments.PassedDerivative(Kappa));

    /// <summary>The covariance of the next layer's pre-activations for two inputs.</summary>
    /// <param name="variance1">q1, finite, 0 or more.</param>
    /// <param name="variance2">q2, finite, 0 or more.</param>
    /// <param name="correlation">c, between -1 and 1.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public double NextCovariance(double variance1, double variance2, double correlation)
    {
        double product = Expectations.Pair(variance1, variance2, correlation).Product;
        double means = Kappa == 0
            ? 0
            : Kappa * Expectations.MomentsAt(variance1).Mean * Expectations.MomentsAt(variance2).Mean;
        return (WeightVariance * (product - means)) + BiasVariance;
    }

    /// <summary>The correlation of the next layer's pre-activations for two inputs.</summary>
    /// <inheritdoc cref="NextCovariance"/>
    public double NextCorrelation(double variance1, double variance2, double correlation) =>
        NextCovariance(variance1, variance2, correlation)
        / Math.Sqrt(NextVariance(variance1) * NextVariance(variance2));

    /// <summary>The correlation map for two inputs of equal length, accurate also close to 1.</summary>
    /// <remarks>1 is a fixed point for every variance, and the result is at most 1.</remarks>
    /// <param name="variance">q of both, above 0.</param>
    /// <param name="correlation">c, between -1 and 1.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public double NextCorrelation(double variance, double correlation)
    {
        Require.Positive(variance, nameof(variance));
        Require.Correlation(correlation, nameof(correlation));
        ActivationMoments moments = Expectations.MomentsAt(variance);
        double lost = Expectations.DecorrelationAt(moments)(1 - correlation).Lost;
        return 1 - (WeightVariance * lost / NextVariance(moments));
    }

    /// <summary>The derivative of the correlation map for two inputs of equal length.</summary>
    /// <remarks>
    /// sigma_w^2 E[phi'(u1) phi'(u2)] q / q'. At c = 1 and q = q' this is chi_1 = sigma_w^2 E[phi'^2] for every k;
    /// where the length is not at rest (no bias, ReLU-like) it is not: for ReLU without bias it is g_k / 2 whatever
    /// sigma_w^2.
    /// </remarks>
    /// <inheritdoc cref="NextCorrelation(double, double)"/>
    public double CorrelationSlope(double variance, double correlation)
    {
        Require.Positive(variance, nameof(variance));
        Require.Correlation(correlation, nameof(correlation));
        ActivationMoments moments = Expectations.MomentsAt(variance);
        double slopes = correlation == 1
            ? moments.SlopeSquare
            : Expectations.DecorrelationAt(moments)(1 - correlation).SlopeProduct;
        return WeightVariance * slopes * variance / NextVariance(moments);
    }

    /// <summary>
    /// sigma_w^2 E[phi'(u)^2]: the factor on the mean square gradient from one layer back to the one before, chi_1
    /// where q is a fixed point.
    /// </summary>
    /// <param name="variance">q, finite, 0 or more.</param>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double GradientFactor(double variance) => WeightVariance * Expectations.Moments(variance).SlopeSquare;

    /// <summary>Length and correlation of two inputs of equal length, layer by layer.</summary>
    /// <param name="variance">q of the first layer's pre-activations, above 0.</param>
    /// <param name="correlation">c there.</param>
    /// <param name="layers">How many further layers, 0 or more.</param>
    /// <returns>layers + 1 pairs, the given one first.</returns>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public IReadOnlyList<(double Variance, double Correlation)> Iterate(double variance, double correlation, int layers)
    {
        Require.Positive(variance, nameof(variance));
        Require.Correlation(correlation, nameof(correlation));
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        var path = new List<(double Variance, double Correlation)>(layers + 1) { (variance, correlation) };
        for (int l = 0; l < layers; l++)
        {
            (double q, double c) = path[^1];
            bool alive = q > 0 && double.IsFinite(q);
            path.Add(alive ? (NextVariance(q), NextCorrelation(q, c)) : (NextVarianceOrLimit(q), c));
        }

        return path;
    }

    double NextVarianceOrLimit(double q) => double.IsFinite(q) ? NextVariance(q) : q;

    /// <summary>kappa = k / (1 + k).</summary>
    internal static double KappaOf(double correlationStrength) => correlationStrength / (1 + correlationStrength);
}
