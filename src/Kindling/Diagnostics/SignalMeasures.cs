using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Diagnostics;

/// <summary>
/// Averages over the rows (inputs) and columns (units) of one layer's numbers, in double precision.
/// </summary>
static class SignalMeasures
{
    /// <summary>
    /// The mean square, and the standard deviation over the rows of the rows' mean squares, relative to it.
    /// </summary>
    public static (double Moment, double Spread) Lengths<T>(Matrix<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < values.Rows; i++)
        {
            double length = Dot<T>(values.Row(i), values.Row(i)) / values.Columns;
            sum += length;
            squares += length * length;
        }

        double mean = sum / values.Rows;
        double variance = Math.Max(0, (squares / values.Rows) - (mean * mean));
        return (mean, mean > 0 ? Math.Sqrt(variance) / mean : 0);
    }

    /// <summary>The mean cosine between the rows of the pairs; rows of zeros count as equal.</summary>
    public static double Correlation<T>(Matrix<T> values, IReadOnlyList<(int First, int Second)> pairs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach ((int first, int second) in pairs)
            sum += Cosine<T>(values.Row(first), values.Row(second));
        return sum / pairs.Count;
    }

    /// <summary>The cosine of the angle between two vectors; 1 if one of them is zero.</summary>
    public static double Cosine<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norms = Math.Sqrt(Dot(x, x)) * Math.Sqrt(Dot(y, y));
        return norms == 0 ? 1 : Math.Clamp(Dot(x, y) / norms, -1, 1);
    }

    /// <summary>The share of elements that pass a test.</summary>
    public static double Share<T>(Matrix<T> values, Func<T, T, bool> test, T limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = 0;
        for (int i = 0; i < values.Rows; i++)
        {
            foreach (T value in values.Row(i))
                count += test(value, limit) ? 1 : 0;
        }

        return count / ((double)values.Rows * values.Columns);
    }

    /// <summary>The number of columns that are 0 in every row.</summary>
    public static int DeadUnits<T>(Matrix<T> slopes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool[] alive = new bool[slopes.Columns];
        for (int i = 0; i < slopes.Rows; i++)
        {
            Span<T> row = slopes.Row(i);
            for (int j = 0; j < row.Length; j++)
                alive[j] |= row[j] != T.Zero;
        }

        return alive.Count(a => !a);
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
