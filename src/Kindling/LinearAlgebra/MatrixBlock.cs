using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.LinearAlgebra;

/// <summary>
/// A rectangle of a matrix, as an operand: where it starts, its size, and whether it is read transposed.
/// </summary>
internal readonly record struct MatrixBlock<T>(Matrix<T> Matrix, int Row, int Column, int StoredRows, int StoredColumns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The whole matrix.</summary>
    public MatrixBlock(Matrix<T> matrix)
        : this(matrix, 0, 0, matrix.Rows, matrix.Columns)
    {
    }

    /// <summary>True if the operand is the transpose of the rectangle.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>The transpose.</summary>
    public MatrixBlock<T> Transpose => this with { IsTransposed = !IsTransposed };

    /// <summary>Rows of the operand.</summary>
    public int Rows => IsTransposed ? StoredColumns : StoredRows;

    /// <summary>Columns of the operand.</summary>
    public int Columns => IsTransposed ? StoredRows : StoredColumns;

    /// <summary>The first stored element.</summary>
    internal ref T Start => ref Unsafe.Add(ref Matrix.Start(Row), Column);
}
