using System.Numerics;

namespace Kindling.LinearAlgebra;

/// <summary>A P = Q R with column pivoting: the diagonal of R falls in size, so that it reveals the rank.</summary>
/// <remarks>
/// As LAPACK's geqp3 and gelsy: the remaining column of largest norm comes next (Businger and Golub 1965; norms
/// are updated, and worked out anew where cancellation has eaten them: Drmac and Bujanovic 2008), and the rank is the
/// largest leading triangle whose condition number, by incremental estimates, is below 1 / threshold (Bischof 1990).
/// A tall A is first reduced to its unpivoted R by matrix products; the norms, and so the pivots, are the same.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class PivotedQr<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly HouseholderQr<T>? _reduction;
    readonly Matrix<T> _columns;
    readonly T[] _tau;
    readonly int[] _permutation;

    PivotedQr(Matrix<T> a, double threshold, int threads)
    {
        (Rows, Columns) = (a.Rows, a.Columns);
        _reduction = Rows > Columns ? HouseholderQr<T>.Factor(a, threads) : null;
        _columns = _reduction?.TransposedR() ?? a.Transposed();
        _tau = new T[Math.Min(Rows, Columns)];
        _permutation = [.. Enumerable.Range(0, Columns)];
        Threshold = threshold;
        Factor();
        (Rank, ConditionEstimate) = DecideRank();
    }

    /// <summary>Rows of A.</summary>
    public int Rows { get; }

    /// <summary>Columns of A.</summary>
    public int Columns { get; }

    /// <summary>Directions whose estimated singular values are below this part of the largest do not count.</summary>
    public double Threshold { get; }

    /// <summary>The numerical rank at <see cref="Threshold"/>.</summary>
    public int Rank { get; }

    /// <summary>Estimated condition number of the leading triangle of size <see cref="Rank"/>; 1 for rank 0.</summary>
    public double ConditionEstimate { get; }

    /// <summary>Column j of A P is column <c>Permutation[j]</c> of A.</summary>
    public ReadOnlySpan<int> Permutation => _permutation;

    /// <summary>The rounding unit of the element type times the longer side of A: the usual threshold.</summary>
    public static double DefaultThreshold(int rows, int columns) =>
        Math.Max(rows, columns) * double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    /// <summary>Factors A [m, n], of any shape; A is left as it is.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="threshold">In [0, 1); null for <see cref="DefaultThreshold"/>.</param>
    /// <param name="threads">How many threads share the products; the result does not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The threshold is outside [0, 1), or there is no thread.
    /// </exception>
    public static PivotedQr<T> Factor(Matrix<T> a, double? threshold = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        double value = threshold ?? Math.Min(DefaultThreshold(a.Rows, a.Columns), 0.5);
        if (!(value >= 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(threshold), value, $"threshold is {value}; it must be in [0, 1).");
        }

        return new PivotedQr<T>(a, value, threads);
    }

    /// <summary>R [min(m, n), n], zero below the diagonal.</summary>
    public Matrix<T> R()
    {
        Matrix<T> r = new(_tau.Length, Columns);
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i <= Math.Min(j, _tau.Length - 1); i++)
                r[i, j] = _columns[j, i];
        }

        return r;
    }

    /// <summary>Each row, a vector of m elements: its first elements become those of Qᵀ times it.</summary>
    internal void ApplyQTransposedToRows(Matrix<T> rows)
    {
        _reduction?.ApplyQTransposedToRows(rows);
        for (int k = 0; k < rows.Rows; k++)
        {
            Span<T> vector = rows.Row(k)[.._columns.Columns];
            for (int i = 0; i < _tau.Length; i++)
                Householder.Apply(_columns.Row(i)[i..], _tau[i], vector[i..]);
        }
    }

    void Factor()
    {
        double[] norms = new double[Columns], references = new double[Columns];
        for (int j = 0; j < Columns; j++)
            references[j] = norms[j] = Householder.Norm<T>(_columns.Row(j));
        for (int i = 0; i < _tau.Length; i++)
        {
            int pivot = i;
            for (int j = i + 1; j < Columns; j++)
            {
                if (norms[j] > norms[pivot])
                    pivot = j;
            }

            Exchange(i, pivot);
            (norms[pivot], references[pivot]) = (norms[i], references[i]);
            Span<T> reflection = _columns.Row(i)[i..];
            _tau[i] = Householder.Make(reflection);
            for (int j = i + 1; j < Columns; j++)
            {
                Householder.Apply(reflection, _tau[i], _columns.Row(j)[i..]);
                UpdateNorm(i, j, norms, references);
            }
        }
    }

    void Exchange(int i, int j)
    {
        if (i == j)
            return;
        (_permutation[i], _permutation[j]) = (_permutation[j], _permutation[i]);
        Span<T> a = _columns.Row(i), b = _columns.Row(j);
        for (int k = 0; k < a.Length; k++)
            (a[k], b[k]) = (b[k], a[k]);
    }

    /// <summary>The norm of column j below row i.</summary>
    void UpdateNorm(int i, int j, double[] norms, double[] references)
    {
        if (norms[j] == 0)
            return;
        double ratio = double.CreateTruncating(_columns[j, i]) / norms[j];
        double left = Math.Max(0, (1 + ratio) * (1 - ratio));
        double trust = left * (norms[j] / references[j]) * (norms[j] / references[j]);
        if (trust > Math.Sqrt(double.CreateTruncating(T.BitIncrement(T.One) - T.One)))
            norms[j] *= Math.Sqrt(left);
        else
            references[j] = norms[j] = Householder.Norm<T>(_columns.Row(j)[(i + 1)..]);
    }

    (int Rank, double Condition) DecideRank()
    {
        double[] column = new double[_tau.Length];
        var estimate = new ConditionEstimate(_tau.Length);
        double condition = 1;
        for (int i = 0; i < _tau.Length; i++)
        {
            for (int k = 0; k <= i; k++)
                column[k] = double.CreateTruncating(_columns[i, k]);
            if (!estimate.TryAppend(column.AsSpan(0, i), column[i], Threshold))
                return (i, condition);
            condition = estimate.Condition;
        }

        return (_tau.Length, condition);
    }
}
