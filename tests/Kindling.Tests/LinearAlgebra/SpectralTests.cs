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
