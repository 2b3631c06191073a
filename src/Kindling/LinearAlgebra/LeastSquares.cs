using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>Minimum-norm least squares: X = argmin |A X - B|² (+ ridge |X|²), and of all such X the shortest.</summary>
/// <remarks>
/// For tall systems that are solved again and again: rows are set from anywhere, in any order, then
/// <see cref="Solve()"/> reduces [A | B] to a triangle (<see cref="TallQr{T}"/>) and solves. The rank is that of
/// LAPACK's gelsy: the largest leading triangle of the factorization with column pivoting whose estimated condition
/// number is below 1 / threshold; what is beyond it counts as zero, and the complete orthogonal decomposition gives the
/// shortest solution. Where the unpivoted triangle is proven to be far from singular (<see cref="InverseBound"/>),
/// pivoting would find full rank too, and is left out: the solution is the same to rounding. The threshold decides what
/// counts as zero: where features nearly coincide it changes the solution, so it is an option of every caller. Columns
/// are never rescaled, which would change the meaning of the norm. Nothing is allocated after construction.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LeastSquares<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly TallQr<T> _tall;
    readonly PivotedQr<T> _pivoted;
    readonly MinimumNorm<T> _shortest;
    readonly double? _threshold;
    readonly double _ridge;
    readonly T[] _right;
    readonly T[] _solution;
    readonly double[] _residualNorms;
    bool _isPivoted;

    /// <summary>Makes room.</summary>
    /// <param name="mostRows">The most rows of A.</param>
    /// <param name="unknowns">Columns of A; at least 1.</param>
    /// <param name="outputs">Columns of B; at least 1.</param>
    /// <param name="threshold">
    /// In [0, 1); null for max(rows, unknowns) times machine epsilon, as in <see cref="PivotedQr{T}"/>.
    /// </param>
    /// <param name="ridge">0 or more, times the square of X; finite.</param>
    /// <param name="sharing">Threads, or null; the result does not depend on how many.</param>
    internal LeastSquares(
        int mostRows,
        int unknowns,
        int outputs,
        double? threshold = null,
        double ridge = 0,
        WorkSharing? sharing = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostRows);
        _threshold = PivotedQr<T>.RequireThreshold(threshold);
        if (!(ridge >= 0 && double.IsFinite(ridge)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(ridge), ridge, $"ridge is {ridge}; it must be finite and not negative.");
        }

        _ridge = ridge;
        _tall = new TallQr<T>(mostRows, unknowns, outputs, sharing, Math.Sqrt(ridge));
        _pivoted = new PivotedQr<T>(unknowns, unknowns, outputs);
        _shortest = new MinimumNorm<T>(unknowns, unknowns);
        (_right, _solution) = (new T[unknowns], new T[unknowns]);
        _residualNorms = new double[outputs];
        X = new Matrix<T>(unknowns, outputs);
    }

    /// <summary>The last <see cref="Solve()"/>'s solution [unknowns, outputs]; zeros if it was not finite.</summary>
    internal Matrix<T> X { get; }

    /// <summary>Solved, RankDeficient (rank below the shorter side of A) or NonFinite.</summary>
    internal SolveStatus Status { get; private set; }

    /// <summary>The numerical rank of A at <see cref="Threshold"/>.</summary>
    internal int Rank { get; private set; }

    /// <summary>What counted as zero, relative to the largest singular value.</summary>
    internal double Threshold { get; private set; }

    /// <summary>
    /// |A x - b| of each output, a ridge's rows included: its square is the minimum of the sum. NaN if the status is
    /// NonFinite.
    /// </summary>
    internal ReadOnlySpan<double> ResidualNorms => _residualNorms;

    /// <summary>
    /// Estimated condition number of the part of A that counts, at most the true one; 1 for rank 0, NaN if the status
    /// is NonFinite.
    /// </summary>
    /// <remarks>
    /// Where solving needed no pivoting, it is worked out when it is asked for, up to the next <see cref="Begin"/>.
    /// </remarks>
    internal double ConditionEstimate
    {
        get
        {
            if (Status == SolveStatus.NonFinite)
                return double.NaN;
            if (!_isPivoted)
                Pivot();
            return _pivoted.ConditionEstimate;
        }
    }

    /// <summary>Starts a system of so many rows, all of which must be set before <see cref="Solve()"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More rows than there is room for.</exception>
    internal void Begin(int rows) => _tall.Begin(rows);

    /// <summary>Sets rows [first, first + count) of columns [column, column + columns) of [A | B], row-major.</summary>
    /// <remarks>Threads may set different rows at once.</remarks>
    internal void SetRows(int first, int count, int column, int columns, ref T source, nint stride) =>
        _tall.SetRows(first, count, column, columns, ref source, stride);

    /// <summary>Tells that rows are set in all columns, so that this thread may begin to solve; optional.</summary>
    /// <remarks>
    /// Threads may tell of different rows at once. The rows must not be set again before <see cref="Solve()"/>.
    /// </remarks>
    internal void Complete(int first, int count) => _tall.Complete(first, count);

    /// <summary>
    /// Rows first, first + 1, ... of one column of [A | B], to be written: as many of <paramref name="count"/> as are
    /// contiguous.
    /// </summary>
    internal Span<T> ColumnPart(int column, int first, int count) => _tall.ColumnPart(column, first, count);

    /// <summary>Multiplies rows [first, first + count) of the first columns of [A | B]: a weight's root.</summary>
    internal void ScaleRows(int first, int count, int columns, T factor)
    {
        for (int j = 0; j < columns && factor != T.One; j++)
        {
            for (int done = 0; done < count;)
            {
                Span<T> part = ColumnPart(j, first + done, count - done);
                TensorPrimitives.Multiply(part, factor, part);
                done += part.Length;
            }
        }
    }

    /// <summary>Solves for all outputs; the rows are spent.</summary>
    internal SolveStatus Solve()
    {
        int rows = _tall.Rows, unknowns = _tall.Unknowns, most = _ridge > 0 ? unknowns : Math.Min(rows, unknowns);
        Threshold = _threshold ?? Math.Min(PivotedQr<T>.DefaultThreshold(rows, unknowns), 0.5);
        _tall.Factor();
        _isPivoted = false;
        if (_tall.Columns.FirstNotFinite() is not null)
            return Fail();
        if (most == unknowns && InverseBound.IsBelow(_tall.Columns, unknowns, 1 / Threshold, _shortest.Spare))
        {
            Rank = unknowns;
        }
        else
        {
            Pivot();
            Rank = _pivoted.Rank;
        }

        for (int k = 0; k < _tall.Outputs; k++)
            SolveOutput(k);
        if (X.FirstNotFinite() is not null)
            return Fail();
        return Status = Rank < most ? SolveStatus.RankDeficient : SolveStatus.Solved;
    }

    /// <summary>Solves one system.</summary>
    /// <param name="a">[m, n], of any shape: one row a sample.</param>
    /// <param name="b">[m, outputs].</param>
    /// <param name="threshold">In [0, 1); null for max(m, n) times machine epsilon.</param>
    /// <param name="threads">How many threads share the work; the result does not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threshold outside [0, 1), or fewer than one thread.</exception>
    /// <exception cref="ArgumentException">B does not have m rows.</exception>
    public static LeastSquaresSolution<T> Solve(Matrix<T> a, Matrix<T> b, double? threshold = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (b.Rows != a.Rows)
            throw new ArgumentException($"b has {b.Rows} rows; the matrix has {a.Rows}.", nameof(b));
        using WorkSharing? sharing = threads > 1 ? new WorkSharing(threads) : null;
        var system = new LeastSquares<T>(a.Rows, a.Columns, b.Columns, threshold, 0, sharing);
        system.Begin(a.Rows);
        system.SetRows(0, a.Rows, 0, a.Columns, ref a.Start(), a.Stride);
        system.SetRows(0, b.Rows, a.Columns, b.Columns, ref b.Start(), b.Stride);
        system.Solve();
        return new(system.X, system.Status, system.Rank, system.ConditionEstimate, system._residualNorms);
    }

    SolveStatus Fail()
    {
        X.Storage().Clear();
        Array.Fill(_residualNorms, double.NaN);
        Rank = 0;
        return Status = SolveStatus.NonFinite;
    }

    void Pivot()
    {
        int most = _ridge > 0 ? _tall.Unknowns : Math.Min(_tall.Rows, _tall.Unknowns);
        _tall.Columns.Storage().CopyTo(_pivoted.Storage.Storage());
        _pivoted.Run(Threshold, most, complete: false);
        if (_pivoted.Rank < _tall.Unknowns)
            _shortest.Factor(_pivoted.Storage, _pivoted.Rank, _tall.Unknowns);
        _isPivoted = true;
    }

    void SolveOutput(int output)
    {
        int n = _tall.Unknowns;
        Matrix<T> columns = _isPivoted ? _pivoted.Storage : _tall.Columns;
        Span<T> right = _right, solution = _solution;
        columns.Row(n + output).CopyTo(right);
        _residualNorms[output] = double.Hypot(_tall.BeyondNorm(output), Householder.FastNorm<T>(right[Rank..]));
        if (Rank == n)
            BackSubstitute(columns, right, solution);
        else
            _shortest.Solve(right, solution);
        ReadOnlySpan<int> permutation = _pivoted.Permutation;
        for (int j = 0; j < n; j++)
            X[_isPivoted ? permutation[j] : j, output] = solution[j];
    }

    /// <summary>x = R⁻¹ c, which is used up.</summary>
    static void BackSubstitute(Matrix<T> columns, Span<T> c, Span<T> x)
    {
        for (int j = x.Length - 1; j >= 0; j--)
        {
            ReadOnlySpan<T> column = columns.Row(j);
            x[j] = c[j] / column[j];
            TensorPrimitives.MultiplyAdd(column[..j], -x[j], c[..j], c[..j]);
        }
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
