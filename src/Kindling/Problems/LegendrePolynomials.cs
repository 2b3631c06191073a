namespace Kindling.Problems;

/// <summary>The Legendre polynomials, shifted to [0, 1] and orthonormal there: sqrt(2 n + 1) P_n(2 x - 1).</summary>
internal static class LegendrePolynomials
{
    /// <summary>As many as the paper fits at once.</summary>
    public const int UsualCount = 6;

    /// <summary>The polynomials of degree 0, 1, 2 ... at x, as many as there is room for.</summary>
    /// <remarks>Bonnet: (n + 1) P_(n+1) = (2 n + 1) t P_n - n P_(n-1), t = 2 x - 1; stable on [0, 1].</remarks>
    public static void Evaluate(double x, Span<double> values)
    {
        double t = (2 * x) - 1;
        double before = 0;
        double current = 1;
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = Math.Sqrt((2 * n) + 1) * current;
            (before, current) = (current, ((((2 * n) + 1) * t * current) - (n * before)) / (n + 1));
        }
    }
}
