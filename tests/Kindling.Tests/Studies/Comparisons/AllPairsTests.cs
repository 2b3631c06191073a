using Kindling.Sampling;
using Kindling.Studies;

namespace Kindling.Tests.Studies.Comparisons;

public class AllPairsTests
{
    /// <summary>Log ratios of six seeds, all of one sign.</summary>
    static readonly double[] Six = [0.3, 1.1, 0.7, 0.2, 0.9, 0.4];

    /// <summary>Of the 32 flips of six seeds, none but the observed one gives as large a |sum|.</summary>
    [Fact]
    public void Six_differences_of_one_sign_have_p_one_in_32()
    {
        PairResult pair = Assert.Single(AllPairs.Test(Pair(Six)));
        Assert.Equal((1.0 / 32, true, 0), (pair.P, pair.IsClaimed, pair.Better));
        Assert.Equal(Math.Exp(0.6), pair.Ratio, 1e-12);
    }

    /// <summary>|2 + 2 + 2 + 2 + 2 - 1| = 9 is reached again by flipping the last seed: 11.</summary>
    [Fact]
    public void A_sixth_difference_of_the_other_sign_doubles_p()
    {
        PairResult pair = AllPairs.Test(Pair([2, 2, 2, 2, 2, -1]))[0];
        Assert.Equal((2.0 / 32, false), (pair.P, pair.IsClaimed));
    }

    /// <summary>
    /// At 5 %, 1 of 32 flips may be as large: a shift is rejected only where all differences from it have one sign. |t|
    /// is compared with a slack of a millionth, and moves at least as fast as the shift here.
    /// </summary>
    [Fact]
    public void The_interval_of_six_seeds_goes_from_the_least_difference_to_the_largest()
    {
        PairResult pair = AllPairs.Test(Pair(Six))[0];
        Assert.Equal(Math.Exp(0.2), pair.Low, 1e-5);
        Assert.Equal(Math.Exp(1.1), pair.High, 1e-5);
    }

    [Fact]
    public void Differences_that_are_all_equal_have_an_interval_of_one_point()
    {
        PairResult pair = AllPairs.Test(Pair([1, 1, 1, 1, 1, 1]))[0];
        Assert.True(pair.IsClaimed);
        Assert.Equal(Math.E, pair.Low, 1e-9);
        Assert.Equal(Math.E, pair.High, 1e-9);
    }

    [Fact]
    public void Equal_errors_show_no_difference()
    {
        PairResult pair = AllPairs.Test([[0.1, 0.2, 0.3, 0.1, 0.5, 0.6], [0.1, 0.2, 0.3, 0.1, 0.5, 0.6]])[0];
        Assert.Equal((1.0, 1.0, false), (pair.P, pair.Ratio, pair.IsClaimed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Five_seeds_or_fewer_claim_nothing_however_large_the_difference(int seeds)
    {
        PairResult pair = AllPairs.Test(Pair([.. Enumerable.Range(0, seeds).Select(i => 10 + (0.01 * i))]))[0];
        Assert.Equal(Math.Pow(2, 1 - seeds), pair.P, 1e-12);
        Assert.False(pair.IsClaimed);
        Assert.Equal((0, double.PositiveInfinity), (pair.Low, pair.High));
        Assert.True(double.IsPositiveInfinity(pair.Detectable));
    }

    [Fact]
    public void A_margin_that_is_not_reached_leaves_no_claim()
    {
        double[] small = [.. Six.Select(d => 0.05 * d)]; // A ratio of 1.03 in all seeds.
        Assert.True(AllPairs.Test(Pair(small), margin: 0.03)[0].IsClaimed);
        PairResult pair = AllPairs.Test(Pair(small), margin: 0.05)[0];
        Assert.Equal((1.0 / 32, false), (pair.P, pair.IsClaimed));
    }

    /// <summary>t is halved; for eight differences near 1, some flips then have a larger t than that.</summary>
    [Fact]
    public void Repeats_widen_the_interval()
    {
        double[] differences = [1.1, 0.8, 1.3, 0.6, 1.2, 0.9, 0.4, 1.7];
        PairResult once = AllPairs.Test(Pair(differences))[0], often = AllPairs.Test(Pair(differences), repeats: 4)[0];
        Assert.Equal(once.Ratio, often.Ratio);
        Assert.True(often.P >= once.P && often.Low < once.Low && often.High > once.High);
    }

    [Fact]
    public void What_two_claims_imply_is_claimed()
    {
        PairResult[] pairs = [Of(0, 1, 2, true), Of(0, 2, 6, false), Of(1, 2, 3, true)];
        PairResult implied = ImpliedClaims.Add(pairs, 3)[1];
        Assert.True(implied.IsClaimed);
        Assert.Equal((0.03, 1.5 * 2.5), (implied.P, implied.Low));
        pairs[2] = pairs[2] with { Ratio = 1.0 / 3 };
        Assert.False(ImpliedClaims.Add(pairs, 3)[1].IsClaimed);

        static PairResult Of(int a, int b, double ratio, bool isClaimed) =>
            new(a, b, ratio, isClaimed ? ratio - 0.5 : 0.9, ratio + 1, isClaimed ? 0.03 : 0.2, isClaimed, 2, 2, 8, 20);
    }

    [Fact]
    public void The_order_of_initializers_does_not_matter()
    {
        double[][] errors = Random(5, 8, k => Math.Exp(0.8 * k));
        int[] order = [3, 0, 4, 1, 2];
        IReadOnlyList<PairResult> pairs = AllPairs.Test(errors);
        IReadOnlyList<PairResult> others = AllPairs.Test([.. order.Select(k => errors[k])]);
        foreach (PairResult other in others)
        {
            (int a, int b) = (order[other.First], order[other.Second]);
            PairResult pair = pairs.Single(p => p.Has(a) && p.Has(b));
            bool isSwapped = a > b;
            Assert.Equal((pair.P, pair.IsClaimed), (other.P, other.IsClaimed));
            Assert.Equal(pair.Ratio, isSwapped ? 1 / other.Ratio : other.Ratio, 1e-9 * pair.Ratio);
            Assert.Equal(pair.Low, isSwapped ? 1 / other.High : other.Low, 1e-6 * pair.Low);
        }
    }

    [Fact]
    public void Factors_common_to_all_initializers_do_not_matter()
    {
        double[][] errors = Random(4, 8, k => Math.Exp(0.8 * k));
        double[] factors = [1, 7, 0.2, 3, 50, 0.01, 2, 1];
        IReadOnlyList<PairResult> pairs = AllPairs.Test(errors);
        IReadOnlyList<PairResult> scaled =
            AllPairs.Test([.. errors.Select(e => e.Select((v, s) => v * factors[s]).ToArray())]);
        Assert.Equal(pairs.Select(p => (p.P, p.IsClaimed)), scaled.Select(p => (p.P, p.IsClaimed)));
        Assert.All(pairs.Zip(scaled), p => Assert.Equal(p.First.Ratio, p.Second.Ratio, 1e-9 * p.First.Ratio));
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(6, 6)]
    [InlineData(3, 16)]
    [InlineData(12, 8)]
    public void The_interval_excludes_one_exactly_where_p_is_small(int count, int seeds)
    {
        int small = 0, all = 0;
        for (int i = 0; i < 20; i++)
        {
            foreach (PairResult pair in AllPairs.Test(Random(count, seeds, k => Math.Exp(0.5 * k), i)))
            {
                bool excludes = pair.Low > 1 || pair.High < 1;
                Assert.Equal(pair.P <= AllPairs.Level, excludes);
                Assert.InRange(pair.Ratio, pair.Low, pair.High);
                (small, all) = (small + (excludes ? 1 : 0), all + 1);
            }
        }

        Assert.InRange(small, 1, all - 1);
    }

    [Fact]
    public void Many_initializers_step_down_from_the_clearest_difference()
    {
        double[][] errors = Random(12, 8, k => k < 6 ? 1 : 1e6);
        IReadOnlyList<PairResult> pairs = AllPairs.Test(errors);
        Assert.Equal(36, pairs.Count(p => p.IsClaimed && p.Better < 6 && p.Worse >= 6));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("has 1 seeds", Assert.Throws<ArgumentException>(() => AllPairs.Test([[1, 2], [1]])).Message);
        Assert.Throws<ArgumentException>(() => AllPairs.Test([[0], [1]]));
        Assert.Throws<ArgumentException>(() => AllPairs.Test([[1], [double.PositiveInfinity]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AllPairs.Test([[1], [2]], repeats: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AllPairs.Test([[1], [2]], margin: -0.1));
        Assert.Empty(AllPairs.Test([[1, 2]]));
        Assert.Empty(AllPairs.Test([]));
    }

    static double[][] Pair(double[] differences) =>
        [[.. differences.Select(_ => 1.0)], [.. differences.Select(Math.Exp)]];

    static double[][] Random(int count, int seeds, Func<int, double> level, int trial = 0)
    {
        RandomStream random = RandomStream.Create((ulong)trial, "all pairs tests");
        return
        [
            .. Enumerable.Range(0, count).Select(k =>
                Enumerable.Range(0, seeds).Select(_ => level(k) * Math.Exp(0.7 * random.NextNormal())).ToArray()),
        ];
    }
}
