using Kindling.Sampling;
using Kindling.Studies;

namespace Kindling.Tests.Studies.Comparisons;

/// <summary>How often the test of all pairs claims what is not there, and finds what is: by simulation.</summary>
public class ClaimRateTests
{
    const int Seeds = 8;

    /// <summary>
    /// The share of studies with a false claim is at most 5 % and three standard errors of the number of trials.
    /// </summary>
    [Theory]
    [InlineData(2, "normal", 600)]
    [InlineData(2, "heaps", 600)]
    [InlineData(2, "cauchy", 600)]
    [InlineData(4, "normal", 400)]
    [InlineData(4, "heaps", 400)]
    [InlineData(4, "cauchy", 400)]
    [InlineData(8, "normal", 100)]
    [InlineData(8, "common", 100)]
    [InlineData(8, "cauchy", 100)]
    public void Equal_initializers_are_told_apart_in_one_study_of_twenty(int count, string kind, int trials)
    {
        double[] levels = new double[count];
        int wrong = Enumerable.Range(0, trials).Count(i => AllPairs.Test(Draw(levels, kind, i)).Any(p => p.IsClaimed));
        Assert.InRange((double)wrong / trials, 0, 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / trials)));
    }

    /// <summary>Two equal ones among clear differences: here nothing but their own pair can be wrong.</summary>
    [Theory]
    [InlineData("normal")]
    [InlineData("heaps")]
    public void Two_equal_initializers_are_rarely_told_apart_where_six_are_1000_times_worse(string kind)
    {
        const int Trials = 100;
        double far = Math.Log(1000);
        int wrong = 0;
        for (int i = 0; i < Trials; i++)
        {
            IReadOnlyList<PairResult> pairs = AllPairs.Test(Draw([0, 0, far, far, far, far, far, far], kind, i));
            Assert.Equal(12, pairs.Count(p => p.IsClaimed && p.Better < 2 && p.Worse >= 2));
            wrong += pairs.Any(p => p.IsClaimed && (p.First < 2) == (p.Second < 2)) ? 1 : 0;
        }

        Assert.InRange((double)wrong / Trials, 0, 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / Trials)));
    }

    /// <summary>Most of the errors' scatter is common to a seed: then eight seeds find a factor of three.</summary>
    [Fact]
    public void One_of_four_that_is_three_times_as_good_is_named_in_most_studies()
    {
        const int Trials = 100;
        double worse = Math.Log(3);
        int named = Enumerable.Range(0, Trials).Count(i =>
            AllPairs.Test(Draw([0, worse, worse, worse], "common", i)).Count(p => p.IsClaimed && p.Better == 0) == 3);
        Assert.InRange(named, 80, Trials);
    }

    /// <summary>
    /// Each interval holds the true ratio in 95 % of studies or more, whatever the true ratios are: fewer than that by
    /// three standard errors of the number of studies would show.
    /// </summary>
    [Theory]
    [InlineData("normal", 6)]
    [InlineData("normal", 8)]
    [InlineData("heaps", 8)]
    [InlineData("cauchy", 8)]
    public void Intervals_hold_the_true_ratio(string kind, int seeds)
    {
        const int Trials = 400;
        double[] levels = [0, 0, 1, 4];
        var held = new int[6];
        for (int i = 0; i < Trials; i++)
        {
            foreach ((int place, PairResult pair) in AllPairs.Test(Draw(levels, kind, i, seeds)).Index())
            {
                double truth = Math.Exp((levels[pair.Second] - levels[pair.First]) * Scale(kind));
                held[place] += pair.Low <= truth * (1 + 1e-9) && truth <= pair.High * (1 + 1e-9) ? 1 : 0;
            }
        }

        Assert.All(held, h => Assert.InRange((double)h / Trials, 0.95 - (3 * Math.Sqrt(0.05 * 0.95 / Trials)), 1));
    }

    /// <summary>
    /// Two initializers with normal errors differ by what the test says it finds in 80 % of studies. The difference is
    /// the median of what many studies without a difference say; a study's own standard deviation of seven degrees of
    /// freedom moves it by 27 %. The tolerance is three standard errors, and 3 % for the normal approximation.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_detectable_ratio_is_found_in_80_percent_of_studies(bool hasMoreSeeds)
    {
        const int Trials = 400;
        double[] said =
        [
            .. Enumerable.Range(0, Trials).Select(i => AllPairs.Test(Draw([0, 0], "normal", i))[0])
                .Select(p => Math.Log(hasMoreSeeds ? p.DetectableWithMore : p.Detectable)),
        ];
        // The mean of squares undoes the scatter of the standard deviation: its square has no bias.
        double difference = Math.Sqrt(said.Average(d => d * d));
        int seeds = hasMoreSeeds ? AllPairs.Test(Draw([0, 0], "normal", 0))[0].MoreSeeds : Seeds;
        int found = Enumerable.Range(0, Trials)
            .Count(i => AllPairs.Test(Draw([0, difference], "normal", i, seeds))[0] is { IsClaimed: true, Better: 0 });
        double tolerance = 0.03 + (3 * Math.Sqrt(0.8 * 0.2 / Trials));
        Assert.InRange((double)found / Trials, 0.8 - tolerance, 0.8 + tolerance);
    }

    /// <summary>Errors whose logarithms scatter around levels; Cauchy's are made smaller, to stay finite.</summary>
    static double[][] Draw(double[] levels, string kind, int trial, int seeds = Seeds)
    {
        RandomStream random = RandomStream.Create((ulong)trial, $"claim rates {kind} {seeds}");
        double[][] errors = [.. levels.Select(_ => new double[seeds])];
        for (int s = 0; s < seeds; s++)
        {
            double common = kind == "common" ? random.NextNormal() : 0;
            for (int k = 0; k < levels.Length; k++)
                errors[k][s] = Math.Exp(Scale(kind) * (levels[k] + common + Noise(kind, random)));
        }

        return errors;
    }

    static double Noise(string kind, RandomStream random) => kind switch
    {
        "heaps" => (random.NextDouble() < 0.3 ? 3 : 0) + (0.1 * random.NextNormal()),
        "cauchy" => 0.5 * Math.Tan(Math.PI * (random.NextDouble() - 0.5)),
        "common" => 0.4 * random.NextNormal(),
        _ => 0.7 * random.NextNormal(),
    };

    static double Scale(string kind) => kind == "cauchy" ? 1e-4 : 1;
}
