using System.Numerics;

namespace Kindling.LinearAlgebra;

/// <summary>Minimum-norm least squares: x = argmin |A x - b|, and of all such x the shortest.</summary>
/// <remarks>
/// Complete orthogonal decomposition, as LAPACK's gelsy: A P = Q [R 0; 0 0] Zᵀ from <see cref="PivotedQr{T}"/> and,
/// where the rank is short, a QR factorization of the leading rows' transpose. The threshold decides what counts as
/// zero: where features nearly coincide it changes the solution, so it is an option of every caller. Factor once,
/// solve many times.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LeastSquares<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly PivotedQr<T> _qr;
    readonly Matrix<T> _triangle;
    readonly HouseholderQr<T>? _rows;

    LeastSquares(Matrix<T> a, double? threshold, int threads)
    {
        _qr = PivotedQr<T>.Factor(a, threshold, threads);
        int rank = _qr.Rank;
        Matrix<T> r = _qr.R();
        if (rank < _qr.Columns && rank > 0)
        {
            var leading = new Matrix<T>(rank, _qr.Columns);
            for (int i = 0; i < rank; i++)
                r.Row(i).CopyTo(leading.Row(i));
            _rows = HouseholderQr<T>.FactorTransposedInPlace(leading);
            r = _rows.R();
        }

        _triangle = new Matrix<T>(rank, rank);
        for (int i = 0; i < rank; i++)
            r.Row(i)[..rank].CopyTo(_triangle.Row(i));
        Status = !IsFinite(a) ? SolveStatus.NonFinite
            : rank < Math.Min(a.Rows, a.Columns) ? SolveStatus.RankDeficient : SolveStatus.Solved;
    }

    /// <summary>Solved, RankDeficient (rank below the shorter side of A) or NonFinite.</summary>
    public SolveStatus Status { get; }

    /// <summary>The numerical rank of A.</summary>
    public int Rank => _qr.Rank;

    /// <summary>Estimated condition number of the part of A that counts.</summary>
    public double ConditionEstimate => _qr.ConditionEstimate;

    /// <summary>What counted as zero, relative to the largest singular value.</summary>
    public double Threshold => _qr.Threshold;

    /// <summary>Factors A [m, n], of any shape.</summary>
    /// <param name="a">Features: one row a sample.</param>
    /// <param name="threshold">In [0, 1); null for max(m, n) times the rounding unit.</param>
    /// <param name="threads">How many threads share the products; the result does not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The threshold is outside [0, 1), or there is no thread.
    /// </exception>
    public static LeastSquares<T> Factor(Matrix<T> a, double? threshold = null, int threads = 1) =>
        new(a, threshold, threads);

    /// <summary>Factors and solves in one call.</summary>
    /// <inheritdoc cref="Factor"/>
    public static LeastSquaresSolution<T> Solve(Matrix<T> a, Matrix<T> b, double? threshold = null, int threads = 1) =>
        Factor(a, threshold, threads).Solve(b);

    /// <summary>Solves for any number of right-hand sides.</summary>
    /// <param name="b">[m, outputs], left as it is.</param>
    /// <returns>The solution [n, outputs]; zeros where the status is NonFinite.</returns>
    /// <exception cref="ArgumentException">B does not have m rows.</exception>
    public LeastSquaresSolution<T> Solve(Matrix<T> b)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rows != _qr.Rows)
            throw new ArgumentException($"b has {b.Rows} rows; the matrix has {_qr.Rows}.", nameof(b));
        var x = new Matrix<T>(_qr.Columns, b.Columns);
        double[] residuals = new double[b.Columns];
        if (Status == SolveStatus.NonFinite || !IsFinite(b))
        {
            Array.Fill(residuals, double.NaN);
            return new(x, SolveStatus.NonFinite, Rank, ConditionEstimate, residuals);
        }

        Matrix<T> rows = b.Transposed();
        _qr.ApplyQTransposedToRows(rows);
        for (int k = 0; k < rows.Rows; k++)
            residuals[k] = Householder.Norm<T>(rows.Row(k)[Rank..]);
        if (Rank > 0)
            BackSubstitute(rows, x);
        return IsFinite(x)
            ? new(x, Status, Rank, ConditionEstimate, residuals)
            : new(new Matrix<T>(x.Rows, x.Columns), SolveStatus.NonFinite, Rank, ConditionEstimate, residuals);
    }

    /// <summary>
    /// x = P Z [R⁻¹ c; 0] (full column rank: Z = I; else R is the transposed triangle of Zᵀ's factorization).
    /// </summary>
    void BackSubstitute(Matrix<T> rows, Matrix<T> x)
    {
        var c = new Matrix<T>(Rank, rows.Rows);
        for (int i = 0; i < Rank; i++)
        {
            for (int k = 0; k < rows.Rows; k++)
                c[i, k] = rows[k, i];
        }

        if (_rows is null)
            TriangularSolver.SolveUpper(_triangle, c);
        else
            TriangularSolver.SolveUpperTransposed(_triangle, c);
        var solutions = new Matrix<T>(rows.Rows, _qr.Columns);
        for (int i = 0; i < Rank; i++)
        {
            for (int k = 0; k < rows.Rows; k++)
                solutions[k, i] = c[i, k];
        }

        _rows?.ApplyQToRows(solutions);
        ReadOnlySpan<int> permutation = _qr.Permutation;
        for (int j = 0; j < permutation.Length; j++)
        {
            for (int k = 0; k < solutions.Rows; k++)
                x[permutation[j], k] = solutions[k, j];
        }
    }

    static bool IsFinite(Matrix<T> a)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            foreach (T value in a.Row(i))
            {
                if (!T.IsFinite(value))
                    return false;
            }
        }

        return true;
    }
}

/// <summary>A least-squares solution and whether to trust it.</summary>
/// <param name="X">The minimum-norm solution [n, outputs].</param>
/// <param name="Status">Solved, RankDeficient or NonFinite.</param>
/// <param name="Rank">The numerical rank.</param>
/// <param name="ConditionEstimate">Estimated condition number of the part of A that counts.</param>
/// <param name="ResidualNorms">|A x - b| of each output.</param>
public sealed record LeastSquaresSolution<T>(
    Matrix<T> X, SolveStatus Status, int Rank, double ConditionEstimate, double[] ResidualNorms)
    where T : unmanaged, IFloatingPointIeee754<T>;
