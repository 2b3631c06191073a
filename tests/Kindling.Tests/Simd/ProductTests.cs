using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Tests.Simd;

public class ProductTests
{
    /// <summary>Rows, inner dimension, columns.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 256, 32, 32 }, { 32, 100, 100 }, { 7, 3, 33 },
        { 13, 65, 17 }, { 130, 2, 9 }, { 300, 257, 31 }, { 14, 32, 100 }, { 9, 7, 40 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_widths_agree_with_plain_loops(int rows, int inner, int columns)
    {
        Check<float, Lanes512<float>>(rows, inner, columns);
        Check<float, Lanes256<float>>(rows, inner, columns);
        Check<float, Lanes128<float>>(rows, inner, columns);
        Check<double, Lanes512<double>>(rows, inner, columns);
        Check<double, Lanes256<double>>(rows, inner, columns);
        Check<double, Lanes128<double>>(rows, inner, columns);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_orientation_and_thread_count_agrees(int rows, int inner, int columns)
    {
        Matrix<double> a = Filled<double>(rows, inner, 1), b = Filled<double>(inner, columns, 2);
        Matrix<double> expected = Naive(a, b);
        using var sharing = new WorkSharing(4);
        foreach (bool transposeA in new[] { false, true })
        {
            foreach (bool transposeB in new[] { false, true })
            {
                var left = new MatrixBlock<double>(transposeA ? Transpose(a) : a) { IsTransposed = transposeA };
                var right = new MatrixBlock<double>(transposeB ? Transpose(b) : b) { IsTransposed = transposeB };
                var serial = new Matrix<double>(rows, columns);
                var shared = new Matrix<double>(rows, columns);
                new MatrixProduct<double>().Multiply(left, right, new(serial), 2);
                new MatrixProduct<double>(sharing).Multiply(left, right, new(shared), 2);
                for (int i = 0; i < rows; i++)
                {
                    Assert.Equal(serial.Row(i).ToArray(), shared.Row(i).ToArray());
                    for (int j = 0; j < columns; j++)
                        Assert.Equal(2 * expected[i, j], serial[i, j], Bound<double>(inner));
                }
            }
        }
    }

    [Fact]
    public void Part_of_a_register_is_stored_without_touching_what_follows()
    {
        StoresFirst<float, Lanes512<float>>();
        StoresFirst<float, Lanes256<float>>();
        StoresFirst<float, Lanes128<float>>();
        StoresFirst<double, Lanes512<double>>();
        StoresFirst<double, Lanes256<double>>();
        StoresFirst<double, Lanes128<double>>();
    }

    static void StoresFirst<T, V>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        for (int count = 0; count <= V.Count; count++)
        {
            var target = new AlignedArray<T>(V.Count + 1);
            target.Span.Fill(T.NegativeOne);
            V.StoreFirst(V.Indices, ref Unsafe.Add(ref target.Start, 1), count);
            for (int i = 0; i < V.Count; i++)
                Assert.Equal(i < count ? T.CreateChecked(i) : T.NegativeOne, target.Span[i + 1]);
        }
    }

    [Fact]
    public void A_block_leaves_its_surroundings_alone()
    {
        Matrix<float> a = Filled<float>(20, 30, 3), c = Filled<float>(40, 40, 4), before = Filled<float>(40, 40, 4);
        new MatrixProduct<float>().Multiply(
            new(a, 2, 1, 9, 5), new(a, 4, 3, 5, 11), new(c, 6, 7, 9, 11), 1, accumulate: true);
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < 40; j++)
            {
                bool inside = i is >= 6 and < 15 && j is >= 7 and < 18;
                Assert.True(inside || c[i, j] == before[i, j], $"({i}, {j}) changed");
                if (!inside)
                    continue;
                double sum = before[i, j];
                for (int k = 0; k < 5; k++)
                    sum += (double)a[i - 6 + 2, k + 1] * a[k + 4, j - 7 + 3];
                Assert.Equal(sum, c[i, j], Bound<float>(6));
            }
        }
    }

    [Fact]
    public void Shapes_that_do_not_chain_are_refused()
    {
        var m = new Matrix<double>(3, 4);
        Assert.Throws<ArgumentException>(() => new MatrixProduct<double>().Multiply(new(m), new(m), new(m), 1));
    }

    static void Check<T, V>(int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        Matrix<T> a = Filled<T>(rows, inner, 1), b = Filled<T>(inner, columns, 2), c = Filled<T>(rows, columns, 3);
        Matrix<double> expected = Naive(a.To<double>(), b.To<double>());
        Matrix<T> before = Filled<T>(rows, columns, 3);
        var operands = new ProductOperands<T>(
            ref a.Start(), a.Stride, 1, ref b.Start(), Product.PanelWidth<T>(), b.Stride, rows, inner, columns);
        var store = new StoreEpilogue<T>(ref c.Start(), c.Stride, columns, T.CreateChecked(0.5), accumulate: true);
        ProductTiles<T, V, StoreEpilogue<T>>.Run(in operands, 0, columns, ref store);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double want = (0.5 * expected[i, j]) + double.CreateChecked(before[i, j]);
                Assert.Equal(want, double.CreateChecked(c[i, j]), Bound<T>(inner));
            }
        }
    }

    /// <summary>n u sum |a b| with |a|, |b| at most 1, plus the roundings of scaling and adding.</summary>
    static double Bound<T>(int inner) => (inner + 3) * (inner + 1) * (typeof(T) == typeof(float) ? 6e-8 : 1.2e-16);

    static Matrix<double> Naive(Matrix<double> a, Matrix<double> b)
    {
        var c = new Matrix<double>(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                for (int k = 0; k < a.Columns; k++)
                    c[i, j] += a[i, k] * b[k, j];
            }
        }

        return c;
    }

    static Matrix<double> Transpose(Matrix<double> a)
    {
        var t = new Matrix<double>(a.Columns, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
                t[j, i] = a[i, j];
        }

        return t;
    }

    static Matrix<T> Filled<T>(int rows, int columns, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var matrix = new Matrix<T>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            foreach (ref T x in matrix.Row(i))
                x = T.CreateChecked((random.NextDouble() * 2) - 1);
        }

        return matrix;
    }
}
