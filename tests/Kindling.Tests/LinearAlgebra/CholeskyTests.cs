using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

public class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(150)]
    public void The_factor_times_its_transpose_is_the_matrix(int n)
    {
        Check<double>(n);
        Check<float>(n);
    }

    [Fact]
    public void An_indefinite_matrix_ends_with_a_status_and_the_column()
    {
        Matrix<double> a = Matrices.Identity(50);
        a[40, 40] = -1;
        Cholesky<double> cholesky = Cholesky<double>.Factor(a);
        Assert.Equal(SolveStatus.NotPositiveDefinite, cholesky.Status);
        Assert.Equal(40, cholesky.FailedColumn);
        Assert.Throws<InvalidOperationException>(() => cholesky.SolveInPlace(new Matrix<double>(50, 1)));
        Assert.Equal(SolveStatus.Solved, Cholesky<double>.Factor(a, jitter: 1.5).Status);
    }

    [Fact]
    public void A_singular_matrix_is_not_positive_definite() =>
        Assert.Equal(SolveStatus.NotPositiveDefinite, Cholesky<double>.Factor(new Matrix<double>(3, 3)).Status);

    [Fact]
    public void Nan_ends_with_a_status()
    {
        Matrix<double> a = Matrices.Identity(40);
        a[35, 2] = double.NaN;
        Assert.Equal(SolveStatus.NonFinite, Cholesky<double>.Factor(a).Status);
    }

    [Fact]
    public void The_log_determinant_is_the_sum_of_the_logarithms_of_the_eigenvalues()
    {
        Matrix<double> a = Positive<double>(30);
        double expected = Spectral.SymmetricEigenvalues(a).Sum(Math.Log);
        Assert.Equal(expected, Cholesky<double>.Factor(a).LogDeterminant, 1e-10);
    }

    static Matrix<T> Positive<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> b = Matrices.Normal<T>(n, n + 5, 1);
        Matrix<T> a = Matrices.Multiply(b, b.Transposed()).To<T>();
        for (int i = 0; i < n; i++)
            a[i, i] += T.CreateTruncating(n);
        return a;
    }

    static void Check<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> a = Positive<T>(n);
        Cholesky<T> cholesky = Cholesky<T>.Factor(a);
        Assert.Equal(SolveStatus.Solved, cholesky.Status);
        Matrix<T> l = cholesky.Lower;
        double unit = Matrices.Epsilon<T>(), norm = Matrices.Frobenius(a);

        // Higham 2002, theorem 10.3: |A - L Lᵀ| at most (n + 1) u |L| |Lᵀ|, and |L| |Lᵀ| at most n |A|; sums of
        // random roundings stay below one unit of the norm.
        Assert.InRange(Matrices.Distance(Matrices.Multiply(l, l.Transposed()), a), 0, 2 * unit * norm);
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
                Assert.Equal(T.Zero, l[i, j]);
        }

        Matrix<T> b = Matrices.Normal<T>(n, 3, 2), x = b.To<T>();
        cholesky.SolveInPlace(x);
        Assert.InRange(Matrices.Distance(Matrices.Multiply(a, x), b), 0, 20 * unit * norm);
    }
}
