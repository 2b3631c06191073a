using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>A = L Lᵀ of a symmetric positive definite matrix, L lower triangular.</summary>
/// <remarks>
/// Blocked by columns; cost n³ / 3 operations. Only the lower triangle of A is read. Failure is a value:
/// <see cref="Status"/> says it, and <see cref="FailedColumn"/> where.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Cholesky<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockSize = 32;

    Cholesky(Matrix<T> a, double jitter, WorkSharing? sharing)
    {
        Lower = new Matrix<T>(a.Rows, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            a.Row(i)[..(i + 1)].CopyTo(Lower.Row(i));
            Lower[i, i] += T.CreateTruncating(jitter);
        }

        FailedColumn = Run(new MatrixProduct<T>(sharing));
        if (FailedColumn >= 0)
        {
            Status = T.IsFinite(Lower[FailedColumn, FailedColumn])
                ? SolveStatus.NotPositiveDefinite
                : SolveStatus.NonFinite;
            return;
        }

        ClearUpper();
    }

    /// <summary>L [n, n], zero above the diagonal; of no use unless <see cref="Status"/> is Solved.</summary>
    public Matrix<T> Lower { get; }

    /// <summary>Solved, NotPositiveDefinite or NonFinite.</summary>
    public SolveStatus Status { get; }

    /// <summary>The first column with a pivot that is not positive, or -1.</summary>
    public int FailedColumn { get; }

    /// <summary>ln det A = 2 sum ln L_ii.</summary>
    /// <exception cref="InvalidOperationException">The factorization failed.</exception>
    public double LogDeterminant
    {
        get
        {
            RequireSolved();
            double sum = 0;
            for (int i = 0; i < Lower.Rows; i++)
                sum += Math.Log(double.CreateTruncating(Lower[i, i]));
            return 2 * sum;
        }
    }

    /// <summary>Factors A + jitter I; A is left as it is.</summary>
    /// <param name="a">[n, n]; the lower triangle is read.</param>
    /// <param name="jitter">Added to the diagonal; finite.</param>
    /// <param name="threads">How many threads share the products; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">A is not square, or the jitter is not finite.</exception>
    public static Cholesky<T> Factor(Matrix<T> a, double jitter = 0, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (a.Rows != a.Columns)
            throw new ArgumentException($"a is [{a.Rows}, {a.Columns}]; it must be square.", nameof(a));
        if (!double.IsFinite(jitter))
            throw new ArgumentException($"jitter is {jitter}; it must be finite.", nameof(jitter));
        using WorkSharing? sharing = threads > 1 ? new WorkSharing(threads) : null;
        return new Cholesky<T>(a, jitter, sharing);
    }

    /// <summary>B = A⁻¹ B.</summary>
    /// <param name="b">[n, any], overwritten.</param>
    /// <exception cref="InvalidOperationException">The factorization failed.</exception>
    /// <exception cref="ArgumentException">B does not have n rows.</exception>
    public void SolveInPlace(Matrix<T> b)
    {
        RequireSolved();
        TriangularSolver.SolveLower(Lower, b);
        TriangularSolver.SolveLowerTransposed(Lower, b);
    }

    void RequireSolved()
    {
        if (Status != SolveStatus.Solved)
        {
            throw new InvalidOperationException(
                $"the matrix is not positive definite (pivot {FailedColumn} of {Lower.Rows}): "
                + "add a jitter to its diagonal.");
        }
    }

    /// <summary>
    /// Column block by column block: minus what the columns before give, then the block's own factor.
    /// </summary>
    int Run(MatrixProduct<T> product)
    {
        int n = Lower.Rows;
        for (int first = 0; first < n; first += BlockSize)
        {
            int count = Math.Min(BlockSize, n - first);
            if (first > 0)
            {
                product.Multiply(
                    new MatrixBlock<T>(Lower, first, 0, n - first, first),
                    new MatrixBlock<T>(Lower, first, 0, count, first).Transpose,
                    new MatrixBlock<T>(Lower, first, first, n - first, count), T.NegativeOne, accumulate: true);
            }

            for (int i = first; i < n; i++)
            {
                if (!FactorRow(i, first, Math.Min(i, first + count - 1)))
                    return i;
            }
        }

        return -1;
    }

    /// <summary>Elements [first, last] of row i, given the rows of the block above it.</summary>
    bool FactorRow(int i, int first, int last)
    {
        Span<T> row = Lower.Row(i);
        for (int j = first; j <= last; j++)
        {
            ReadOnlySpan<T> above = Lower.Row(j);
            T value = row[j] - TensorPrimitives.Dot<T>(row[first..j], above[first..j]);
            if (i == j)
            {
                row[j] = value;
                if (!(value > T.Zero) || !T.IsFinite(value))
                    return false;
                value = T.Sqrt(value);
            }
            else
            {
                value /= above[j];
            }

            row[j] = value;
        }

        return true;
    }

    void ClearUpper()
    {
        for (int i = 0; i < Lower.Rows; i++)
            Lower.Row(i)[(i + 1)..].Clear();
    }
}
