using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Products with very few columns, as dot products along the rows: read-outs of one to a few units.</summary>
internal static class RowDots
{
    /// <summary>
    /// Whether dot products are faster than register tiles: the lanes of a tile would be mostly padding, but a dot
    /// product ends with a sum over lanes.
    /// </summary>
    public static bool Pays(int inner, int columns) => columns <= 4 && inner > 8 * columns;

    /// <summary>c[i, o] = a_i · w_o + bias[o].</summary>
    /// <param name="a">Rows padded to whole registers; the padding is finite.</param>
    /// <param name="aStride">Elements from row to row of A.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="inner">Elements of a row that count.</param>
    /// <param name="w">One row for each column of C, padded with zeros to <paramref name="wStride"/>.</param>
    /// <param name="wStride">Elements from row to row of W: whole registers.</param>
    /// <param name="bias">One a column.</param>
    /// <param name="c">Overwritten.</param>
    /// <param name="cStride">Elements from row to row of C.</param>
    public static void Run<T>(
        ref T a, nint aStride, int rows, int inner, ref T w, nint wStride, ReadOnlySpan<T> bias, ref T c, nint cStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.For(inner * Unsafe.SizeOf<T>()))
        {
            case SimdLevel.Avx512:
                Run<T, Lanes512<T>>(ref a, aStride, rows, inner, ref w, wStride, bias, ref c, cStride);
                break;
            case SimdLevel.Avx2:
                Run<T, Lanes256<T>>(ref a, aStride, rows, inner, ref w, wStride, bias, ref c, cStride);
                break;
            default:
                Run<T, Lanes128<T>>(ref a, aStride, rows, inner, ref w, wStride, bias, ref c, cStride);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, V>(
        ref T a, nint aStride, int rows, int inner, ref T w, nint wStride, ReadOnlySpan<T> bias, ref T c, nint cStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        for (int o = 0; o < bias.Length; o++)
        {
            ref T weights = ref Unsafe.Add(ref w, o * wStride);
            for (int i = 0; i < rows; i++)
            {
                ref T row = ref Unsafe.Add(ref a, i * aStride);
                V even = V.Zero, odd = V.Zero;
                int k = 0;
                for (; k + (2 * V.Count) <= inner; k += 2 * V.Count)
                {
                    even = V.MulAdd(V.Load(in row, (nuint)k), V.Load(in weights, (nuint)k), even);
                    odd = V.MulAdd(V.Load(in row, (nuint)(k + V.Count)), V.Load(in weights, (nuint)(k + V.Count)), odd);
                }

                for (; k < inner; k += V.Count)
                    even = V.MulAdd(V.Load(in row, (nuint)k), V.Load(in weights, (nuint)k), even);
                Unsafe.Add(ref c, (i * cStride) + o) = V.Sum(even + odd) + bias[o];
            }
        }
    }
}
