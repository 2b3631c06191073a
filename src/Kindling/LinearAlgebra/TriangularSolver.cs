using System.Numerics;
using System.Numerics.Tensors;

namespace Kindling.LinearAlgebra;

/// <summary>Solves triangular systems with any number of right-hand sides, in place.</summary>
/// <remarks>
/// Only the named triangle of the matrix is read. Blocks of rows take the others' part by matrix products. Each
/// method takes B [n, any] and overwrites it with the solution; a zero on the diagonal is refused.
/// </remarks>
public static class TriangularSolver
{
    const int BlockSize = 32;

    /// <summary>B = L⁻¹ B, L the lower triangle of <paramref name="l"/> [n, n].</summary>
    /// <exception cref="ArgumentException">The shapes do not match, or a diagonal element is zero.</exception>
    public static void SolveLower<T>(Matrix<T> l, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Solve(l, b, transposed: false, forward: true);

    /// <summary>B = L⁻ᵀ B, L the lower triangle of <paramref name="l"/> [n, n].</summary>
    /// <inheritdoc cref="SolveLower"/>
    public static void SolveLowerTransposed<T>(Matrix<T> l, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Solve(l, b, transposed: true, forward: false);

    /// <summary>B = R⁻¹ B, R the upper triangle of <paramref name="r"/> [n, n].</summary>
    /// <inheritdoc cref="SolveLower"/>
    public static void SolveUpper<T>(Matrix<T> r, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Solve(r, b, transposed: false, forward: false);

    /// <summary>B = R⁻ᵀ B, R the upper triangle of <paramref name="r"/> [n, n].</summary>
    /// <inheritdoc cref="SolveLower"/>
    public static void SolveUpperTransposed<T>(Matrix<T> r, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Solve(r, b, transposed: true, forward: true);

    /// <summary>
    /// Solves op(A) X = B, where op(A) is lower triangular if <paramref name="forward"/>, else upper.
    /// </summary>
    static void Solve<T>(Matrix<T> a, Matrix<T> b, bool transposed, bool forward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(a, b);
        int n = a.Rows, blocks = (n + BlockSize - 1) / BlockSize;
        var product = new MatrixProduct<T>();
        for (int step = 0; step < blocks; step++)
        {
            int first = (forward ? step : blocks - 1 - step) * BlockSize, count = Math.Min(BlockSize, n - first);
            int begin = forward ? 0 : first + count, others = forward ? first : n - begin;
            if (others > 0)
            {
                MatrixBlock<T> known = transposed
                    ? new MatrixBlock<T>(a, begin, first, others, count).Transpose
                    : new MatrixBlock<T>(a, first, begin, count, others);
                product.Multiply(
                    known, new MatrixBlock<T>(b, begin, 0, others, b.Columns),
                    new MatrixBlock<T>(b, first, 0, count, b.Columns), T.NegativeOne, accumulate: true);
            }

            SolveBlock(a, b, first, count, transposed, forward);
        }
    }

    static void SolveBlock<T>(Matrix<T> a, Matrix<T> b, int first, int count, bool transposed, bool forward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int step = 0; step < count; step++)
        {
            int i = forward ? first + step : first + count - 1 - step;
            Span<T> row = b.Row(i);
            for (int earlier = 0; earlier < step; earlier++)
            {
                int k = forward ? first + earlier : first + count - 1 - earlier;
                T weight = transposed ? a[k, i] : a[i, k];
                TensorPrimitives.MultiplyAdd(b.Row(k), -weight, row, row);
            }

            TensorPrimitives.Divide(row, a[i, i], row);
        }
    }

    static void Require<T>(Matrix<T> a, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Rows != a.Columns || b.Rows != a.Rows)
        {
            throw new ArgumentException(
                $"the triangle is [{a.Rows}, {a.Columns}] and b is [{b.Rows}, {b.Columns}]; "
                + "they must be [n, n] and [n, any].",
                nameof(b));
        }

        for (int i = 0; i < a.Rows; i++)
        {
            if (a[i, i] == T.Zero)
                throw new ArgumentException($"the triangle is singular: diagonal element {i} is 0.", nameof(a));
        }
    }
}
