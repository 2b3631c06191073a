using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>A dense row-major matrix whose rows start at 64-byte boundaries, padded to whole cache lines.</summary>
/// <remarks>
/// Element (i, j) is at <c>i * Stride + j</c>. The padding between <see cref="Columns"/> and <see cref="Stride"/> is
/// zero at first and belongs to the kernels, which may write anything finite there.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Matrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What is left of an array's elements when its first one is aligned, and rows are.</summary>
    const int MostElements = 0x7FFFFFC7 - 256;

    readonly AlignedArray<T> _storage;

    static Matrix() => ElementType.Require<T>();

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">0 or more.</param>
    /// <param name="columns">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The matrix has more elements, with padding, than one array can hold.
    /// </exception>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        Stride = columns < MostElements ? PaddedStride(columns) : columns;
        if ((long)rows * Stride > MostElements)
        {
            throw new ArgumentException(
                $"a matrix of {rows:N0} x {columns:N0} is more than the {MostElements:N0} numbers of one array.");
        }

        _storage = new AlignedArray<T>(rows * Stride);
    }

    /// <summary>The number of rows (samples, units of fan-out).</summary>
    public int Rows { get; }

    /// <summary>The number of columns (features, units of fan-in).</summary>
    public int Columns { get; }

    /// <summary>Elements between the starts of two rows.</summary>
    public int Stride { get; }

    /// <summary>Element (<paramref name="row"/>, <paramref name="column"/>), counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public ref T this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
            return ref Row(row)[column];
        }
    }

    /// <summary>A matrix of <paramref name="rows"/> equal-length rows.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static Matrix<T> FromRows(params ReadOnlySpan<T[]> rows)
    {
        var matrix = new Matrix<T>(rows.Length, rows.Length == 0 ? 0 : rows[0].Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != matrix.Columns)
                throw new ArgumentException(
                    $"row {i} has {rows[i].Length} entries, row 0 has {matrix.Columns}.", nameof(rows));
            rows[i].CopyTo(matrix.Row(i));
        }

        return matrix;
    }

    /// <summary>Row <paramref name="index"/>, without padding: the elements themselves, not a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<T> Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Rows, nameof(index));
        return _storage.Span.Slice(index * Stride, Columns);
    }

    /// <summary>A copy of column <paramref name="index"/>, from the first row to the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public T[] Column(int index)
    {
        T[] column = new T[Rows];
        for (int i = 0; i < column.Length; i++)
            column[i] = this[i, index];
        return column;
    }

    /// <summary>
    /// The place of the first element, row by row, that is NaN or infinite; null where all are finite.
    /// </summary>
    internal (int Row, int Column)? FirstNotFinite()
    {
        for (int i = 0; i < Rows; i++)
        {
            Span<T> row = Row(i);
            // Finite elements may have a sum that overflows; a finite sum has finite elements only.
            if (T.IsFinite(TensorPrimitives.Sum<T>(row)))
                continue;
            for (int j = 0; j < row.Length; j++)
            {
                if (!T.IsFinite(row[j]))
                    return (i, j);
            }
        }

        return null;
    }

    /// <summary>All rows from <paramref name="first"/> on, padding included.</summary>
    internal Span<T> Storage(int first = 0) => _storage.Span[(first * Stride)..];

    /// <summary>Where row <paramref name="row"/> begins.</summary>
    internal ref T Start(int row = 0) => ref Unsafe.Add(ref _storage.Start, (nint)row * Stride);

    /// <summary>A copy in another element type, rounded to nearest.</summary>
    public Matrix<TOther> To<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        var copy = new Matrix<TOther>(Rows, Columns);
        for (int i = 0; i < Rows; i++)
        {
            Span<T> from = Row(i);
            Span<TOther> to = copy.Row(i);
            for (int j = 0; j < from.Length; j++)
                to[j] = TOther.CreateTruncating(from[j]);
        }

        return copy;
    }

    /// <summary>
    /// Copies rows <paramref name="indices"/> of this matrix, in that order, into the first rows of another.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> has another width or too few rows, or there is no row of an index.
    /// </exception>
    public void GatherRows(ReadOnlySpan<int> indices, Matrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Columns != Columns || destination.Rows < indices.Length)
        {
            throw new ArgumentException(
                $"destination is {destination.Rows}x{destination.Columns}; "
                + $"{indices.Length} rows of {Columns} need room.",
                nameof(destination));
        }

        for (int i = 0; i < indices.Length; i++)
            Row(indices[i]).CopyTo(destination.Row(i));
    }

    /// <summary>
    /// Whole cache lines, and never a multiple of 2 KiB: such strides put a column into one cache set.
    /// </summary>
    internal static int PaddedStride(int columns)
    {
        int stride = AlignedArray<T>.RoundUp(columns);
        int line = AlignedArray<T>.Alignment / Unsafe.SizeOf<T>();
        return stride > 0 && stride * Unsafe.SizeOf<T>() % 2048 == 0 ? stride + line : stride;
    }
}
