using System.Numerics;
using System.Runtime.InteropServices;

namespace Kindling.Simd;

/// <summary>Householder eliminations on matrices with contiguous columns, on this machine's register width.</summary>
internal static class Reflections
{
    /// <summary>The smallest multiple of a cache line's elements: kernels take whole cache lines of a column.</summary>
    public static int WholeLines<T>(int rows)
        where T : unmanaged => AlignedArray<T>.RoundUp(rows);

    /// <summary>Takes a block into the triangle above it: [R; B] = Q [R'; 0 | rest].</summary>
    /// <remarks>
    /// The first <paramref name="unknowns"/> columns are eliminated by reflections of (R_ii, B_0i, B_1i, ...), whose
    /// vectors (1, v) leave v in B; further columns are only reflected, and what they leave in B is beyond R's reach.
    /// LAPACK's tpqrt, by four reflections at a time. Any R is allowed, zero at the start.
    /// </remarks>
    /// <param name="triangle">Column j of R at j <paramref name="triangleStride"/>, its first elements used.</param>
    /// <param name="triangleStride">Elements from column to column.</param>
    /// <param name="block">
    /// Column j of B at j <paramref name="blockStride"/>, zero from the last row to the end of its cache line.
    /// </param>
    /// <param name="blockStride">Elements from column to column.</param>
    /// <param name="rows">Rows of B.</param>
    /// <param name="unknowns">Columns to eliminate.</param>
    /// <param name="columns">All columns.</param>
    /// <param name="trapezoid">True if column j of B is zero from row j + 1 on.</param>
    /// <param name="tau">One factor for each unknown, overwritten.</param>
    public static void Eliminate<T>(
        ref T triangle, nint triangleStride, ref T block, nint blockStride,
        int rows, int unknowns, int columns, bool trapezoid, Span<T> tau)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Elimination<T, Lanes512<T>>.Run(
                    ref triangle, triangleStride, ref block, blockStride, rows, unknowns, columns, trapezoid, tau);
                break;
            case SimdLevel.Avx2:
                Elimination<T, Lanes256<T>>.Run(
                    ref triangle, triangleStride, ref block, blockStride, rows, unknowns, columns, trapezoid, tau);
                break;
            default:
                Elimination<T, Lanes128<T>>.Run(
                    ref triangle, triangleStride, ref block, blockStride, rows, unknowns, columns, trapezoid, tau);
                break;
        }
    }

    /// <summary>Applies the reflection of (1, v) to columns (top_j, c_j).</summary>
    /// <remarks>An element of c_j may itself be the top where v is zero.</remarks>
    public static void Reflect<T>(
        ref T v, T tau, ref T c, nint stride, int length, ref T top, nint topStride, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Elimination<T, Lanes512<T>>.Reflect(ref v, tau, ref c, stride, length, ref top, topStride, columns);
                break;
            case SimdLevel.Avx2:
                Elimination<T, Lanes256<T>>.Reflect(ref v, tau, ref c, stride, length, ref top, topStride, columns);
                break;
            default:
                Elimination<T, Lanes128<T>>.Reflect(ref v, tau, ref c, stride, length, ref top, topStride, columns);
                break;
        }
    }

    /// <summary>c_j -= sum_i s[4 j + i] v_i for four vectors and up to four columns.</summary>
    public static void Subtract<T>(ref T v, nint vStride, ref T c, nint stride, int columns, int length, Span<T> s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T scales = ref MemoryMarshal.GetReference(s);
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Elimination<T, Lanes512<T>>.Subtract(ref v, vStride, 4, ref c, stride, columns, length, ref scales);
                break;
            case SimdLevel.Avx2:
                Elimination<T, Lanes256<T>>.Subtract(ref v, vStride, 4, ref c, stride, columns, length, ref scales);
                break;
            default:
                Elimination<T, Lanes128<T>>.Subtract(ref v, vStride, 4, ref c, stride, columns, length, ref scales);
                break;
        }
    }
}
