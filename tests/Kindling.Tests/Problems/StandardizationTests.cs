using Kindling.LinearAlgebra;
using Kindling.Problems;

namespace Kindling.Tests.Problems;

public class StandardizationTests
{
    [Fact]
    public void Columns_get_mean_0_and_variance_1()
    {
        var data = Matrix<double>.FromRows([1, 10], [2, 30], [3, 20], [6, 40]);
        Standardization scaling = Standardization.OfColumns(data);
        Assert.Equal([3, 25], scaling.Center);
        Assert.Equal(Math.Sqrt(3.5), scaling.Scale[0], 1e-15);
        scaling.ApplyInPlace(data);
        for (int j = 0; j < 2; j++)
        {
            double[] column = [.. Enumerable.Range(0, 4).Select(i => data[i, j])];
            Assert.Equal(0, column.Average(), 1e-15); // one rounding a term
            Assert.Equal(1, column.Average(x => x * x), 1e-15);
        }
    }

    [Fact]
    public void Taking_the_scaling_back_gives_the_values()
    {
        var data = Matrix<double>.FromRows([1.25, 7, -3], [2.5, 7, 1e6]);
        Standardization scaling = Standardization.OfColumns(data);
        Matrix<double> copy = data.To<double>();
        scaling.ApplyInPlace(copy);
        scaling.UndoInPlace(copy);
        Assert.Equal(data.Row(0).ToArray(), copy.Row(0).ToArray(), (a, b) => Math.Abs(a - b) <= 1e-9);
        Assert.Equal(data.Row(1).ToArray(), copy.Row(1).ToArray(), (a, b) => Math.Abs(a - b) <= 1e-9);
    }

    [Fact]
    public void A_constant_column_is_0_everywhere_and_its_constant_again()
    {
        Standardization scaling = Standardization.OfColumns(Matrix<double>.FromRows([0.1], [0.1], [0.1]));
        var other = Matrix<double>.FromRows([5.0]);
        scaling.ApplyInPlace(other);
        Assert.Equal(0, other[0, 0]);
        scaling.UndoInPlace(other);
        Assert.Equal(0.1, other[0, 0]);
    }

    [Fact]
    public void Huge_values_do_not_overflow()
    {
        Standardization scaling = Standardization.OfColumns(Matrix<double>.FromRows([1.6e308], [-1.6e308]));
        Assert.Equal((0, 1.6e308), (scaling.Center[0], scaling.Scale[0]));
    }

    [Fact]
    public void All_columns_together_share_one_shift_and_scale()
    {
        Standardization scaling = Standardization.OfAllColumns(Matrix<double>.FromRows([0, 2], [4, 6]));
        Assert.Equal([3, 3], scaling.Center);
        Assert.Equal(Math.Sqrt(5), scaling.Scale[1], 1e-15);
    }

    [Fact]
    public void Another_number_of_columns_is_refused() =>
        Assert.Throws<ArgumentException>(() => Standardization.Identity(2).ApplyInPlace(new Matrix<double>(1, 3)));
}
