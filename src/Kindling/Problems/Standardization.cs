using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>A shift and a scale for each column: scaled = (value - center) / scale.</summary>
/// <remarks>
/// A column that is constant in the data the scaling was made from has scale 0: it is scaled to 0 everywhere, and back
/// to its constant. Immutable.
/// </remarks>
/// <param name="Center">One number a column.</param>
/// <param name="Scale">One number a column, 0 or above.</param>
public sealed record Standardization(IReadOnlyList<double> Center, IReadOnlyList<double> Scale)
{
    /// <summary>The number of columns.</summary>
    public int Columns => Center.Count;

    /// <summary>The scaling that changes nothing.</summary>
    public static Standardization Identity(int columns) =>
        new(new double[columns], [.. Enumerable.Repeat(1.0, columns)]);

    /// <summary>The scaling after which each column of <paramref name="data"/> has mean 0 and variance 1.</summary>
    /// <remarks>The variance is the mean squared deviation, divided by the number of rows.</remarks>
    /// <param name="data">[rows, columns], finite, at least one row.</param>
    /// <param name="include">Says for each column whether it is scaled or left as it is; null scales all.</param>
    public static Standardization OfColumns(Matrix<double> data, Func<int, bool>? include = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] center = new double[data.Columns];
        double[] scale = new double[data.Columns];
        for (int j = 0; j < data.Columns; j++)
            (center[j], scale[j]) = include?.Invoke(j) == false ? (0, 1) : Moments(data, j, j + 1);
        return new Standardization(center, scale);
    }

    /// <summary>One shift and one scale for all columns together, as suits the pixels of images.</summary>
    /// <inheritdoc cref="OfColumns"/>
    public static Standardization OfAllColumns(Matrix<double> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        (double center, double scale) = Moments(data, 0, data.Columns);
        return new Standardization(
            [.. Enumerable.Repeat(center, data.Columns)], [.. Enumerable.Repeat(scale, data.Columns)]);
    }

    /// <summary>Scales each row of a matrix.</summary>
    /// <exception cref="ArgumentException">The matrix has another number of columns.</exception>
    public void ApplyInPlace(Matrix<double> data) =>
        ForEach(data, static (value, center, scale) => scale == 0 ? 0 : (value - center) / scale);

    /// <summary>Takes the scaling back: value = center + scale * scaled.</summary>
    /// <inheritdoc cref="ApplyInPlace"/>
    public void UndoInPlace(Matrix<double> data) =>
        ForEach(data, static (value, center, scale) => center + (scale * value));

    void ForEach(Matrix<double> data, Func<double, double, double, double> map)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Columns != Columns)
            throw new ArgumentException($"data has {data.Columns} columns; the scaling has {Columns}.", nameof(data));
        for (int i = 0; i < data.Rows; i++)
        {
            Span<double> row = data.Row(i);
            for (int j = 0; j < row.Length; j++)
                row[j] = map(row[j], Center[j], Scale[j]);
        }
    }

    /// <summary>Mean and standard deviation of some columns together; 0 if all numbers are equal.</summary>
    static (double Mean, double Deviation) Moments(Matrix<double> data, int firstColumn, int endColumn)
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity, sum = 0;
        double count = (double)data.Rows * (endColumn - firstColumn);
        for (int i = 0; i < data.Rows; i++)
        {
            foreach (double value in data.Row(i)[firstColumn..endColumn])
            {
                smallest = Math.Min(smallest, value);
                largest = Math.Max(largest, value);
                sum += value / count; // divided first: the sum of large values may overflow
            }
        }

        if (smallest == largest)
            return (smallest, 0);
        double largestDeviation = Math.Max(largest - sum, sum - smallest);
        double squares = 0;
        for (int i = 0; i < data.Rows; i++)
        {
            foreach (double value in data.Row(i)[firstColumn..endColumn])
            {
                double ratio = (value - sum) / largestDeviation;
                squares += ratio * ratio;
            }
        }

        return (sum, largestDeviation * Math.Sqrt(squares / count));
    }
}
