using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Tests.LinearAlgebra;

public class SpectralTests
{
    [Theory]
    [InlineData(12, 12)]
    [InlineData(50, 12)]
    [InlineData(12, 50)]
    public void Singular_values_between_orthogonal_factors_are_found(int rows, int columns)
    {
        int k = Math.Min(rows, columns);
        RandomStream stream = RandomStream.Create(1, "spectral");
        Matrix<double> u = HaarMatrix.Draw<double>(rows, k, stream.Split("u"));
        Matrix<double> v = HaarMatrix.Draw<double>(k, columns, stream.Split("v"));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < k; j++)
                u[i, j] *= Math.Pow(2, -j);
        }

        double[] values = Spectral.SingularValues(Matrices.Multiply(u, v));
        Assert.Equal(k, values.Length);
        for (int j = 0; j < k; j++)
            Assert.Equal(Math.Pow(2, -j), values[j], 1e-13);
    }

    [Fact]
    public void Eigenvalues_and_vectors_of_a_symmetric_matrix_satisfy_their_equation()
    {
        Matrix<double> b = Matrices.Normal<double>(20, 20, 2), a = new(20, 20);
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 20; j++)
                a[i, j] = b[i, j] + b[j, i];
        }

        (double[] values, Matrix<double> vectors) = Spectral.SymmetricEigen(a);
        Assert.Equal(values.Order(), values);
        Matrix<double> product = Matrices.Multiply(a, vectors);
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 20; j++)
                Assert.Equal(values[j] * vectors[i, j], product[i, j], 1e-12);
        }

        Assert.InRange(
            Matrices.Distance(Matrices.Multiply(vectors.Transposed(), vectors), Matrices.Identity(20)), 0, 1e-12);
    }

    [Theory]
    [InlineData(-1060)] // Elements keep the 14 bits that are left below 2^-1022.
    [InlineData(-900)]
    [InlineData(-540)]
    [InlineData(520)]
    [InlineData(1000)]
    public void A_power_of_two_in_all_elements_is_one_in_all_values(int exponent)
    {
        Matrix<double> a = Matrices.Normal<double>(14, 9, 5), square = Matrices.Normal<double>(9, 9, 6);
        double[] singular = Spectral.SingularValues(a), eigen = Spectral.SymmetricEigenvalues(square);
        Scale(a);
        Scale(square);
        AssertScaled(singular, Spectral.SingularValues(a));
        AssertScaled(eigen, Spectral.SymmetricEigenvalues(square));

        void Scale(Matrix<double> matrix)
        {
            foreach (ref double value in matrix.Storage())
                value = Math.ScaleB(value, exponent);
        }

        void AssertScaled(double[] expected, double[] actual)
        {
            double tolerance = exponent < -1022 ? 1e-3 : 1e-13;
            Assert.Equal(expected.Length, actual.Length);
            for (int j = 0; j < expected.Length; j++)
                Assert.Equal(expected[j], Math.ScaleB(actual[j], -exponent), tolerance);
        }
    }

    [Fact]
    public void Columns_of_very_different_sizes_have_the_singular_values_of_the_largest()
    {
        Matrix<double> a = Matrices.Normal<double>(50, 30, 7);
        double[] largest = a.Column(29);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
                a[i, j] *= Math.Pow(10, -250 + (500.0 * j / 29));
        }

        // The columns before are 1e-17 of the last.
        double norm = Math.Sqrt(largest.Sum(v => v * v));
        Assert.Equal(1, Spectral.SingularValues(a)[0] / (norm * 1e250), 1e-13);
    }

    [Fact]
    public void A_singular_matrix_has_an_infinite_or_huge_condition_number()
    {
        Assert.Equal(double.PositiveInfinity, Spectral.ConditionNumber(new Matrix<float>(3, 3)));
        Assert.True(Spectral.ConditionNumber(Matrices.OfRank<double>(9, 9, 4, 3)) > 1e14);
    }

    [Fact]
    public void Nan_is_refused_with_its_place()
    {
        var a = new Matrix<double>(2, 2);
        a[1, 0] = double.NaN;
        ArgumentException refused = Assert.Throws<ArgumentException>("a", () => Spectral.SingularValues(a));
        Assert.Contains("(1, 0)", refused.Message);
    }
}
