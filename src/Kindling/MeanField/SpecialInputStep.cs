using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.MeanField;

/// <summary>What one layer's step of <see cref="RandomAsymmetricPath"/> takes from Sobol' points.</summary>
/// <param name="From">Whose signal each point takes: a permutation.</param>
/// <param name="X">A standard normal number for each point.</param>
/// <param name="Y">Another one.</param>
/// <param name="Uniform">A number in [0, 1) for each point.</param>
sealed record SpecialInputStep(int[] From, double[] X, double[] Y, double[] Uniform)
{
    /// <summary>Points lie in as many strips as each strip has points.</summary>
    internal const int Strips = 128;

    /// <summary>How many points there are.</summary>
    internal const int Points = Strips * Strips;

    /// <summary>Copies with other bits flipped, used in turn.</summary>
    const int Copies = 16;

    static readonly Lazy<SpecialInputStep>[] s_copies =
        [.. Enumerable.Range(1, Copies).Select(i => new Lazy<SpecialInputStep>(() => Create(i)))];

    /// <summary>The step of a layer, counted from 0.</summary>
    internal static SpecialInputStep OfLayer(int layer) => s_copies[layer % Copies].Value;

    /// <summary>Two normal numbers of two uniform ones in [0, 1) (Box and Muller 1958).</summary>
    internal static (double X, double Y) Normals(double u, double v)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - u)); // 1 - u is above 0.
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * v);
        return (radius * cosine, radius * sine);
    }

    static SpecialInputStep Create(int index)
    {
        Matrix<double> points = LowDiscrepancy.Sobol<double>(
            Points, 5, RandomStream.Create((ulong)index, "special inputs / layer"));
        var step = new SpecialInputStep(new int[Points], new double[Points], new double[Points], new double[Points]);
        for (int i = 0; i < Points; i++)
        {
            Span<double> v = points.Row(i);
            step.From[i] = ((int)(v[0] * Strips) * Strips) + (int)(v[1] * Strips); // Each once: a (0, 2)-net.
            (step.X[i], step.Y[i]) = Normals(v[2], v[3]);
            step.Uniform[i] = v[4];
        }

        return step;
    }
}
