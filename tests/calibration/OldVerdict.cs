using Kindling.Sampling;
using Kindling.Studies;
using MathNet.Numerics.Distributions;

namespace Kindling.Calibration;

/// <summary>The verdict that was before: the first of the ranking by medians against every other one.</summary>
/// <remarks>
/// Seeds are resampled for each pair, with expanded percentile intervals. The first is best if it beats each other one
/// at 95 %; else those count that pass Holm's correction. Where the order over seeds contradicts the medians, the
/// verdict names the better one of that pair alone, without a correction.
/// </remarks>
sealed class OldVerdict : IPairTest
{
    const double Level = 0.95;
    const int Resamples = 10_000;

    /// <inheritdoc/>
    public IReadOnlyList<(int Better, int Worse)> Claims(IReadOnlyList<double[]> errors)
    {
        int[] ranked = [.. Enumerable.Range(0, errors.Count).OrderBy(i => SampleQuantiles.Median(errors[i]))];
        int first = ranked[0];
        Comparison[] comparisons = [.. ranked.Skip(1).Select(other => Compare(errors[first], errors[other], other))];
        Comparison[] better = [.. comparisons.Where(c => c.Mean > 0)];
        if (better.Length == comparisons.Length && better.All(c => c.Confidence >= Level))
            return [.. better.Select(c => (first, c.Other))];
        if (comparisons.Any(c => c.Mean < 0 && c.Confidence >= Level))
            return [(comparisons.MinBy(c => c.Confidence >= Level ? c.Mean : 0)!.Other, first)];
        return [.. Holm(comparisons).Where(c => c.Mean > 0).Select(c => (first, c.Other))];
    }

    /// <summary>The comparisons that pass Holm's step-down procedure.</summary>
    static IEnumerable<Comparison> Holm(Comparison[] comparisons)
    {
        int left = comparisons.Length;
        return comparisons.OrderByDescending(c => c.Confidence)
            .TakeWhile(c => 1 - c.Confidence <= (1 - Level) / left--);
    }

    static Comparison Compare(double[] first, double[] other, int place)
    {
        double[] differences = [.. first.Zip(other, (a, b) => Math.Log(b / a))];
        double mean = differences.Average();
        return new(place, mean, mean == 0 ? 0 : Confidence(differences, mean));
    }

    /// <summary>The largest level at which the expanded percentile interval of the mean excludes 0.</summary>
    static double Confidence(double[] differences, double mean)
    {
        int n = differences.Length;
        double beyond = 0;
        RandomStream random = RandomStream.Create(0, "paired bootstrap");
        for (int r = 0; r < Resamples; r++)
        {
            double sum = 0;
            for (int s = 0; s < n; s++)
                sum += differences[(int)(((ulong)random.NextUInt32() * (ulong)n) >> 32)];
            beyond += sum == 0 ? 0.5 : sum > 0 != mean > 0 ? 1 : 0;
        }

        double tail = Math.Clamp((beyond + 0.5) / (Resamples + 1), 0, 0.5);
        double t = -Normal.InvCDF(0, 1, tail) * Math.Sqrt((n - 1.0) / n);
        return Math.Clamp(1 - (2 * StudentT.CDF(0, 1, n - 1, -t)), 0, 1 - Math.Pow(2, 1 - n));
    }

    /// <summary>One initializer against the first; the mean is above 0 where the first is better.</summary>
    sealed record Comparison(int Other, double Mean, double Confidence);
}
