using Kindling.Sampling;
using Kindling.Studies;

namespace Kindling.Tests.Studies;

public class PairedComparisonTests
{
    [Fact]
    public void The_ratio_is_the_geometric_mean_of_the_pairs_ratios()
    {
        PairedComparison pairs = PairedComparison.Of([1, 2, 4], [2, 4, 8]);
        Assert.Equal(2, pairs.Ratio, 12);
        Assert.InRange(pairs.RatioLow, 1.999, 2.001);
        Assert.InRange(pairs.RatioHigh, 1.999, 2.001);
    }

    [Fact]
    public void Equal_numbers_give_equal_results()
    {
        double[] better = [0.1, 0.5, 0.2, 0.9, 0.4, 0.3], worse = [0.3, 0.4, 0.5, 1.9, 0.6, 0.2];
        Assert.Equal(PairedComparison.Of(better, worse), PairedComparison.Of(better, worse));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.5)]
    [InlineData(5, 0.9375)]
    [InlineData(6, 0.96875)]
    public void Few_seeds_limit_the_confidence_however_large_the_difference(int seeds, double limit)
    {
        double[] better = [.. Enumerable.Range(0, seeds).Select(i => 1e-6 * (1 + (0.01 * i)))];
        double[] worse = [.. Enumerable.Repeat(1.0, seeds)];
        Assert.Equal(limit, PairedComparison.Of(better, worse).Confidence, 12);
    }

    [Fact]
    public void Equal_schemes_show_no_difference() =>
        Assert.Equal(0, PairedComparison.Of([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]).Confidence);

    /// <summary>
    /// Two equal schemes: a 95 % claim in either direction should be made in about 5 % of studies. 400 studies have a
    /// standard deviation of 1.1 %; the bound is 5 % and five of those.
    /// </summary>
    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(16)]
    public void Equal_schemes_are_rarely_told_apart(int seeds)
    {
        const int Studies = 400;
        RandomStream random = RandomStream.Create(1, "null");
        int claims = 0;
        for (int i = 0; i < Studies; i++)
        {
            double[] a = [.. Enumerable.Range(0, seeds).Select(_ => Math.Exp(random.NextNormal()))];
            double[] b = [.. Enumerable.Range(0, seeds).Select(_ => Math.Exp(random.NextNormal()))];
            claims += PairedComparison.Of(a, b).Confidence >= 0.95 ? 1 : 0;
        }

        Assert.InRange((double)claims / Studies, 0, 0.05 + (5 * Math.Sqrt(0.05 * 0.95 / Studies)));
    }

    [Fact]
    public void A_tenfold_difference_is_seen_with_eight_seeds()
    {
        RandomStream random = RandomStream.Create(2, "real");
        double[] a = [.. Enumerable.Range(0, 8).Select(_ => Math.Exp(random.NextNormal()))];
        double[] b = [.. Enumerable.Range(0, 8).Select(_ => 10 * Math.Exp(random.NextNormal()))];
        Assert.True(PairedComparison.Of(a, b).Confidence > 0.95);
    }

    [Fact]
    public void Different_numbers_of_seeds_and_errors_without_a_logarithm_are_refused()
    {
        Assert.Contains(
            "has 1 seeds", Assert.Throws<ArgumentException>(() => PairedComparison.Of([1, 2], [1])).Message);
        Assert.Throws<ArgumentException>(() => PairedComparison.Of([0], [1]));
        Assert.Throws<ArgumentException>(() => PairedComparison.Of([1], [double.PositiveInfinity]));
    }
}
