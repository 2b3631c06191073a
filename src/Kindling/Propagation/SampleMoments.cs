namespace Kindling.Propagation;

/// <summary>Number, mean and spread of numbers that come in parts.</summary>
/// <param name="Count">How many numbers there were.</param>
/// <param name="Mean">Their mean; NaN if one of them was not finite or there were none.</param>
/// <param name="SquaredDeviations">The sum of squared deviations from the mean.</param>
public readonly record struct SampleMoments(long Count, double Mean, double SquaredDeviations)
{
    /// <summary>No numbers.</summary>
    public static SampleMoments Empty { get; } = new(0, double.NaN, double.NaN);

    /// <summary>The standard deviation over the numbers themselves (divided by their number).</summary>
    public double Deviation => Math.Sqrt(SquaredDeviations / Count);

    /// <summary>The moments of a list.</summary>
    public static SampleMoments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return Empty;
        double sum = 0;
        foreach (double value in values)
            sum += value;
        double mean = sum / values.Length, squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        return double.IsFinite(squares)
            ? new(values.Length, mean, squares)
            : new(values.Length, double.NaN, double.NaN);
    }

    /// <summary>The moments of both lists together (Chan, Golub and LeVeque 1983).</summary>
    public SampleMoments And(SampleMoments other)
    {
        if (Count == 0)
            return other;
        if (other.Count == 0)
            return this;
        long count = Count + other.Count;
        double difference = other.Mean - Mean, share = other.Count / (double)count;
        return new(
            count,
            Mean + (difference * share),
            SquaredDeviations + other.SquaredDeviations + (difference * difference * share * Count));
    }
}
