using MathNet.Numerics;

namespace Kindling.MeanField;

/// <summary>Density and distribution function of the standard normal.</summary>
static class NormalDistribution
{
    /// <summary>exp(-z^2 / 2) / sqrt(2 pi).</summary>
    internal static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(Z &lt;= z), relative accuracy also in the lower tail.</summary>
    internal static double Below(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));
}
