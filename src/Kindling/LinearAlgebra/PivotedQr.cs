using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>A P = Q R with column pivoting: the diagonal of R falls in size, so that it reveals the rank.</summary>
/// <remarks>
/// As LAPACK's geqp3 and gelsy: the remaining column of largest norm comes next (Businger and Golub 1965; norms
/// are updated, and worked out anew where cancellation has eaten them: Drmac and Bujanovic 2008), and the rank is the
/// largest leading triangle whose condition number, by incremental estimates, is below 1 / threshold (Bischof 1990).
/// A tall A is first reduced to its unpivoted R by <see cref="TallQr{T}"/>; the norms, and so the pivots, are the same.
/// NaN and infinities in A give rank 0.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class PivotedQr<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const double TieMargin = 1e-10;

    readonly Matrix<T> _columns;
    readonly AlignedArray<T> _reflection;
    readonly int[] _permutation;
    readonly double[] _norms;
    readonly double[] _references;
    readonly double[] _above;
    readonly ConditionEstimate _estimate;

    /// <summary>Makes room for a matrix that is factored in place, as often as wanted.</summary>
    /// <param name="height">Rows of the matrix.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="carried">Further columns, which are reflected along but never pivots.</param>
    internal PivotedQr(int height, int columns, int carried)
    {
        (Rows, Columns) = (height, columns);
        _columns = new Matrix<T>(columns + carried, height);
        _reflection = new AlignedArray<T>(_columns.Stride);
        _permutation = new int[columns];
        (_norms, _references) = (new double[columns], new double[columns]);
        _above = new double[Diagonal];
        _estimate = new ConditionEstimate(Diagonal);
    }

    /// <summary>Rows of A.</summary>
    public int Rows { get; private init; }

    /// <summary>Columns of A.</summary>
    public int Columns { get; }

    /// <summary>Directions whose estimated singular values are below this part of the largest do not count.</summary>
    public double Threshold { get; private set; }

    /// <summary>The numerical rank at <see cref="Threshold"/>.</summary>
    public int Rank { get; private set; }

    /// <summary>Estimated condition number of the leading triangle of size <see cref="Rank"/>; 1 for rank 0.</summary>
    public double ConditionEstimate { get; private set; }

    /// <summary>Column j of A P is column <c>Permutation[j]</c> of A.</summary>
    public ReadOnlySpan<int> Permutation => _permutation;

    /// <summary>Row j is column j, for the caller to fill before and to read after the factorization.</summary>
    internal Matrix<T> Storage => _columns;

    int Diagonal => Math.Min(_columns.Columns, Columns);

    /// <summary>Machine epsilon, from 1 to the next number: 2^-23 or 2^-52.</summary>
    static double Epsilon => double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    /// <summary>Machine epsilon times the longer side of A: the usual threshold, as NumPy's lstsq has it.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Columns of A.</param>
    public static double DefaultThreshold(int rows, int columns) => Math.Max(rows, columns) * Epsilon;

    /// <summary>Factors A [m, n], of any shape; A is left as it is.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="threshold">In [0, 1); null for <see cref="DefaultThreshold"/>.</param>
    /// <param name="threads">How many threads share the work; the result does not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threshold outside [0, 1), or fewer than one thread.</exception>
    public static PivotedQr<T> Factor(Matrix<T> a, double? threshold = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        double value = RequireThreshold(threshold) ?? Math.Min(DefaultThreshold(a.Rows, a.Columns), 0.5);
        var qr = new PivotedQr<T>(Math.Min(a.Rows, a.Columns), a.Columns, 0) { Rows = a.Rows };
        if (a.Rows > a.Columns)
        {
            using WorkSharing? sharing = threads > 1 ? new WorkSharing(threads) : null;
            var tall = new TallQr<T>(a.Rows, a.Columns, 0, sharing);
            tall.Begin(a.Rows);
            tall.SetRows(0, a.Rows, 0, a.Columns, ref a.Start(), a.Stride);
            tall.Factor();
            tall.Columns.Storage().CopyTo(qr._columns.Storage());
        }
        else
        {
            a.TransposeInto(qr._columns);
        }

        qr.Run(value, qr.Diagonal, complete: true);
        return qr;
    }

    /// <summary>R [min(m, n), n], zero below the diagonal.</summary>
    public Matrix<T> R()
    {
        Matrix<T> r = new(Diagonal, Columns);
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i <= Math.Min(j, Diagonal - 1); i++)
                r[i, j] = _columns[j, i];
        }

        return r;
    }

    /// <summary>Refuses a threshold outside [0, 1).</summary>
    internal static double? RequireThreshold(double? threshold) => threshold is null or (>= 0 and < 1)
        ? threshold
        : throw new ArgumentOutOfRangeException(
            nameof(threshold), threshold, $"threshold is {threshold}; it must be in [0, 1).");

    /// <summary>Factors the matrix in <see cref="Storage"/>, and decides its rank on the way.</summary>
    /// <param name="threshold">In [0, 1).</param>
    /// <param name="mostRank">The rank is at most this.</param>
    /// <param name="complete">False to stop where the rank is known: later rows of R are then not triangular.</param>
    internal void Run(double threshold, int mostRank, bool complete)
    {
        (Threshold, Rank, ConditionEstimate) = (threshold, -1, 1);
        _estimate.Reset();
        double unit = Normalize();
        for (int j = 0; j < Columns; j++)
            _permutation[j] = j;
        for (int i = 0; i < Diagonal; i++)
        {
            Exchange(i, Pivot(i));
            T tau = Reflection(i);
            if (Rank < 0 && !(i < mostRank && Accepts(i)))
                Rank = i;
            if (Rank >= 0 && !complete)
                break;
            Apply(i, tau);
        }

        if (Rank < 0)
            Rank = Diagonal;
        if (unit != 1)
            Scale(1 / unit);
    }

    /// <summary>The first column from i on whose norm is the largest to rounding: ties keep their order.</summary>
    int Pivot(int i)
    {
        int pivot = i;
        for (int j = i + 1; j < Columns; j++)
        {
            if (_norms[j] > _norms[pivot] * (1 + TieMargin))
                pivot = j;
        }

        return pivot;
    }

    /// <summary>
    /// Works out squared column norms, of a matrix scaled by a power of two where they would overflow or vanish.
    /// </summary>
    double Normalize()
    {
        double largest = 0;
        for (int j = 0; j < Columns; j++)
            largest = Math.Max(largest, _norms[j] = Householder.FastNorm<T>(_columns.Row(j)));
        if (!double.IsFinite(largest))
            Rank = 0;
        double unit = 1, range = typeof(T) == typeof(float) ? 1e12 : 1e100;
        if (largest > 0 && double.IsFinite(largest) && (largest > range || largest < 1 / range))
        {
            unit = Math.ScaleB(1, Math.Clamp(-Math.ILogB(largest), -1000, typeof(T) == typeof(float) ? 126 : 1000));
            Scale(unit);
        }

        for (int j = 0; j < Columns; j++)
            _norms[j] = _references[j] = _norms[j] * unit * (_norms[j] * unit);
        return unit;
    }

    void Scale(double unit)
    {
        T factor = T.CreateTruncating(unit);
        foreach (ref T value in _columns.Storage())
            value *= factor;
    }

    void Exchange(int i, int j)
    {
        if (i == j)
            return;
        (_permutation[i], _permutation[j]) = (_permutation[j], _permutation[i]);
        (_norms[j], _references[j]) = (_norms[i], _references[i]);
        Span<T> a = _columns.Row(i), b = _columns.Row(j), spare = _reflection.Span[..a.Length];
        a.CopyTo(spare);
        b.CopyTo(a);
        spare.CopyTo(b);
    }

    /// <summary>Makes reflection i, and leaves its vector, with zeros up to row i, in the buffer.</summary>
    T Reflection(int i)
    {
        Span<T> column = _columns.Row(i)[i..], tail = column[1..];
        int start = i / Line * Line, height = _columns.Columns;
        Span<T> vector = _reflection.Span;
        vector[start..(i + 1)].Clear();
        vector[height..].Clear();
        double alpha = double.CreateTruncating(column[0]), norm = Householder.FastNorm<T>(tail);
        if (norm == 0)
        {
            vector[(i + 1)..height].Clear();
            return T.Zero;
        }

        double beta = -Math.CopySign(double.Hypot(alpha, norm), alpha);
        TensorPrimitives.Divide(tail, T.CreateTruncating(alpha - beta), vector[(i + 1)..]);
        tail.Clear();
        column[0] = T.CreateTruncating(beta);
        return T.CreateTruncating((beta - alpha) / beta);
    }

    static int Line => AlignedArray<T>.Alignment / Unsafe.SizeOf<T>();

    bool Accepts(int i)
    {
        ReadOnlySpan<T> column = _columns.Row(i)[..(i + 1)];
        TensorPrimitives.ConvertTruncating(column[..i], _above.AsSpan(0, i));
        if (!_estimate.TryAppend(_above.AsSpan(0, i), double.CreateTruncating(column[i]), Threshold))
            return false;
        ConditionEstimate = _estimate.Condition;
        return true;
    }

    /// <summary>Applies reflection i to the columns after it and takes row i off their norms.</summary>
    void Apply(int i, T tau)
    {
        const int Group = 4;
        int start = i / Line * Line, length = Reflections.WholeLines<T>(_columns.Columns - start);
        double trust = Math.Sqrt(Epsilon);
        for (int j = i + 1; j < _columns.Rows; j += Group)
        {
            int count = Math.Min(Group, _columns.Rows - j);
            ref T column = ref _columns.Start(j);
            Reflections.Reflect(
                ref Unsafe.Add(ref _reflection.Start, start), tau,
                ref Unsafe.Add(ref column, start), _columns.Stride, length,
                ref Unsafe.Add(ref column, i), _columns.Stride, count);
            for (int k = j; k < Math.Min(j + count, Columns); k++)
            {
                double value = double.CreateTruncating(Unsafe.Add(ref column, ((k - j) * _columns.Stride) + i));
                double left = _norms[k] - (value * value);
                if (left > trust * _references[k] || _norms[k] == 0)
                {
                    _norms[k] = Math.Max(left, 0);
                    continue;
                }

                double norm = Householder.FastNorm<T>(_columns.Row(k)[(i + 1)..]);
                _norms[k] = _references[k] = norm * norm;
            }
        }
    }
}
