using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>Copies of matrices with rows and columns exchanged.</summary>
internal static class Transposition
{
    /// <summary>
    /// Side of the squares that are copied one after another, so that both sides stay in the first cache.
    /// </summary>
    const int Side = 32;

    /// <summary>destination[j, i] = source[i, j].</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> does not have the exchanged shape.
    /// </exception>
    public static void TransposeInto<T>(this Matrix<T> source, Matrix<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.Rows != source.Columns || destination.Columns != source.Rows)
        {
            throw new ArgumentException(
                $"destination is [{destination.Rows}, {destination.Columns}]; "
                + $"it must be [{source.Columns}, {source.Rows}].",
                nameof(destination));
        }

        Copy(
            ref source.Start(), source.Stride, source.Rows, source.Columns,
            ref destination.Start(), destination.Stride);
    }

    /// <summary>target[j, i] = source[i, j], both row-major with the given strides.</summary>
    public static void Copy<T>(ref T source, nint stride, int rows, int columns, ref T target, nint targetStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int top = 0; top < rows; top += Side)
        {
            for (int left = 0; left < columns; left += Side)
            {
                TransposeTiles.Run(
                    ref Unsafe.Add(ref source, (top * stride) + left),
                    stride,
                    Math.Min(Side, rows - top),
                    Math.Min(Side, columns - left),
                    ref Unsafe.Add(ref target, (left * targetStride) + top),
                    targetStride);
            }
        }
    }

    /// <summary>A new matrix with rows and columns exchanged.</summary>
    public static Matrix<T> Transposed<T>(this Matrix<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var copy = new Matrix<T>(source.Columns, source.Rows);
        source.TransposeInto(copy);
        return copy;
    }
}
