using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

public class MatrixTests
{
    [Fact]
    public void A_column_is_a_copy_from_the_first_row_to_the_last()
    {
        var matrix = Matrix<double>.FromRows([1, 2], [3, 4], [5, 6]);
        double[] column = matrix.Column(1);
        Assert.Equal([2, 4, 6], column);
        column[0] = 7;
        Assert.Equal(2, matrix[0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Column(2));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void The_first_element_that_is_not_finite_is_found_row_by_row(float bad)
    {
        var matrix = Matrix<float>.FromRows([1, 2, 3], [4, 5, bad], [bad, 8, 9]);
        Assert.Equal((1, 2), matrix.FirstNotFinite());
        matrix[1, 2] = 6;
        Assert.Equal((2, 0), matrix.FirstNotFinite());
        matrix[2, 0] = float.MaxValue;
        Assert.Null(matrix.FirstNotFinite());
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(1, int.MaxValue)]
    [InlineData(2_000_000_000, 1)]
    public void More_elements_than_an_array_can_hold_are_refused_in_words(int rows, int columns)
    {
        var error = Assert.Throws<ArgumentException>(() => new Matrix<float>(rows, columns));
        Assert.Contains($"{rows:N0} x {columns:N0}", error.Message, StringComparison.Ordinal);
    }
}
