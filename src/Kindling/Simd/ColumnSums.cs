using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Sums down the columns of a row-major matrix: the gradient of biases.</summary>
internal static class ColumnSums
{
    /// <summary>target[j] = scale sum_i source[i, j], or += it.</summary>
    /// <remarks>Rows must be padded to whole registers; the target is not.</remarks>
    public static void Run<T>(ref T source, nint stride, int rows, Span<T> target, T scale, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Run<T, Lanes512<T>>(ref source, stride, rows, target, scale, accumulate);
                break;
            case SimdLevel.Avx2:
                Run<T, Lanes256<T>>(ref source, stride, rows, target, scale, accumulate);
                break;
            default:
                Run<T, Lanes128<T>>(ref source, stride, rows, target, scale, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, V>(ref T source, nint stride, int rows, Span<T> target, T scale, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        Span<T> lanes = stackalloc T[V.Count];
        for (int j = 0; j < target.Length; j += V.Count)
        {
            // Four interleaved sums: one would wait for itself.
            V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
            ref T at = ref Unsafe.Add(ref source, j);
            int i = 0;
            for (; i + 4 <= rows; i += 4)
            {
                a += V.Load(in at, 0);
                b += V.Load(in Unsafe.Add(ref at, stride), 0);
                c += V.Load(in Unsafe.Add(ref at, 2 * stride), 0);
                d += V.Load(in Unsafe.Add(ref at, 3 * stride), 0);
                at = ref Unsafe.Add(ref at, 4 * stride);
            }

            for (; i < rows; i++, at = ref Unsafe.Add(ref at, stride))
                a += V.Load(in at, 0);
            V.Store((a + b + (c + d)) * V.Broadcast(scale), ref lanes[0], 0);
            int count = Math.Min(V.Count, target.Length - j);
            for (int lane = 0; lane < count; lane++)
                target[j + lane] = accumulate ? target[j + lane] + lanes[lane] : lanes[lane];
        }
    }
}
