using System.Numerics;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>A = Q R by blocked Householder reflections: Q with orthonormal columns, R upper triangular.</summary>
/// <remarks>
/// Backward stable: Q is orthonormal to a modest multiple of machine epsilon whatever A is. The diagonal of R may
/// have either sign. Cost 2 m n² - 2 n³ / 3 operations for A [m, n]; the work is split recursively, so that nearly
/// all of it is in matrix products (Elmroth and Gustavson 2000). For a rank decision use <see cref="PivotedQr{T}"/>;
/// for solving, <see cref="LeastSquares{T}"/>. NaN and infinities in A give NaN in Q and R.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class HouseholderQr<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockSize = 32, SmallestBlock = 8;

    /// <summary>Up to this many rows a block stays in the first cache: one reflection at a time is faster.</summary>
    const int FewRows = 512;

    /// <summary>Up to this many vectors the reflections are applied one at a time.</summary>
    const int FewVectors = 4;

    readonly Matrix<T> _columns;
    readonly T[] _tau;
    readonly WorkSharing? _sharing;
    BlockReflector<T>? _block;

    /// <summary>Takes over a matrix whose rows are the columns of A.</summary>
    HouseholderQr(Matrix<T> columns, WorkSharing? sharing)
    {
        _columns = columns;
        _tau = new T[Math.Min(Rows, Columns)];
        _sharing = sharing;
        for (int first = 0; first < _tau.Length; first += BlockSize)
        {
            int count = Math.Min(BlockSize, _tau.Length - first);
            FactorBlock(first, count);
            Update(first, count, first + count, Columns);
        }

        (_block, _sharing) = (null, null);
    }

    /// <summary>Rows of A.</summary>
    public int Rows => _columns.Columns;

    /// <summary>Columns of A.</summary>
    public int Columns => _columns.Rows;

    /// <summary>Factors A [m, n], of any shape; A is left as it is.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="threads">How many threads share the products; the result does not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public static HouseholderQr<T> Factor(Matrix<T> a, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using WorkSharing? sharing = threads > 1 ? new WorkSharing(threads) : null;
        return new HouseholderQr<T>(a.Transposed(), sharing);
    }

    /// <summary>R [min(m, n), n], zero below the diagonal.</summary>
    public Matrix<T> R()
    {
        var r = new Matrix<T>(_tau.Length, Columns);
        for (int j = 0; j < Columns; j++)
        {
            ReadOnlySpan<T> column = _columns.Row(j)[..Math.Min(j + 1, _tau.Length)];
            for (int i = 0; i < column.Length; i++)
                r[i, j] = column[i];
        }

        return r;
    }

    /// <summary>The thin Q [m, min(m, n)].</summary>
    public Matrix<T> Q()
    {
        var rows = new Matrix<T>(_tau.Length, Rows);
        for (int i = 0; i < rows.Rows; i++)
            rows[i, i] = T.One;
        BlockReflector<T> block = NewBlock(rows.Rows, null);
        for (int first = LastBlock; first >= 0; first -= BlockSize)
        {
            // Rows before this block are unit vectors that these reflections do not reach.
            int from = Load(block, first, Math.Min(BlockSize, _tau.Length - first), transposed: true);
            block.ApplyRight(new MatrixBlock<T>(rows, first, from, rows.Rows - first, Rows - from));
        }

        return rows.Transposed();
    }

    /// <summary>B = Qᵀ B with the full Q [m, m].</summary>
    /// <param name="b">[m, any], overwritten.</param>
    /// <exception cref="ArgumentException">B does not have m rows.</exception>
    public void ApplyQTransposed(Matrix<T> b)
    {
        Matrix<T> rows = RequireRows(b).Transposed();
        ApplyQTransposedToRows(rows);
        rows.TransposeInto(b);
    }

    /// <summary>B = Q B with the full Q [m, m].</summary>
    /// <param name="b">[m, any], overwritten.</param>
    /// <exception cref="ArgumentException">B does not have m rows.</exception>
    public void ApplyQ(Matrix<T> b)
    {
        Matrix<T> rows = RequireRows(b).Transposed();
        ApplyQToRows(rows);
        rows.TransposeInto(b);
    }

    /// <summary>Each row, as a vector: Qᵀ times it.</summary>
    internal void ApplyQTransposedToRows(Matrix<T> rows)
    {
        if (rows.Rows <= FewVectors)
        {
            for (int i = 0; i < _tau.Length; i++)
                ReflectRows(i, rows);
            return;
        }

        BlockReflector<T> block = NewBlock(rows.Rows, null);
        for (int first = 0; first < _tau.Length; first += BlockSize)
        {
            int from = Load(block, first, Math.Min(BlockSize, _tau.Length - first), transposed: false);
            block.ApplyRight(new MatrixBlock<T>(rows, 0, from, rows.Rows, Rows - from));
        }
    }

    /// <summary>Each row, as a vector: Q times it.</summary>
    internal void ApplyQToRows(Matrix<T> rows)
    {
        if (rows.Rows <= FewVectors)
        {
            for (int i = _tau.Length - 1; i >= 0; i--)
                ReflectRows(i, rows);
            return;
        }

        BlockReflector<T> block = NewBlock(rows.Rows, null);
        for (int first = LastBlock; first >= 0; first -= BlockSize)
        {
            int from = Load(block, first, Math.Min(BlockSize, _tau.Length - first), transposed: true);
            block.ApplyRight(new MatrixBlock<T>(rows, 0, from, rows.Rows, Rows - from));
        }
    }

    void ReflectRows(int reflection, Matrix<T> rows)
    {
        for (int k = 0; k < rows.Rows; k++)
            Householder.Apply(_columns.Row(reflection)[reflection..], _tau[reflection], rows.Row(k)[reflection..]);
    }

    int LastBlock => _tau.Length == 0 ? -1 : (_tau.Length - 1) / BlockSize * BlockSize;

    BlockReflector<T> NewBlock(int rows, WorkSharing? sharing) =>
        new(Math.Min(BlockSize, _tau.Length), Rows, rows, new MatrixProduct<T>(sharing));

    Matrix<T> RequireRows(Matrix<T> b)
    {
        ArgumentNullException.ThrowIfNull(b);
        return b.Rows == Rows
            ? b
            : throw new ArgumentException($"b has {b.Rows} rows; Q is [{Rows}, {Rows}].", nameof(b));
    }

    /// <summary>Reflections [first, first + count), applied to these columns alone.</summary>
    void FactorBlock(int first, int count)
    {
        if (count > SmallestBlock && Rows > FewRows)
        {
            int half = count / 2 / SmallestBlock * SmallestBlock;
            half = Math.Max(half, SmallestBlock);
            FactorBlock(first, half);
            Update(first, half, first + half, first + count);
            FactorBlock(first + half, count - half);
            return;
        }

        for (int i = first; i < first + count; i++)
        {
            Span<T> reflection = _columns.Row(i)[i..];
            _tau[i] = Householder.Make(reflection);
            for (int j = i + 1; j < first + count; j++)
                Householder.Apply(reflection, _tau[i], _columns.Row(j)[i..]);
        }
    }

    /// <summary>Applies reflections [first, first + count) to columns [begin, end).</summary>
    void Update(int first, int count, int begin, int end)
    {
        if (begin >= end)
            return;
        _block ??= NewBlock(Columns, _sharing);
        int from = Load(_block, first, count, transposed: false);
        _block.ApplyRight(new MatrixBlock<T>(_columns, begin, from, end - begin, Rows - from));
    }

    /// <summary>
    /// Copies reflections into a block, with zeros before them back to a cache line; returns where that is.
    /// </summary>
    int Load(BlockReflector<T> block, int first, int count, bool transposed)
    {
        int from = BlockReflector<T>.AlignDown(first);
        block.Reset(count, Rows - from);
        for (int i = 0; i < count; i++)
        {
            Span<T> vector = block.Vector(i);
            int head = first + i - from;
            vector[..head].Clear();
            vector[head] = T.One;
            _columns.Row(first + i)[(first + i + 1)..].CopyTo(vector[(head + 1)..]);
            block.Tau(i) = _tau[first + i];
        }

        block.Prepare(transposed);
        return from;
    }
}
