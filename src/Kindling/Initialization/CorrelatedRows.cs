using System.Numerics;
using System.Numerics.Tensors;

namespace Kindling.Initialization;

/// <summary>Gaussian rows with covariance v (I - k/(1+k) J/n), J all ones (Anonymous 2022, eq. 1).</summary>
/// <remarks>
/// row = sqrt(v) (z - beta mean(z) 1) with z standard normal and beta = 1 - 1/sqrt(1+k), because
/// (I - beta J/n)^2 = I - k/(1+k) J/n. The paper's code factors the n x n matrix instead (ERRATA A11). k above 0
/// anti-correlates the entries of a row, k = 0 leaves them independent, -1 &lt; k &lt; 0 correlates them.
/// </remarks>
internal static class CorrelatedRows
{
    /// <summary>beta = 1 - 1/sqrt(1+k).</summary>
    public static double Beta(double k) => 1 - (1 / Math.Sqrt(1 + k));

    /// <summary>Turns a row of normals z with standard deviation sqrt(v) into a correlated one.</summary>
    /// <param name="row">All entries of the row: n = its length.</param>
    /// <param name="beta">From <see cref="Beta"/>.</param>
    /// <param name="scratch">As long as the row.</param>
    public static void ShiftInPlace<T>(Span<T> row, double beta, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Add(row, Sum(row, scratch) * T.CreateTruncating(-beta / row.Length), row);

    /// <summary>The same where one entry of the row, the bias, is kept elsewhere: n = length + 1.</summary>
    public static void ShiftInPlace<T>(Span<T> row, ref T bias, double beta, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T shift = (Sum(row, scratch) + bias) * T.CreateTruncating(-beta / (row.Length + 1));
        TensorPrimitives.Add(row, shift, row);
        bias += shift;
    }

    /// <summary>The sum, by adding halves: accurate, and the same bits whatever the width of registers.</summary>
    static T Sum<T>(ReadOnlySpan<T> values, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = values.Length;
        while (count > 1)
        {
            int half = count / 2;
            T middle = values[half];
            TensorPrimitives.Add(values[..half], values[(count - half)..count], scratch[..half]);
            if (count % 2 == 1)
                scratch[half] = middle;
            values = scratch;
            count -= half;
        }

        return values[0];
    }
}
