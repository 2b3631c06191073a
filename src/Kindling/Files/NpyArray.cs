using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <summary>An array from a <c>.npy</c> file.</summary>
/// <param name="Shape">The extent of each axis; empty for a single number.</param>
/// <param name="Values">The elements in the order of the file, as double; integers above 2^53 are rounded.</param>
/// <param name="IsFortranOrder">True if the first index runs fastest in <paramref name="Values"/>.</param>
/// <param name="Path">The file, for messages.</param>
public sealed record NpyArray(IReadOnlyList<int> Shape, double[] Values, bool IsFortranOrder, string Path)
{
    /// <summary>The array as a matrix; an array with one axis becomes one column.</summary>
    /// <exception cref="FileFormatException">The array has no axis, or more than two.</exception>
    public Matrix<double> ToMatrix()
    {
        if (Shape.Count is not (1 or 2))
        {
            throw new FileFormatException(
                Path, $"an array of shape ({string.Join(", ", Shape)})", "one or two axes: (rows) or (rows, columns)");
        }

        int columns = Shape.Count == 2 ? Shape[1] : 1;
        var matrix = new Matrix<double>(Shape[0], columns);
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<double> row = matrix.Row(i);
            for (int j = 0; j < columns; j++)
                row[j] = Values[IsFortranOrder ? (j * matrix.Rows) + i : (i * columns) + j];
        }

        return matrix;
    }
}
