using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Simd;
using Kindling.Tests.LinearAlgebra;

namespace Kindling.Tests.Simd;

public class ReflectionsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 2, 3)]
    [InlineData(17, 3, 4)]
    [InlineData(17, 3, 9)]
    [InlineData(40, 9, 9)]
    [InlineData(40, 18, 20)]
    [InlineData(7, 12, 14)]
    public void Every_register_width_keeps_the_inner_products_of_the_columns(int rows, int unknowns, int columns)
    {
        foreach (bool trapezoid in (bool[])[false, true])
        {
            Check<double, Lanes128<double>>(rows, unknowns, columns, trapezoid);
            Check<double, Lanes256<double>>(rows, unknowns, columns, trapezoid);
            Check<double, Lanes512<double>>(rows, unknowns, columns, trapezoid);
            Check<float, Lanes128<float>>(rows, unknowns, columns, trapezoid);
            Check<float, Lanes256<float>>(rows, unknowns, columns, trapezoid);
            Check<float, Lanes512<float>>(rows, unknowns, columns, trapezoid);
        }
    }

    /// <summary>
    /// [R; B]ᵀ [R; B] = R'ᵀ R' for the eliminated columns, and with what is left of B for the others.
    /// </summary>
    static void Check<T, V>(int rows, int unknowns, int columns, bool trapezoid)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        Matrix<T> triangle = Matrices.Normal<T>(columns, unknowns, 1), block = Matrices.Normal<T>(columns, rows, 2);
        for (int j = 0; j < columns; j++)
        {
            if (j < unknowns)
                triangle.Row(j)[(j + 1)..].Clear();
            if (trapezoid && j + 1 < rows)
                block.Row(j)[(j + 1)..].Clear();
        }

        Matrix<double> before = Gram(triangle, block, 0);
        Elimination<T, V>.Run(
            ref triangle.Start(), triangle.Stride, ref block.Start(), block.Stride,
            rows, unknowns, columns, trapezoid, new T[unknowns]);
        for (int j = 0; j < unknowns; j++)
            Assert.All(triangle.Row(j)[(j + 1)..].ToArray(), v => Assert.Equal(T.Zero, v));
        Matrix<double> after = Gram(triangle, block, unknowns);

        // Sums of about rows + unknowns products near 1, each rounded a few times.
        Assert.InRange(Matrices.Distance(before, after), 0, 50 * (rows + unknowns) * Matrices.Epsilon<T>());
    }

    static Matrix<double> Gram<T>(Matrix<T> triangle, Matrix<T> block, int eliminated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gram = new Matrix<double>(triangle.Rows, triangle.Rows);
        for (int i = 0; i < gram.Rows; i++)
        {
            for (int j = 0; j < gram.Rows; j++)
            {
                gram[i, j] = Dot(triangle.Row(i), triangle.Row(j));
                if (i >= eliminated && j >= eliminated)
                    gram[i, j] += Dot(block.Row(i), block.Row(j));
            }
        }

        return gram;
    }

    static double Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += double.CreateTruncating(x[i]) * double.CreateTruncating(y[i]);
        return sum;
    }
}
