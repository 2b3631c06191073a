using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Sums along the rows of a row-major matrix: the gradient of biases where a row is a unit.</summary>
internal static class RowSums
{
    /// <summary>target[i] = scale sum_j source[i, j].</summary>
    /// <remarks>Rows must be padded to whole registers; the padding does not count.</remarks>
    public static void Run<T>(ref T source, nint stride, int columns, Span<T> target, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Run<T, Lanes512<T>>(ref source, stride, columns, target, scale);
                break;
            case SimdLevel.Avx2:
                Run<T, Lanes256<T>>(ref source, stride, columns, target, scale);
                break;
            default:
                Run<T, Lanes128<T>>(ref source, stride, columns, target, scale);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, V>(ref T source, nint stride, int columns, Span<T> target, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        int whole = columns / V.Count * V.Count;
        V rest = V.LessThan(V.Indices, V.Constant(columns - whole));
        for (int i = 0; i < target.Length; i++, source = ref Unsafe.Add(ref source, stride))
        {
            V sum = V.Zero;
            for (int j = 0; j < whole; j += V.Count)
                sum += V.Load(in source, (nuint)j);
            if (whole < columns)
                sum += V.Select(rest, V.Load(in source, (nuint)whole), V.Zero);
            target[i] = scale * V.Sum(sum);
        }
    }
}
