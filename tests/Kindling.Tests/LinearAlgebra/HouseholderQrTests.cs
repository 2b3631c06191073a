using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

public class HouseholderQrTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 5, 3 }, { 3, 5 }, { 8, 8 }, { 9, 9 }, { 40, 40 }, { 100, 33 }, { 33, 100 }, { 257, 129 },
        { 70, 64 }, { 600, 70 }, { 0, 3 }, { 3, 0 }, { 65, 1 }, { 1, 65 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void The_factors_multiply_to_the_matrix(int rows, int columns)
    {
        Check<double>(rows, columns);
        Check<float>(rows, columns);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Applying_q_is_undone_by_applying_its_transpose(int rows, int columns)
    {
        HouseholderQr<double> qr = HouseholderQr<double>.Factor(Matrices.Normal<double>(rows, columns, 1));
        foreach (int vectors in new[] { 3, 9 })
        {
            Matrix<double> b = Matrices.Normal<double>(rows, vectors, 2), c = b.To<double>();
            qr.ApplyQ(c);
            qr.ApplyQTransposed(c);
            Assert.InRange(Matrices.Distance(b, c), 0, 20 * (rows + 1) * Matrices.Epsilon<double>());
        }
    }

    [Fact]
    public void Transposed_q_takes_the_matrix_to_r()
    {
        Matrix<double> a = Matrices.Normal<double>(90, 50, 3), b = a.To<double>();
        HouseholderQr<double> qr = HouseholderQr<double>.Factor(a);
        qr.ApplyQTransposed(b);
        Matrix<double> r = qr.R();
        for (int i = 0; i < 90; i++)
        {
            for (int j = 0; j < 50; j++)
                Assert.Equal(i < 50 ? r[i, j] : 0, b[i, j], 1e-12);
        }
    }

    [Fact]
    public void Q_stays_orthonormal_where_equal_columns_leave_remainders_below_the_normal_range()
    {
        // Every reflection leaves of equal columns a rounding error of the last: after six they are subnormal floats.
        var a = new Matrix<float>(600, 40);
        for (int i = 0; i < a.Rows; i++)
            a.Row(i).Fill(1);
        Matrix<float> q = HouseholderQr<float>.Factor(a).Q();
        double error = Matrices.Distance(Matrices.Multiply(q.Transposed(), q), Matrices.Identity(40));
        Assert.InRange(error, 0, 600 * Matrices.Epsilon<float>());
    }

    [Fact]
    public void Q_of_subnormal_numbers_is_orthonormal()
    {
        Matrix<double> a = Matrices.Normal<double>(50, 30, 5);
        foreach (ref double value in a.Storage())
            value *= 1e-315;
        Matrix<double> q = HouseholderQr<double>.Factor(a).Q();
        Assert.InRange(Matrices.Distance(Matrices.Multiply(q.Transposed(), q), Matrices.Identity(30)), 0, 1e-13);
    }

    [Fact]
    public void Columns_near_the_ends_of_the_number_range_do_no_harm()
    {
        foreach (double scale in new[] { 1e200, 1e-200, 1e-300 })
        {
            Matrix<double> a = Matrices.Normal<double>(30, 10, 4);
            for (int i = 0; i < 30; i++)
                a[i, 3] *= scale;
            Matrix<double> q = HouseholderQr<double>.Factor(a).Q();
            Assert.InRange(
                Matrices.Distance(Matrices.Multiply(q.Transposed(), q), Matrices.Identity(10)), 0, 1e-13);
        }
    }

    [Fact]
    public void Zero_and_repeated_columns_still_give_an_orthonormal_q()
    {
        Matrix<double> a = Matrices.Normal<double>(60, 45, 5);
        for (int i = 0; i < 60; i++)
        {
            a[i, 7] = 0;
            a[i, 40] = a[i, 2];
        }

        Matrix<double> q = HouseholderQr<double>.Factor(a).Q();
        Assert.InRange(Matrices.Distance(Matrices.Multiply(q.Transposed(), q), Matrices.Identity(45)), 0, 1e-13);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        Matrix<float> a = Matrices.Normal<float>(300, 200, 6);
        Matrix<float> one = HouseholderQr<float>.Factor(a).R(), two = HouseholderQr<float>.Factor(a, 2).R();
        Assert.Equal(0, Matrices.Distance(one, two));
    }

    [Fact]
    public void A_right_hand_side_of_another_height_is_refused() =>
        Assert.Throws<ArgumentException>(
            "b", () => HouseholderQr<double>.Factor(new Matrix<double>(4, 2)).ApplyQ(new Matrix<double>(3, 1)));

    static void Check<T>(int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> a = Matrices.Normal<T>(rows, columns, 7), copy = a.To<T>();
        HouseholderQr<T> qr = HouseholderQr<T>.Factor(a);
        Matrix<T> q = qr.Q(), r = qr.R();
        Assert.Equal(0, Matrices.Distance(a, copy));

        // Higham 2002, theorem 19.4: columnwise |A - QR| of order m n u |a_j|; sqrt(m n) u |A| in practice.
        double unit = Matrices.Epsilon<T>(), size = Math.Sqrt((double)rows * columns) + 1;
        Assert.InRange(Matrices.Distance(Matrices.Multiply(q, r), a), 0, 10 * size * unit);
        Matrix<double> gram = Matrices.Multiply(q.Transposed(), q);
        Assert.InRange(Matrices.Distance(gram, Matrices.Identity(q.Columns)), 0, 4 * (Math.Sqrt(rows) + 1) * unit);
        for (int i = 0; i < r.Rows; i++)
        {
            for (int j = 0; j < Math.Min(i, r.Columns); j++)
                Assert.Equal(T.Zero, r[i, j]);
        }
    }
}
