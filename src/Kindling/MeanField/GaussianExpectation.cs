namespace Kindling.MeanField;

/// <summary>A number computed by quadrature and the absolute error estimated for it.</summary>
/// <param name="Value">The number.</param>
/// <param name="Error">The estimated absolute error, at least a few roundings.</param>
public readonly record struct Expectation(double Value, double Error);

/// <summary>E[f(u)] for normal u and any function f.</summary>
public static class GaussianExpectation
{
    /// <summary>E[f(u)] for u normal with mean 0 and the given variance.</summary>
    /// <remarks>
    /// Adaptive panels to a relative accuracy near 1e-13 for functions that are smooth between the kinks named and
    /// grow no faster than a power of u: the tail beyond nine deviations is left out.
    /// </remarks>
    /// <param name="f">The function.</param>
    /// <param name="variance">Finite, 0 or more.</param>
    /// <param name="kinks">Where f or a derivative of it jumps; null if nowhere.</param>
    /// <exception cref="ArgumentException"><paramref name="variance"/> is negative or not finite.</exception>
    public static Expectation Of(Func<double, double> f, double variance, IReadOnlyList<double>? kinks = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        Require.Variance(variance, nameof(variance));
        double[] breaks = kinks is null ? [] : [.. kinks];
        Components value = GaussianQuadrature.Integrate(
            new Function(f), 0, Math.Sqrt(variance), breaks, out Components error);
        return new Expectation(value[0], error[0]);
    }

    readonly struct Function(Func<double, double> f) : IGaussianIntegrand
    {
        public int Count => 1;

        public double Floor(int component) => 0;

        public void Evaluate(ReadOnlySpan<double> u, Span<double> values)
        {
            for (int i = 0; i < u.Length; i++)
                values[i] = f(u[i]);
        }
    }
}
