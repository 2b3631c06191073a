namespace Kindling.MeanField;

/// <summary>
/// Averages of relu(h) for h = sigma z + r u, z standard normal, u beta(2, 1): one node of RAI (RAAI, Appendix C).
/// </summary>
/// <remarks>Closed forms over z; panels of the 21-point rule over u, whose density is 2u on [0, 1].</remarks>
/// <param name="OnProbability">P(h > 0).</param>
/// <param name="Mean">E[relu(h)].</param>
/// <param name="MeanSquare">E[relu(h)^2] = sigma^2 P(h > 0) + r E[u relu(h)].</param>
/// <param name="SpecialMean">E[u relu(h)].</param>
public readonly record struct BetaGaussIntegrals(
    double OnProbability,
    double Mean,
    double MeanSquare,
    double SpecialMean)
{
    const int Panels = 8;

    /// <summary>The averages at one noise variance.</summary>
    /// <param name="noiseVariance">sigma^2, finite, above 0; accurate to 1e-12 from 1e-3 on.</param>
    /// <param name="specialFactor">r, finite, 0 or more: the size of the special input.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static BetaGaussIntegrals Of(double noiseVariance, double specialFactor = 1)
    {
        Require.Positive(noiseVariance, nameof(noiseVariance));
        Require.Variance(specialFactor, nameof(specialFactor));
        double sigma = Math.Sqrt(noiseVariance);
        double on = 0;
        double mean = 0;
        double square = 0;
        double special = 0;
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int i = 0; i < GaussKronrod.Count; i++)
            {
                double u = (panel + (0.5 * (1 + GaussKronrod.Nodes[i]))) / Panels;
                double weight = GaussKronrod.KronrodWeights[i] * u / Panels; // Density 2u, half the panel's width.
                double m = specialFactor * u;
                double below = NormalDistribution.Below(m / sigma);
                double density = sigma * NormalDistribution.Density(m / sigma);
                double relu = (m * below) + density;
                on += weight * below;
                mean += weight * relu;
                square += weight * ((((m * m) + noiseVariance) * below) + (m * density));
                special += weight * u * relu;
            }
        }

        return new(on, mean, square, special);
    }
}
