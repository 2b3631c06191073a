using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>Writes the transpose of a row-major matrix, in register tiles where the machine has them.</summary>
internal static class TransposeTiles
{
    /// <summary>target[k, j] = source[j, k].</summary>
    /// <param name="source">[rows, columns], <paramref name="stride"/> elements from row to row.</param>
    /// <param name="stride">Of the source.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">[columns, rows], <paramref name="targetStride"/> elements from row to row.</param>
    /// <param name="targetStride">Of the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(ref T source, nint stride, int rows, int columns, ref T target, nint targetStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int done = 0;
        if (Avx.IsSupported && Unsafe.SizeOf<T>() == sizeof(float))
        {
            for (; done + 8 <= rows; done += 8)
            {
                ref float from = ref Unsafe.As<T, float>(ref Unsafe.Add(ref source, done * stride));
                ref float to = ref Unsafe.As<T, float>(ref Unsafe.Add(ref target, done));
                int k = 0;
                for (; k + 8 <= columns; k += 8)
                    Eight(ref Unsafe.Add(ref from, k), stride, ref Unsafe.Add(ref to, k * targetStride), targetStride);
                Plain(ref source, stride, done, done + 8, k, columns, ref target, targetStride);
            }
        }
        else if (Avx.IsSupported)
        {
            for (; done + 4 <= rows; done += 4)
            {
                ref double from = ref Unsafe.As<T, double>(ref Unsafe.Add(ref source, done * stride));
                ref double to = ref Unsafe.As<T, double>(ref Unsafe.Add(ref target, done));
                int k = 0;
                for (; k + 4 <= columns; k += 4)
                    Four(ref Unsafe.Add(ref from, k), stride, ref Unsafe.Add(ref to, k * targetStride), targetStride);
                Plain(ref source, stride, done, done + 4, k, columns, ref target, targetStride);
            }
        }

        Plain(ref source, stride, done, rows, 0, columns, ref target, targetStride);
    }

    static void Plain<T>(
        ref T source, nint stride, int firstRow, int lastRow, int firstColumn, int lastColumn,
        ref T target, nint targetStride)
        where T : unmanaged
    {
        for (int j = firstRow; j < lastRow; j++)
        {
            for (int k = firstColumn; k < lastColumn; k++)
                Unsafe.Add(ref target, (k * targetStride) + j) = Unsafe.Add(ref source, (j * stride) + k);
        }
    }

    /// <summary>8 x 8 floats: pairs, then fours, then halves are exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Eight(ref float source, nint stride, ref float target, nint targetStride)
    {
        Vector256<float> a = Row(ref source, stride, 0), b = Row(ref source, stride, 1);
        Vector256<float> c = Row(ref source, stride, 2), d = Row(ref source, stride, 3);
        Vector256<float> e = Row(ref source, stride, 4), f = Row(ref source, stride, 5);
        Vector256<float> g = Row(ref source, stride, 6), h = Row(ref source, stride, 7);
        Vector256<float> ab = Avx.UnpackLow(a, b), ab2 = Avx.UnpackHigh(a, b);
        Vector256<float> cd = Avx.UnpackLow(c, d), cd2 = Avx.UnpackHigh(c, d);
        Vector256<float> ef = Avx.UnpackLow(e, f), ef2 = Avx.UnpackHigh(e, f);
        Vector256<float> gh = Avx.UnpackLow(g, h), gh2 = Avx.UnpackHigh(g, h);
        Vector256<float> p0 = Avx.Shuffle(ab, cd, 0x44), p1 = Avx.Shuffle(ab, cd, 0xEE);
        Vector256<float> p2 = Avx.Shuffle(ab2, cd2, 0x44), p3 = Avx.Shuffle(ab2, cd2, 0xEE);
        Vector256<float> q0 = Avx.Shuffle(ef, gh, 0x44), q1 = Avx.Shuffle(ef, gh, 0xEE);
        Vector256<float> q2 = Avx.Shuffle(ef2, gh2, 0x44), q3 = Avx.Shuffle(ef2, gh2, 0xEE);
        Put(Avx.Permute2x128(p0, q0, 0x20), ref target, targetStride, 0);
        Put(Avx.Permute2x128(p1, q1, 0x20), ref target, targetStride, 1);
        Put(Avx.Permute2x128(p2, q2, 0x20), ref target, targetStride, 2);
        Put(Avx.Permute2x128(p3, q3, 0x20), ref target, targetStride, 3);
        Put(Avx.Permute2x128(p0, q0, 0x31), ref target, targetStride, 4);
        Put(Avx.Permute2x128(p1, q1, 0x31), ref target, targetStride, 5);
        Put(Avx.Permute2x128(p2, q2, 0x31), ref target, targetStride, 6);
        Put(Avx.Permute2x128(p3, q3, 0x31), ref target, targetStride, 7);
    }

    /// <summary>4 x 4 doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Four(ref double source, nint stride, ref double target, nint targetStride)
    {
        Vector256<double> a = Vector256.LoadUnsafe(ref source);
        Vector256<double> b = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, stride));
        Vector256<double> c = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 2 * stride));
        Vector256<double> d = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 3 * stride));
        Vector256<double> ab = Avx.UnpackLow(a, b), ab2 = Avx.UnpackHigh(a, b);
        Vector256<double> cd = Avx.UnpackLow(c, d), cd2 = Avx.UnpackHigh(c, d);
        Avx.Permute2x128(ab, cd, 0x20).StoreUnsafe(ref target);
        Avx.Permute2x128(ab2, cd2, 0x20).StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
        Avx.Permute2x128(ab, cd, 0x31).StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
        Avx.Permute2x128(ab2, cd2, 0x31).StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Row(ref float source, nint stride, int row) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref source, row * stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(Vector256<float> row, ref float target, nint stride, int at) =>
        row.StoreUnsafe(ref Unsafe.Add(ref target, at * stride));
}
