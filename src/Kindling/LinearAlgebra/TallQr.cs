using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>R of A = Q R, and Qᵀ B, of a tall [A | B] that is filled in by rows; Q is not kept.</summary>
/// <remarks>
/// Rows are kept in blocks that fit the second-level cache. Strands of consecutive blocks are taken into a triangle of
/// their own, on as many threads as there are, and the triangles are joined in pairs (Demmel, Grigori, Hoemmen and
/// Langou 2012: TSQR, as stable as Householder's QR). Blocks and strands follow from the sizes alone, so the number
/// of threads never changes a bit. Nothing is allocated after construction.
/// </remarks>
internal sealed class TallQr<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockRows = 512, MostStrands = 8;

    readonly WorkSharing? _sharing;
    readonly Matrix<T>[] _blocks;
    readonly Matrix<T>[] _triangles;
    readonly T[][] _tau;
    readonly double[][] _beyond;
    readonly double _ridge;
    readonly int[] _rowsLeft;
    readonly bool[] _isFactored;
    readonly Action<int> _factorRest;
    readonly Action<int> _joinPair;
    int _strands;
    int _distance;

    /// <summary>Makes room.</summary>
    /// <param name="mostRows">The most rows of [A | B].</param>
    /// <param name="unknowns">Columns of A.</param>
    /// <param name="outputs">Columns of B.</param>
    /// <param name="sharing">Threads, or null.</param>
    /// <param name="ridge">The diagonal of further rows of A, with zeros in B; 0 for none.</param>
    public TallQr(int mostRows, int unknowns, int outputs, WorkSharing? sharing, double ridge = 0)
    {
        (Unknowns, Outputs, _sharing, _ridge) = (unknowns, outputs, sharing, ridge);
        int columns = unknowns + outputs;
        _blocks = new Matrix<T>[(mostRows + BlockRows - 1) / BlockRows];
        for (int b = 0; b < _blocks.Length; b++)
            _blocks[b] = new Matrix<T>(columns, Math.Min(BlockRows, mostRows - (b * BlockRows)));
        int strands = Strands(mostRows);
        _triangles = new Matrix<T>[strands];
        _tau = new T[strands][];
        _beyond = new double[strands][];
        for (int s = 0; s < strands; s++)
        {
            _triangles[s] = new Matrix<T>(columns, unknowns);
            (_tau[s], _beyond[s]) = (new T[unknowns], new double[outputs]);
        }

        (_rowsLeft, _isFactored) = (new int[strands], new bool[strands]);
        _factorRest = FactorRest;
        _joinPair = JoinPair;
        MostRows = mostRows;
    }

    /// <summary>The most rows.</summary>
    public int MostRows { get; }

    /// <summary>Columns of A.</summary>
    public int Unknowns { get; }

    /// <summary>Columns of B.</summary>
    public int Outputs { get; }

    /// <summary>Rows at hand.</summary>
    public int Rows { get; private set; }

    /// <summary>Row j is column j of [R | Qᵀ B], the triangle's elements first; zero below the diagonal of R.</summary>
    public Matrix<T> Columns => _triangles[0];

    /// <summary>The norm of what is left of a column of B beyond the rows of R.</summary>
    public double BeyondNorm(int output) => _beyond[0][output];

    /// <summary>Starts over with so many rows, all of which are then to be set.</summary>
    public void Begin(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)MostRows, nameof(rows));
        Rows = rows;
        _strands = Strands(rows);
        for (int s = 0; s < _strands; s++)
            (_rowsLeft[s], _isFactored[s]) = (FirstRow(s + 1) - FirstRow(s), false);
    }

    /// <summary>Sets rows [first, first + count) of columns [column, column + columns), row-major.</summary>
    /// <remarks>Threads may set different rows at once.</remarks>
    public void SetRows(int first, int count, int column, int columns, ref T source, nint stride)
    {
        for (int done = 0; done < count;)
        {
            (int block, int row) = Math.DivRem(first + done, BlockRows);
            Matrix<T> target = _blocks[block];
            int part = Math.Min(count - done, target.Columns - row);
            Transposition.Copy(
                ref Unsafe.Add(ref source, done * stride), stride, part, columns,
                ref Unsafe.Add(ref target.Start(column), row), target.Stride);
            done += part;
        }
    }

    /// <summary>
    /// The contiguous part of a column that begins with row <paramref name="first"/>; at most <paramref name="count"/>
    /// rows.
    /// </summary>
    public Span<T> ColumnPart(int column, int first, int count)
    {
        (int block, int row) = Math.DivRem(first, BlockRows);
        Span<T> part = _blocks[block].Row(column)[row..];
        return part[..Math.Min(part.Length, count)];
    }

    /// <summary>Tells that rows are set in all columns: who completes a strand takes it into its triangle.</summary>
    /// <remarks>
    /// Threads may tell of different rows at once. What nobody completes is left to <see cref="Factor"/>.
    /// </remarks>
    public void Complete(int first, int count)
    {
        for (int s = 0; s < _strands; s++)
        {
            int rows = Math.Min(first + count, FirstRow(s + 1)) - Math.Max(first, FirstRow(s));
            if (rows > 0 && Interlocked.Add(ref _rowsLeft[s], -rows) == 0)
                FactorStrand(s);
        }
    }

    /// <summary>
    /// Factors; afterwards <see cref="Columns"/> and <see cref="BeyondNorm"/> are valid, and the rows are spent.
    /// </summary>
    public void Factor()
    {
        if (_isFactored.AsSpan(0, _strands).Contains(false))
            WorkSharing.Run(_sharing, _strands, _factorRest);
        for (_distance = 1; _distance < _strands; _distance *= 2)
            WorkSharing.Run(_sharing, _strands / (2 * _distance), _joinPair);
        Begin(Rows);
    }

    int FirstBlock(int strand) => strand * ((Rows + BlockRows - 1) / BlockRows) / _strands;

    int FirstRow(int strand) => Math.Min(Rows, FirstBlock(strand) * BlockRows);

    /// <summary>A power of two: joining two triangles must cost little beside filling them.</summary>
    int Strands(int rows)
    {
        int blocks = (rows + BlockRows - 1) / BlockRows, strands = 1;
        while (2 * strands <= Math.Min(MostStrands, blocks) && rows >= 3L * strands * Unknowns)
            strands *= 2;
        return strands;
    }

    void FactorRest(int strand)
    {
        if (!_isFactored[strand])
            FactorStrand(strand);
    }

    void FactorStrand(int strand)
    {
        _isFactored[strand] = true;
        Matrix<T> triangle = _triangles[strand];
        triangle.Storage().Clear();
        Array.Clear(_beyond[strand]);
        for (int j = 0; strand == 0 && _ridge > 0 && j < Unknowns; j++)
            triangle[j, j] = T.CreateTruncating(_ridge);
        for (int b = FirstBlock(strand); b < FirstBlock(strand + 1); b++)
        {
            int rows = Math.Min(BlockRows, Rows - (b * BlockRows)), whole = Reflections.WholeLines<T>(rows);
            Matrix<T> block = _blocks[b];
            for (int j = 0; rows < whole && j < block.Rows; j++)
                block.Storage(j)[rows..whole].Clear();
            Take(strand, block, rows, trapezoid: false);
        }
    }

    void JoinPair(int pair)
    {
        int strand = 2 * pair * _distance, other = strand + _distance;
        Take(strand, _triangles[other], Unknowns, trapezoid: true);
        for (int k = 0; k < Outputs; k++)
            _beyond[strand][k] = double.Hypot(_beyond[strand][k], _beyond[other][k]);
    }

    void Take(int strand, Matrix<T> block, int rows, bool trapezoid)
    {
        Matrix<T> triangle = _triangles[strand];
        Reflections.Eliminate(
            ref triangle.Start(), triangle.Stride, ref block.Start(), block.Stride,
            rows, Unknowns, Unknowns + Outputs, trapezoid, _tau[strand]);
        for (int k = 0; k < Outputs; k++)
        {
            double norm = Householder.FastNorm<T>(block.Row(Unknowns + k)[..rows]);
            _beyond[strand][k] = double.Hypot(_beyond[strand][k], norm);
        }
    }
}
