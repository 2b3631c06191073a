using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Tests.Simd;

public class RowSumsTests
{
    [Fact]
    public void All_widths_agree_with_plain_loops_and_leave_the_padding_out()
    {
        for (int columns = 1; columns <= 35; columns++)
        {
            Check<float, Lanes512<float>>(columns);
            Check<float, Lanes256<float>>(columns);
            Check<float, Lanes128<float>>(columns);
            Check<double, Lanes512<double>>(columns);
            Check<double, Lanes256<double>>(columns);
            Check<double, Lanes128<double>>(columns);
        }
    }

    /// <summary>Small whole numbers: every sum is exact.</summary>
    static void Check<T, V>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var source = new Matrix<T>(3, columns);
        source.Storage().Fill(T.NaN);
        T[] expected = new T[3], found = new T[3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                source[i, j] = T.CreateChecked((7 * i) + j);
                expected[i] += T.CreateChecked(2 * ((7 * i) + j));
            }
        }

        RowSums.Run<T, V>(ref source.Start(), source.Stride, columns, found, T.CreateChecked(2));
        Assert.Equal(expected, found);
    }
}
