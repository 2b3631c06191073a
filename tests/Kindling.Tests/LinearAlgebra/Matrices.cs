using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Tests.LinearAlgebra;

/// <summary>Plain reference arithmetic on matrices, and random ones.</summary>
static class Matrices
{
    public static double Epsilon<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    public static Matrix<T> Normal<T>(int rows, int columns, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomStream stream = RandomStream.Create((ulong)seed, "test matrix");
        var matrix = new Matrix<T>(rows, columns);
        for (int i = 0; i < rows; i++)
            stream.FillNormal(matrix.Row(i));
        return matrix;
    }

    /// <summary>[rows, columns] of exact rank, up to rounding.</summary>
    public static Matrix<T> OfRank<T>(int rows, int columns, int rank, int seed)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Multiply(Normal<T>(rows, rank, seed), Normal<T>(rank, columns, seed + 1)).To<T>();

    public static Matrix<double> Multiply<T>(Matrix<T> a, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var c = new Matrix<double>(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                double x = double.CreateTruncating(a[i, k]);
                for (int j = 0; j < b.Columns; j++)
                    c[i, j] += x * double.CreateTruncating(b[k, j]);
            }
        }

        return c;
    }

    /// <summary>The largest |a - b| over the matrix.</summary>
    public static double Distance<T, TOther>(Matrix<T> a, Matrix<TOther> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        Assert.Equal((a.Rows, a.Columns), (b.Rows, b.Columns));
        double largest = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                double difference = double.CreateTruncating(a[i, j]) - double.CreateTruncating(b[i, j]);
                largest = Math.Max(largest, double.IsNaN(difference) ? double.PositiveInfinity : Math.Abs(difference));
            }
        }

        return largest;
    }

    public static Matrix<double> Identity(int n)
    {
        var matrix = new Matrix<double>(n, n);
        for (int i = 0; i < n; i++)
            matrix[i, i] = 1;
        return matrix;
    }

    public static double Frobenius<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            foreach (T value in a.Row(i))
                sum += double.CreateTruncating(value) * double.CreateTruncating(value);
        }

        return Math.Sqrt(sum);
    }
}
