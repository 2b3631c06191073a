using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

public class PivotedQrTests
{
    [Theory]
    [InlineData(20, 12, 12)]
    [InlineData(20, 12, 5)]
    [InlineData(12, 20, 12)]
    [InlineData(12, 20, 3)]
    [InlineData(150, 90, 41)]
    [InlineData(90, 90, 89)]
    [InlineData(5, 5, 0)]
    public void The_rank_of_a_product_of_thin_factors_is_found(int rows, int columns, int rank)
    {
        CheckRank<double>(rows, columns, rank);
        CheckRank<float>(rows, columns, rank);
    }

    [Fact]
    public void Repeated_and_zero_columns_do_not_count()
    {
        Matrix<double> a = Matrices.Normal<double>(30, 8, 1);
        for (int i = 0; i < 30; i++)
        {
            a[i, 2] = 0;
            a[i, 5] = a[i, 1];
            a[i, 7] = -3 * a[i, 0];
        }

        Assert.Equal(5, PivotedQr<double>.Factor(a).Rank);
    }

    [Fact]
    public void A_badly_scaled_column_counts_until_the_threshold_says_otherwise()
    {
        Matrix<double> a = Matrices.Normal<double>(30, 6, 2);
        for (int i = 0; i < 30; i++)
            a[i, 4] *= 1e-9;
        Assert.Equal(6, PivotedQr<double>.Factor(a).Rank);
        Assert.Equal(5, PivotedQr<double>.Factor(a, 1e-7).Rank);
    }

    [Fact]
    public void The_diagonal_falls_in_size_and_the_factors_give_the_matrix_back()
    {
        Matrix<double> a = Matrices.Normal<double>(40, 25, 3);
        PivotedQr<double> qr = PivotedQr<double>.Factor(a);
        Matrix<double> r = qr.R();
        for (int i = 1; i < 25; i++)
            Assert.True(Math.Abs(r[i, i]) <= Math.Abs(r[i - 1, i - 1]) * (1 + 1e-12));

        // Rᵀ R = Pᵀ Aᵀ A P says it without Q.
        Matrix<double> permuted = new(40, 25);
        for (int j = 0; j < 25; j++)
        {
            for (int i = 0; i < 40; i++)
                permuted[i, j] = a[i, qr.Permutation[j]];
        }

        double distance = Matrices.Distance(
            Matrices.Multiply(r.Transposed(), r), Matrices.Multiply(permuted.Transposed(), permuted));
        Assert.InRange(distance, 0, 1e-11);
    }

    [Fact]
    public void The_condition_estimate_is_within_a_small_factor_below_the_truth()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Matrix<double> a = Matrices.Normal<double>(30, 20, 100 + seed);
            for (int i = 0; i < 30; i++)
            {
                for (int j = 0; j < 20; j++)
                    a[i, j] *= Math.Pow(10, -0.3 * j);
            }

            double estimate = PivotedQr<double>.Factor(a).ConditionEstimate, exact = Spectral.ConditionNumber(a);

            // Bischof 1990 reports estimates within a factor of 10, always on the low side.
            Assert.InRange(estimate, exact / 10, exact * (1 + 1e-9));
        }
    }

    [Fact]
    public void Kahans_matrix_which_hides_its_rank_from_the_diagonal_is_judged_by_its_condition()
    {
        // Kahan 1966: R_ij = -c s^i, R_ii = s^i. The diagonal falls slowly, the smallest singular value does not.
        const int n = 60;
        const double s = 0.95;
        double c = Math.Sqrt(1 - (s * s));
        var a = new Matrix<double>(n, n);
        for (int i = 0; i < n; i++)
        {
            a[i, i] = Math.Pow(s, i);
            for (int j = i + 1; j < n; j++)
                a[i, j] = -c * Math.Pow(s, i);
        }

        PivotedQr<double> qr = PivotedQr<double>.Factor(a, 0);
        double exact = Spectral.ConditionNumber(a);
        Assert.InRange(qr.ConditionEstimate, exact / 10, exact * (1 + 1e-6));
        Assert.True(Math.Abs(qr.R()[0, 0] / qr.R()[n - 1, n - 1]) < qr.ConditionEstimate / 100);
    }

    [Fact]
    public void A_threshold_outside_zero_to_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "threshold", () => PivotedQr<double>.Factor(new Matrix<double>(2, 2), 1));

    static void CheckRank<T>(int rows, int columns, int rank)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Rounding of the elements to T makes the other singular values about sqrt(max) units of the largest; the
        // threshold is ten times that.
        double threshold = 10 * Math.Max(rows, columns) * Matrices.Epsilon<T>();
        PivotedQr<T> qr = PivotedQr<T>.Factor(Matrices.OfRank<T>(rows, columns, rank, 5), threshold);
        Assert.Equal(rank, qr.Rank);
    }

    [Theory]
    [InlineData(600, 40)]
    [InlineData(30, 50)]
    public void A_matrix_that_is_not_finite_has_no_rank(int rows, int columns)
    {
        foreach (double value in (double[])[double.NaN, double.PositiveInfinity])
        {
            Matrix<double> a = Matrices.Normal<double>(rows, columns, 8);
            a[2, 1] = value;
            Assert.Equal(0, PivotedQr<double>.Factor(a).Rank);
        }
    }
}
