using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindling.MeanField;

/// <summary>Several functions of u, integrated together because they share their samples.</summary>
interface IGaussianIntegrand
{
    /// <summary>How many functions, at most <see cref="Components.Limit"/>.</summary>
    int Count { get; }

    /// <summary>
    /// The size of function c below which its integral is rounding noise: added to the integral of |f| in tolerances.
    /// </summary>
    double Floor(int component);

    /// <summary>Function c at u[i] goes to values[c * u.Length + i].</summary>
    void Evaluate(ReadOnlySpan<double> u, Span<double> values);
}

/// <summary>One number for each function of an integrand.</summary>
[InlineArray(Limit)]
struct Components
{
    /// <summary>The most functions an integrand may have.</summary>
    internal const int Limit = 6;

    double _first;
}

/// <summary>
/// E[f(u)] for u normal with given mean and deviation: adaptive Gauss-Kronrod panels in z = (u - mean) / deviation.
/// </summary>
/// <remarks>
/// Panels start at the kinks of f, around u = 0 at the scale on which activations bend (1.5 and 5), and at |z| = 4
/// and 9; a panel is halved until its error estimate is below the tolerance. Beyond |z| = 9 the density is below
/// 1e-18. Gauss-Hermite rules are not used: at a kink they converge only like a power of the number of nodes, and
/// for tanh of a wide normal slowly, while panels keep their order in both cases.
/// </remarks>
static class GaussianQuadrature
{
    /// <summary>The error asked of one panel, relative to the integral of |f|.</summary>
    internal const double DefaultTolerance = 1e-13;

    const double Range = 9;
    const int MaxPanels = 4000;
    const double NarrowestPanel = 1e-9;
    static readonly double[] BendScales = [-5, -1.5, 0, 1.5, 5];
    static readonly double[] DensityScales = [-Range, -4, 0, 4, Range];

    /// <summary>Integrates all functions.</summary>
    /// <param name="integrand">The functions.</param>
    /// <param name="mean">Mean of u.</param>
    /// <param name="deviation">Standard deviation of u, 0 or more.</param>
    /// <param name="kinks">Values of u at which the functions or their derivatives jump.</param>
    /// <param name="errors">The estimated absolute errors.</param>
    /// <param name="tolerance">Of one panel, relative to the integral of |f| plus the floor.</param>
    /// <returns>The expectations.</returns>
    internal static Components Integrate<TIntegrand>(
        TIntegrand integrand,
        double mean,
        double deviation,
        ReadOnlySpan<double> kinks,
        out Components errors,
        double tolerance = DefaultTolerance)
        where TIntegrand : IGaussianIntegrand
    {
        errors = default;
        Components sums = default;
        if (deviation == 0)
        {
            integrand.Evaluate([mean], ((Span<double>)sums)[..integrand.Count]);
            return sums;
        }

        Span<double> breaks = stackalloc double[kinks.Length + BendScales.Length + DensityScales.Length];
        breaks = breaks[..Breaks(mean, deviation, kinks, breaks)];

        // First round: every panel once, to know the sizes that the tolerances refer to.
        var panels = new List<Panel>(2 * breaks.Length);
        Evaluate(integrand, mean, deviation, breaks, panels);
        Components sizes = default;
        for (int c = 0; c < integrand.Count; c++)
        {
            sizes[c] = integrand.Floor(c);
            foreach (ref readonly Panel panel in CollectionsMarshal.AsSpan(panels))
                sizes[c] += panel.Sizes[c];
        }

        for (int i = 0; i < panels.Count; i++)
        {
            Panel panel = panels[i];
            if (IsGood(panel, sizes, integrand.Count, tolerance) || panels.Count > MaxPanels)
            {
                for (int c = 0; c < integrand.Count; c++)
                {
                    sums[c] += panel.Values[c];
                    errors[c] += panel.Errors[c];
                }

                continue;
            }

            Evaluate(integrand, mean, deviation, [panel.From, 0.5 * (panel.From + panel.To), panel.To], panels);
        }

        return sums;
    }

    static int Breaks(double mean, double deviation, ReadOnlySpan<double> kinks, Span<double> breaks)
    {
        int count = 0;
        foreach (double kink in kinks)
            AddInside(breaks, ref count, (kink - mean) / deviation);
        foreach (double z in DensityScales)
            AddInside(breaks, ref count, z);
        if (deviation > 0.25) // Narrower normals do not see the bends.
        {
            foreach (double u in BendScales)
                AddInside(breaks, ref count, (u - mean) / deviation);
        }

        breaks[..count].Sort();
        int kept = 1;
        for (int i = 1; i < count; i++)
        {
            if (breaks[i] != breaks[kept - 1])
                breaks[kept++] = breaks[i];
        }

        return kept;
    }

    static void AddInside(Span<double> breaks, ref int count, double z)
    {
        if (Math.Abs(z) <= Range)
            breaks[count++] = z;
    }

    static bool IsGood(in Panel panel, in Components sizes, int count, double tolerance)
    {
        if (panel.To - panel.From < NarrowestPanel)
            return true;
        for (int c = 0; c < count; c++)
        {
            if (panel.Errors[c] > tolerance * sizes[c])
                return false;
        }

        return true;
    }

    /// <summary>
    /// Adds the panels between neighboring ends; the functions are sampled in all of them at once.
    /// </summary>
    static void Evaluate<TIntegrand>(
        TIntegrand integrand, double mean, double deviation, ReadOnlySpan<double> ends, List<Panel> panels)
        where TIntegrand : IGaussianIntegrand
    {
        const int N = GaussKronrod.Count;
        int total = N * (ends.Length - 1);
        Span<double> u = stackalloc double[total];
        Span<double> density = stackalloc double[total];
        for (int p = 0; p + 1 < ends.Length; p++)
        {
            double center = 0.5 * (ends[p] + ends[p + 1]);
            double half = 0.5 * (ends[p + 1] - ends[p]);
            for (int i = 0; i < N; i++)
            {
                double z = center + (half * GaussKronrod.Nodes[i]);
                u[(p * N) + i] = mean + (deviation * z);
                density[(p * N) + i] = -0.5 * z * z;
            }
        }

        TensorPrimitives.Exp(density, density);
        Span<double> values = stackalloc double[total * integrand.Count];
        integrand.Evaluate(u, values);
        Span<double> gauss = stackalloc double[N];
        for (int p = 0; p + 1 < ends.Length; p++)
        {
            var panel = new Panel { From = ends[p], To = ends[p + 1] };
            Span<double> weights = density.Slice(p * N, N);
            TensorPrimitives.Multiply(weights, 0.5 * (panel.To - panel.From) / Math.Sqrt(2 * Math.PI), weights);
            TensorPrimitives.Multiply(weights, GaussKronrod.GaussWeights, gauss);
            TensorPrimitives.Multiply(weights, GaussKronrod.KronrodWeights, weights);
            for (int c = 0; c < integrand.Count; c++)
                panel.Reduce(c, values.Slice((c * total) + (p * N), N), weights, gauss);
            panels.Add(panel);
        }
    }

    struct Panel
    {
        internal double From;
        internal double To;
        internal Components Values;
        internal Components Errors;
        internal Components Sizes;

        /// <summary>Kronrod sum, and QUADPACK's error estimate from its difference to the Gauss sum.</summary>
        internal void Reduce(
            int component,
            ReadOnlySpan<double> f,
            ReadOnlySpan<double> kronrodWeights,
            ReadOnlySpan<double> gaussWeights)
        {
            double kronrod = 0;
            double gauss = 0;
            double size = 0;
            for (int i = 0; i < f.Length; i++)
            {
                double term = kronrodWeights[i] * f[i];
                kronrod += term;
                gauss += gaussWeights[i] * f[i];
                size += Math.Abs(term);
            }

            double difference = Math.Abs(kronrod - gauss);
            double scaled = size == 0 ? 0 : 200 * difference / size;
            double estimate = scaled < 1 ? size * scaled * Math.Sqrt(scaled) : difference;
            Values[component] = kronrod;
            Errors[component] = Math.Max(estimate, size * 1e-16);
            Sizes[component] = size;
        }
    }
}
