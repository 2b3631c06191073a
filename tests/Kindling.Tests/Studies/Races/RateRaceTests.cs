using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies.Races;

public class RateRaceTests
{
    const long Steps = 1000;

    [Fact]
    public void Five_rates_half_a_decade_apart_run_to_a_tenth_of_the_steps()
    {
        RateRace race = Race(RateChoice.Auto);
        Assert.Equal([0.00032, 0.001, 0.0032, 0.01, 0.032], race.Next().Select(l => l.Rate));
        Assert.All(race.Next(), leg => Assert.Equal(Steps / 10, leg.To));
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0.01, 1)]
    [InlineData(OptimizerKind.Momentum, 0.0032, 0.32)]
    [InlineData(OptimizerKind.Adam, 0.00032, 0.032)]
    [InlineData(OptimizerKind.RmsProp, 0.00032, 0.032)]
    public void The_grid_lies_around_the_optimizers_default(OptimizerKind optimizer, double low, double high)
    {
        IReadOnlyList<double> start = RateGrid.Of(RateChoice.Auto, optimizer).Start;
        Assert.Equal((low, high, 5), (start[0], start[^1], start.Count));
    }

    [Fact]
    public void Three_go_on_then_three_and_the_rate_between_the_best_then_two_and_one_wins()
    {
        var rounds = Run(Race(RateChoice.Auto), rate => Distance(rate, 0.0032), out double won);
        Assert.Equal([5, 3, 4, 2], rounds.Select(r => r.Count));
        Assert.Equal([100, 250, 500, 1000], rounds.Select(r => r[0].To));
        Assert.Equal(0.0032, won);
    }

    [Fact]
    public void A_race_makes_3_2_times_the_steps_of_one_run()
    {
        long made = 0;
        var at = new Dictionary<double, long>();
        foreach (RaceLeg leg in Run(Race(RateChoice.Auto), r => Distance(r, 0.0032), out _).SelectMany(r => r))
        {
            made += leg.To - at.GetValueOrDefault(leg.Rate);
            at[leg.Rate] = leg.To;
        }

        Assert.Equal(RateRace.StepsOf(RateChoice.Auto, OptimizerKind.Adam, Steps), made);
        Assert.Equal(3.2 * Steps, made, 1e-9);
    }

    [Theory]
    [InlineData(1e-9, 1e-5)]
    [InlineData(1e9, 1)]
    public void The_grid_grows_where_the_best_rate_is_at_its_end_three_times_at_most(double optimum, double expected)
    {
        RateRace race = Race(RateChoice.Auto);
        Run(race, rate => Distance(rate, optimum), out double won);
        Assert.Equal(expected, won, expected * 1e-12);
        Assert.Equal(5 + RateRace.MostGrowth + 1, race.Arms.Count);
    }

    [Theory]
    [InlineData(0.0056, 0.0056)]
    [InlineData(0.0018, 0.0018)]
    [InlineData(0.0032, 0.0032)]
    public void A_narrow_optimum_between_two_rates_is_found(double optimum, double expected)
    {
        Run(Race(RateChoice.Auto), rate => Distance(rate, optimum), out double won);
        Assert.Equal(expected, won);
    }

    [Fact]
    public void Where_nothing_has_learned_all_rates_go_on()
    {
        var rounds = Run(Race(RateChoice.Auto), rate => 1 + rate, out double won);
        Assert.Equal([5, 5, 5, 5], rounds.Select(r => r.Count));
        Assert.Equal(0.00032, won);
    }

    [Fact]
    public void What_diverges_is_dropped_although_nothing_has_learned()
    {
        var rounds = Run(
            Race(RateChoice.Auto), rate => rate > 0.005 ? double.PositiveInfinity : 1 + rate, out double won);
        Assert.Equal([5, 3, 3, 3], rounds.Select(r => r.Count));
        Assert.Equal(0.00032, won);
    }

    [Fact]
    public void Where_all_rates_diverge_smaller_ones_are_tried()
    {
        RateRace race = Race(RateChoice.Auto);
        Run(race, rate => rate > 5e-5 ? double.PositiveInfinity : 3e-6 / rate, out double won);
        Assert.Equal(3.2e-5, won);
    }

    [Fact]
    public void Where_everything_diverges_the_smallest_rate_is_told()
    {
        Run(Race(RateChoice.Auto), _ => double.PositiveInfinity, out double won);
        Assert.Equal(1e-5, won);
    }

    [Fact]
    public void A_late_winner_may_overtake()
    {
        RateRace race = Race(RateChoice.Auto);
        while (race.Next() is { Count: > 0 } legs)
            race.Report([.. legs.Select(l => Late(l))]);
        double[] finished = [.. race.Arms.Where(a => a.Step == Steps).Select(a => a.Rate)];
        Assert.Equal(2, finished.Length);
        Assert.Equal(finished.Min(), race.Winner);
    }

    [Theory]
    [InlineData("0.01", new[] { 0.01 })]
    [InlineData("0.001..0.1", new[] { 0.001, 0.0032, 0.01, 0.032, 0.1 })]
    [InlineData("0.0005..0.0011", new[] { 0.0005, 0.000741619848709566, 0.0011 })]
    [InlineData("0.001..0.0033", new[] { 0.001, 0.0018, 0.0032 })]
    public void A_choice_fixes_or_bounds_the_rates(string text, double[] expected)
    {
        IReadOnlyList<double> start = RateGrid.Of(RateChoice.Parse(text), OptimizerKind.Adam).Start;
        Assert.Equal(expected.Length, start.Count);
        Assert.All(expected.Zip(start), pair => Assert.Equal(pair.First, pair.Second, pair.First * 1e-12));
    }

    [Fact]
    public void Bounds_hold_while_the_grid_grows()
    {
        RateRace race = Race(RateChoice.Parse("0.0001..0.01"));
        Run(race, rate => Distance(rate, 1), out double won);
        Assert.Equal(0.01, won);
        Assert.All(race.Arms, arm => Assert.InRange(arm.Rate, 0.0001, 0.01));
    }

    [Theory]
    [InlineData("0.01", OptimizerKind.Adam)]
    [InlineData("auto", OptimizerKind.Lbfgs)]
    public void A_single_rate_runs_to_the_end_at_once(string text, OptimizerKind optimizer)
    {
        var race = new RateRace(RateGrid.Of(RateChoice.Parse(text), optimizer), Steps, _ => true);
        var rounds = Run(race, _ => 0.1, out _);
        Assert.Equal([Steps], rounds.Select(r => Assert.Single(r).To));
    }

    [Fact]
    public void A_run_of_no_steps_races_nothing() =>
        Assert.Single(new RateRace(RateGrid.Of(RateChoice.Auto, OptimizerKind.Adam), 0, _ => true).Next());

    [Theory]
    [InlineData("0.1..0.01")]
    [InlineData("0.1..0.1")]
    [InlineData("..0.1")]
    [InlineData("-1")]
    [InlineData("fast")]
    public void Other_texts_are_no_choice(string text) =>
        Assert.Contains(text, Assert.Throws<ArgumentException>(() => RateChoice.Parse(text)).Message);

    [Theory]
    [InlineData("auto")]
    [InlineData("0.003")]
    [InlineData("0.001..0.1")]
    public void A_choice_reads_its_own_text(string text) => Assert.Equal(text, RateChoice.Parse(text).ToString());

    static RaceArm Late(RaceLeg leg) =>
        new(leg.Rate, leg.To, leg.To < Steps ? 1e-5 / leg.Rate : leg.Rate / 10, IsDiverged: false);

    static RateRace Race(RateChoice choice) =>
        new(RateGrid.Of(choice, OptimizerKind.Adam), Steps, score => score < 0.95);

    /// <summary>A score below 0.9 that grows with the distance of the rate from an optimum.</summary>
    static double Distance(double rate, double optimum) =>
        0.9 * Math.Abs(Math.Log(rate / optimum)) / (1 + Math.Abs(Math.Log(rate / optimum)));

    static List<IReadOnlyList<RaceLeg>> Run(RateRace race, Func<double, double> score, out double winner)
    {
        var rounds = new List<IReadOnlyList<RaceLeg>>();
        while (race.Next() is { Count: > 0 } legs)
        {
            rounds.Add(legs);
            race.Report([.. legs.Select(l =>
                new RaceArm(l.Rate, l.To, score(l.Rate), double.IsInfinity(score(l.Rate))))]);
        }

        winner = race.Winner;
        return rounds;
    }
}
