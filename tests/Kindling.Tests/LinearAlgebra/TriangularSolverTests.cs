using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

public class TriangularSolverTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(32, 1)]
    [InlineData(33, 40)]
    [InlineData(100, 7)]
    public void The_triangle_times_the_solution_is_the_right_hand_side(int n, int columns)
    {
        Check<double>(n, columns);
        Check<float>(n, columns);
    }

    [Fact]
    public void The_other_triangle_is_not_read()
    {
        Matrix<double> full = WellConditioned<double>(50), lower = Lower(full), b = Matrices.Normal<double>(50, 2, 3);
        for (int i = 0; i < 50; i++)
            full.Row(i)[(i + 1)..].Fill(double.NaN);
        Matrix<double> x = b.To<double>(), y = b.To<double>();
        TriangularSolver.SolveLower(full, x);
        TriangularSolver.SolveLower(lower, y);
        Assert.Equal(0, Matrices.Distance(x, y));
    }

    [Fact]
    public void A_zero_on_the_diagonal_is_refused()
    {
        var a = new Matrix<double>(2, 2);
        a[0, 0] = 1;
        Assert.Throws<ArgumentException>("a", () => TriangularSolver.SolveUpper(a, new Matrix<double>(2, 1)));
    }

    static Matrix<T> WellConditioned<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> a = Matrices.Normal<T>(n, n, 1);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                a[i, j] /= T.CreateTruncating(n);
            a[i, i] += T.One;
        }

        return a;
    }

    static Matrix<T> Lower<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> l = a.To<T>();
        for (int i = 0; i < l.Rows; i++)
            l.Row(i)[(i + 1)..].Clear();
        return l;
    }

    static void Check<T>(int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> full = WellConditioned<T>(n), l = Lower(full), r = Lower(full.Transposed()).Transposed();
        Matrix<T> b = Matrices.Normal<T>(n, columns, 2);
        (Matrix<T> Triangle, Action<Matrix<T>> Solve)[] forms =
        [
            (l, x => TriangularSolver.SolveLower(full, x)),
            (l.Transposed(), x => TriangularSolver.SolveLowerTransposed(full, x)),
            (r, x => TriangularSolver.SolveUpper(full, x)),
            (r.Transposed(), x => TriangularSolver.SolveUpperTransposed(full, x)),
        ];

        // Higham 2002, theorem 8.5: the residual is at most n u |R| |x|; the rows of |R| sum to about 2 here.
        double tolerance = 10 * (n + 1) * Matrices.Epsilon<T>();
        foreach ((Matrix<T> triangle, Action<Matrix<T>> solve) in forms)
        {
            Matrix<T> x = b.To<T>();
            solve(x);
            Assert.InRange(Matrices.Distance(Matrices.Multiply(triangle, x), b), 0, tolerance);
        }
    }
}
