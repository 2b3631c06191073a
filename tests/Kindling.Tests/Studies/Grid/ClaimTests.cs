using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class ClaimTests
{
    static readonly Measurement s_loss = new(RunQuantity.Loss, CurvePlace.Last);

    static readonly int[] s_depths = [1, 2, 4, 8, 32];

    [Fact]
    public void A_value_is_the_statistic_over_the_seeds_of_a_cell()
    {
        CellResult[] cells = [Cell("he", 1, 1, 2, 3, 4, 100)];
        Assert.Equal(3, Value(s_loss, cells));
        Assert.Equal(22, Value(s_loss with { Statistic = SeedStatistic.Mean }, cells));
        Assert.Equal(1.4, Value(s_loss with { Statistic = SeedStatistic.Low }, cells), 1e-12);
        Assert.Equal(61.6, Value(s_loss with { Statistic = SeedStatistic.High }, cells), 1e-12);
        Assert.Equal(61.6 / 1.4, Value(s_loss with { Statistic = SeedStatistic.Spread }, cells), 1e-10);
        Assert.Equal(Math.Pow(2400, 0.2), Value(s_loss with { Statistic = SeedStatistic.GeometricMean }, cells), 1e-12);
    }

    [Fact]
    public void A_curve_is_read_at_its_start_at_a_step_at_its_lowest_and_at_its_end()
    {
        CellResult[] cells = [CellOf("he", 1, Run(TrainingStatus.Finished, (0, 8), (1, 4), (10, 1), (100, 2)))];
        Assert.Equal(8, Value(At(CurvePlaceKind.Start), cells));
        Assert.Equal(4, Value(At(CurvePlaceKind.Step, 9), cells));
        Assert.Equal(1, Value(At(CurvePlaceKind.Step, 10), cells));
        Assert.Equal(1, Value(At(CurvePlaceKind.Best), cells));
        Assert.Equal(2, Value(At(CurvePlaceKind.Last), cells));
    }

    [Fact]
    public void What_diverged_is_infinite_from_there_on()
    {
        CellResult[] cells = [CellOf("he", 1, Run(TrainingStatus.Diverged, (0, 8), (1, 4), (7, double.NaN)))];
        Assert.Equal(double.PositiveInfinity, Value(At(CurvePlaceKind.Last), cells));
        Assert.Equal(double.PositiveInfinity, Value(At(CurvePlaceKind.Step, 10), cells));
        Assert.Equal(4, Value(At(CurvePlaceKind.Step, 1), cells));
        Assert.Equal(1, Value(new(RunQuantity.Diverged, CurvePlace.Last, SeedStatistic.Mean), cells));
    }

    [Fact]
    public void A_ratio_pairs_cells_that_differ_on_its_axes_alone()
    {
        CellResult[] cells = [Cell("he", 1, 6), Cell("he", 2, 20), Cell("box", 2, 4), Cell("box", 1, 2)];
        Assert.Equal(3, Ratio(CellCombination.Min).Of(cells));
        Assert.Equal(5, Ratio(CellCombination.Max).Of(cells));
        Assert.Equal(4, Ratio(CellCombination.Median).Of(cells));
    }

    [Fact]
    public void A_slope_of_a_power_law_is_its_exponent()
    {
        CellResult[] cells = [.. s_depths.Select(d => Cell("box", d, 3 * Math.Pow(d, -1.5)))];
        var slope = new SlopeMeasure(s_loss, new CellSelection(), CellCombination.Single, "depth");
        Assert.Equal(-1.5, slope.Of(cells), 1e-12);
    }

    [Theory]
    [InlineData(10, ClaimVerdict.Holds)]
    [InlineData(3, ClaimVerdict.Partly)]
    [InlineData(1, ClaimVerdict.Fails)]
    public void The_verdict_follows_the_ranges(double worse, ClaimVerdict expected)
    {
        ClaimResult result = Judge([Cell("he", 1, worse, worse), Cell("box", 1, 1, 1)]);
        Assert.Equal((expected, worse, null), (result.Verdict, result.Measured, result.Reason));
    }

    [Fact]
    public void Without_its_runs_or_at_another_scale_a_claim_is_undecided_with_the_reason()
    {
        CellResult he = Cell("he", 1, 10), box = Cell("box", 1, 1);
        ClaimResult missing = Judge([he, box with { Runs = [] }]);
        Assert.Equal((ClaimVerdict.Undecided, double.NaN), (missing.Verdict, missing.Measured));
        Assert.Contains("1 of its 2 cells", missing.Reason, StringComparison.Ordinal);
        ClaimResult other = Judge([he, box], Claim() with { Scales = ["full"] });
        Assert.Equal(ClaimVerdict.Undecided, other.Verdict);
        Assert.Contains("full", other.Reason, StringComparison.Ordinal);
        ClaimResult absent = Judge([he]);
        Assert.Equal(ClaimVerdict.Undecided, absent.Verdict);
    }

    [Fact]
    public void Divergence_on_one_side_decides_and_on_both_does_not()
    {
        RunResult diverged = Run(TrainingStatus.Diverged, (0, 1), (1, double.NaN));
        CellResult he = CellOf("he", 1, diverged, diverged), box = CellOf("box", 1, diverged, diverged);
        Assert.Equal(ClaimVerdict.Holds, Judge([he, Cell("box", 1, 1, 1)]).Verdict);
        Assert.Equal(ClaimVerdict.Fails, Judge([Cell("he", 1, 1, 1), box]).Verdict);
        Assert.Equal(ClaimVerdict.Undecided, Judge([he, box]).Verdict);
    }

    [Fact]
    public void The_interval_of_a_claim_holds_its_number_and_pairs_the_seeds()
    {
        double[] noise = [1, 2, 5, 0.3, 7];
        ClaimResult result = Judge([Cell("he", 1, [.. noise.Select(n => 4 * n)]), Cell("box", 1, noise)]);
        Assert.Equal((4, 4, 4), (result.Low, result.Measured, result.High)); // All noise is common to both.
        ClaimResult free = Judge([Cell("he", 1, 4, 5, 6, 7, 8), Cell("box", 1, 1, 0.5, 2, 3, 1)]);
        Assert.InRange(free.Measured, free.Low, free.High);
        Assert.True(free.Low < free.High);
    }

    /// <summary>
    /// Six paired ratios from 1.5 to 40: the interval of sign flips goes from the least to the largest, as only one of
    /// 32 flips may be as large.
    /// </summary>
    [Fact]
    public void A_ratio_over_six_seeds_has_the_interval_of_the_comparisons()
    {
        ClaimResult result = Judge([Cell("he", 1, 8, 1.5, 40, 9, 7, 10), Cell("box", 1, 1, 1, 1, 1, 1, 1)]);
        Assert.Equal(8.5, result.Measured);
        Assert.Equal(1.5, result.Low, 1e-4);
        Assert.Equal(40, result.High, 1e-3);
        Assert.Equal(ClaimVerdict.Undecided, result.Verdict);
        Assert.Equal("the interval 1.5 to 40 lies on both sides", result.Reason);
    }

    [Fact]
    public void A_number_whose_interval_is_on_one_side_is_decided()
    {
        Assert.Equal(
            ClaimVerdict.Holds, Judge([Cell("he", 1, 8, 6, 40, 9, 7, 10), Cell("box", 1, 1, 1, 1, 1, 1, 1)]).Verdict);
        Assert.Equal(ClaimVerdict.Fails, Judge([Cell("he", 1, 1, 1.1, 1.2), Cell("box", 1, 1, 1, 1)]).Verdict);
    }

    /// <summary>Both ends fail, on either side of a range that the interval holds.</summary>
    [Fact]
    public void An_interval_that_holds_a_whole_range_is_undecided()
    {
        Claim claim = Claim() with { Holds = new(2, 3), Partly = null };
        ClaimResult result = Judge([Cell("he", 1, 1, 4, 9, 8, 5), Cell("box", 1, 1, 1, 1, 1, 1)], claim);
        Assert.True(result.Low < 2 && result.High > 3 && result.Measured > 3);
        Assert.Equal(ClaimVerdict.Undecided, result.Verdict);
    }

    [Theory]
    [InlineData(1, "1 seed has no interval; it takes 3")]
    [InlineData(2, "2 seeds have no interval; it takes 3")]
    public void One_or_two_seeds_leave_a_claim_undecided_unless_nothing_depends_on_them(int seeds, string reason)
    {
        double[] he = [.. Enumerable.Range(0, seeds).Select(i => 10.0 + i)], box = [.. he.Select(_ => 1.0)];
        ClaimResult result = Judge([Cell("he", 1, he), Cell("box", 1, box)]);
        Assert.Equal((ClaimVerdict.Undecided, reason), (result.Verdict, result.Reason));
        Assert.Equal(seeds == 1 ? 10 : 10.5, result.Measured);
        Assert.True(double.IsNaN(result.Low));
        CellResult[] toys =
            [.. new[] { Cell("he", 1, he), Cell("box", 1, box) }.Select(c => c with { Cell = Toy(c.Cell) })];
        Assert.Equal(ClaimVerdict.Holds, Judge(toys).Verdict);

        static GridCell Toy(GridCell cell) =>
            cell with { Study = cell.Study with { Problem = new() { Toy = ToyQuadratic.Name } } };
    }

    static Claim Claim() => new(
        "id", "p", "f", "t", "", Ratio(CellCombination.Single), new(5, double.PositiveInfinity), new(2, 5), [], "");

    static ClaimResult Judge(CellResult[] cells, Claim? claim = null) => ClaimResult.Of(
        claim ?? Claim(),
        new GridStudy("s", "s", "", "", "", "desk", ["desk", "full"], [], [.. cells.Select(c => c.Cell)], [], [], ""),
        cells);

    static RatioMeasure Ratio(CellCombination over) => new(
        s_loss,
        new CellSelection(),
        over,
        new CellSelection(("init", ["he"])),
        new CellSelection(("init", ["box"])),
        s_loss);

    static double Value(Measurement measurement, CellResult[] cells) =>
        new ValueMeasure(measurement, new CellSelection(), CellCombination.Single).Of(cells);

    static Measurement At(CurvePlaceKind kind, long step = 0) => s_loss with { At = new CurvePlace(kind, step) };

    static CellResult Cell(string init, int depth, params double[] losses) =>
        CellOf(init, depth, [.. losses.Select(l => Run(TrainingStatus.Finished, (0, 2 * l), (10, l)))]);

    static CellResult CellOf(string init, int depth, params RunResult[] runs)
    {
        var study = new Study { Problem = new() { Function = "sin" }, Schemes = [init], Seeds = runs.Length };
        return new(new($"{init}-{depth}", [("init", init), ("depth", $"{depth}")], study), 0.1, runs, null);
    }

    static RunResult Run(TrainingStatus status, params (long Step, double Loss)[] curve) => new(
        new Run("r", "he", 0, 0.1),
        status,
        null,
        curve[^1].Step,
        [.. curve.Select(c => new CurvePoint(c.Step, c.Loss, c.Loss, c.Loss))],
        1,
        1,
        1);
}
