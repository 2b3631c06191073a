using Kindling.Sampling;
using MathNet.Numerics.Distributions;

namespace Kindling.Studies;

/// <summary>How much lower one scheme's errors are than another's, over the same seeds.</summary>
/// <param name="Ratio">The geometric mean over seeds of worse / better; NaN without seeds.</param>
/// <param name="RatioLow">Lower end of its 95 % interval.</param>
/// <param name="RatioHigh">Upper end of its 95 % interval.</param>
/// <param name="Confidence">
/// The largest level at which the interval still excludes 1, in [0, 1): how sure the difference is, and not the
/// probability that it is there.
/// </param>
/// <remarks>
/// <para>
/// The statistic is the mean m of d_s = log(worse_s / better_s) over n seeds. Seeds are drawn with replacement 10,000
/// times; the interval is the expanded percentile interval (Hesterberg 2015, "What teachers should know about the
/// bootstrap", section 4.4): the levels of the percentiles are Phi(-sqrt(n / (n - 1)) t), with t the quantile of
/// Student's t with n - 1 degrees of freedom, because the plain percentile interval is too narrow for few seeds.
/// </para>
/// <para>
/// If the two schemes were equal, all n differences would have one sign with probability 2^(1 - n). No confidence above
/// 1 - 2^(1 - n) is stated: 5 seeds can never make 95 % sure, 6 can, and 1 seed says nothing.
/// </para>
/// </remarks>
public sealed record PairedComparison(double Ratio, double RatioLow, double RatioHigh, double Confidence)
{
    const int Resamples = 10_000;

    /// <summary>Compares the errors of two schemes seed by seed.</summary>
    /// <param name="better">Errors of the scheme that is thought better: positive and finite.</param>
    /// <param name="worse">Errors of the other one, in the same order of seeds.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an error is not positive and finite.</exception>
    public static PairedComparison Of(IReadOnlyList<double> better, IReadOnlyList<double> worse)
    {
        ArgumentNullException.ThrowIfNull(better);
        ArgumentNullException.ThrowIfNull(worse);
        if (better.Count != worse.Count)
            throw new ArgumentException($"worse has {worse.Count} seeds, better has {better.Count}.", nameof(worse));
        double[] differences = [.. better.Zip(worse, LogRatio)];
        int n = differences.Length;
        if (n == 0)
            return new(double.NaN, double.NaN, double.NaN, 0);
        double mean = differences.Average();
        if (n == 1)
            return new(Math.Exp(mean), 0, double.PositiveInfinity, 0);
        double[] means = ResampledMeans(differences);
        double level = Normal.CDF(0, 1, -Math.Sqrt(n / (n - 1.0)) * StudentT.InvCDF(0, 1, n - 1, 0.975));
        return new(
            Math.Exp(mean),
            Math.Exp(Math.Min(mean, SampleQuantiles.Quantile(means, level))),
            Math.Exp(Math.Max(mean, SampleQuantiles.Quantile(means, 1 - level))),
            ConfidenceOf(means, mean, n));
    }

    static double LogRatio(double better, double worse)
    {
        if (!(better > 0 && worse > 0 && double.IsFinite(better) && double.IsFinite(worse)))
            throw new ArgumentException(
                $"the errors {better} and {worse} must be finite and greater than 0.", nameof(better));
        return Math.Log(worse / better);
    }

    /// <summary>The means of all resamples; the same numbers for the same differences.</summary>
    static double[] ResampledMeans(double[] differences)
    {
        int n = differences.Length;
        RandomStream random = RandomStream.Create(0, "paired bootstrap");
        var means = new double[Resamples];
        for (int r = 0; r < Resamples; r++)
        {
            double sum = 0;
            for (int s = 0; s < n; s++)
                sum += differences[(int)(((ulong)random.NextUInt32() * (ulong)n) >> 32)];
            means[r] = sum / n;
        }

        return means;
    }

    /// <summary>The level whose expanded percentile interval ends at 0.</summary>
    static double ConfidenceOf(double[] means, double mean, int n)
    {
        if (mean == 0)
            return 0;
        double beyond = means.Sum(m => m == 0 ? 0.5 : m > 0 != mean > 0 ? 1.0 : 0.0);
        double tail = Math.Clamp((beyond + 0.5) / (Resamples + 1), 0, 0.5);
        double t = -Normal.InvCDF(0, 1, tail) * Math.Sqrt((n - 1.0) / n);
        double confidence = 1 - (2 * StudentT.CDF(0, 1, n - 1, -t));
        return Math.Clamp(confidence, 0, 1 - Math.Pow(2, 1 - n));
    }
}
