using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies.Comparisons;

public class VerdictTests
{
    /// <summary>Targets 1 and -1: a constant has error 1.</summary>
    static readonly Problem TwoPoints = new()
    {
        Name = "two points",
        Inputs = 1,
        Outputs = 1,
        Terms =
        [
            new Term { Data = new(Matrix<double>.FromRows([0.0], [1.0]), Matrix<double>.FromRows([1.0], [-1.0])) },
        ],
    };

    static readonly ErrorScale Errors = new(TwoPoints);

    static readonly double[] Scatter = [1, 1.3, 0.8, 1.1, 0.9, 1.2, 0.7, 1.05];

    [Fact]
    public void The_best_scheme_is_named_with_its_advantage_and_its_interval()
    {
        Verdict verdict = Judge(("box", 0.01, 1), ("he", 0.03, 2), ("glorot", 0.5, 3));
        Assert.Equal("box", verdict.Best);
        Assert.Matches(@"^box is best: 3\.\dx lower error than he \(\d\.\dx to \d\.\dx, 9\d % sure\)$", verdict.Text);
        Assert.InRange(verdict.Confidence, 0.95, 1);
        Assert.Equal(["box"], verdict.PossiblyBest);
        Assert.Equal(
            [("box", "he"), ("box", "glorot"), ("he", "glorot")], verdict.Pairs.Select(p => (p.Better, p.Worse)));
        Assert.StartsWith("it is also better than glorot (", verdict.Details[0], StringComparison.Ordinal);
        Assert.StartsWith("he is better than glorot (", verdict.Details[1], StringComparison.Ordinal);
        Assert.True(double.IsNaN(verdict.DetectableRatio));
    }

    [Fact]
    public void Equal_schemes_have_no_winner_and_it_is_said_what_could_have_been_missed()
    {
        Verdict verdict = Judge(("a", 0.01, 1), ("b", 0.0101, 2));
        Assert.Equal((null, 0), (verdict.Best, verdict.Confidence));
        Assert.Equal("no real difference between a and b", verdict.Text);
        Assert.Equal(["a", "b"], verdict.PossiblyBest);
        Assert.Matches(@"^a and b are within 1\.\d\dx of each other \(95 %\)$", verdict.Details[0]);
        Assert.Matches(
            @"^a difference of 1\.\d\dx would have been found with 8 seeds in 80 % of cases; "
            + @"20 seeds would find 1\.\d\dx$",
            verdict.Details[1]);
        Assert.InRange(verdict.DetectableRatio, 1.05, 2);
    }

    [Fact]
    public void Two_leaders_are_told_from_a_beaten_third()
    {
        Verdict verdict = Judge(("a", 0.01, 1), ("b", 0.0101, 2), ("c", 0.2, 3));
        Assert.Null(verdict.Best);
        Assert.Matches(
            @"^no real difference between a and b; both are better than c \(by \d\dx or more, 95 % sure\)$",
            verdict.Text);
        Assert.Equal(["a", "b"], verdict.PossiblyBest);
        Assert.Equal([("a", "c"), ("b", "c")], verdict.Pairs.Select(p => (p.Better, p.Worse)));
    }

    [Fact]
    public void A_lead_beyond_1000_is_not_told_twice()
    {
        Verdict verdict = Judge(("a", 1e-6, 1), ("b", 1.01e-6, 2), ("c", 0.2, 3));
        Assert.EndsWith("both are better than c (by over 1000x, 95 % sure)", verdict.Text, StringComparison.Ordinal);
    }

    /// <summary>c is worse than a in each seed and, by chance, not clearly worse than b.</summary>
    [Fact]
    public void Schemes_that_one_leader_alone_beats_are_not_the_best()
    {
        double[] a = [.. Scatter.Select(s => 0.01 * s)];
        double[] b = [.. Scatter.Select((s, i) => 0.01 * s * (i % 2 == 0 ? 0.5 : 2.2))];
        double[] c = [.. a.Select((e, i) => e * (1.3 + (0.01 * i)))];
        Verdict verdict = Judge([Scheme("a", a), Scheme("b", b), Scheme("c", c)]);
        Assert.Equal("no real difference between a and b; not the best: c (95 % sure)", verdict.Text);
        Assert.Contains(verdict.Details, d => d.StartsWith("a is better than c (1.3", StringComparison.Ordinal));
    }

    [Fact]
    public void The_lowest_median_is_no_winner_if_the_pairs_say_the_opposite()
    {
        double[] b = [.. Enumerable.Repeat(0.01, 6), 0.09, .. Enumerable.Repeat(0.5, 6)];
        double[] a = [.. b.Select(e => e == 0.09 ? 0.08 : e * 1.2)];
        Verdict verdict = Judge([Scheme("a", a), Scheme("b", b)]);
        Assert.Equal((null, 0), (verdict.Best, verdict.Confidence));
        Assert.Matches(
            @"^no winner: a has the lowest median error, but seed by seed b has lower errors \(1\.1\dx, 99 % sure\)$",
            verdict.Text);
        Assert.Equal(["b"], verdict.PossiblyBest);
    }

    [Fact]
    public void One_seed_names_no_winner()
    {
        Verdict verdict = Judge([Scheme("a", [0.001]), Scheme("b", [0.5])]);
        Assert.Null(verdict.Best);
        Assert.Contains("one seed", verdict.Text, StringComparison.Ordinal);
        Assert.Empty(verdict.Pairs);
    }

    [Fact]
    public void Five_seeds_name_no_winner_because_all_could_agree_by_chance()
    {
        Verdict verdict = Judge([Scheme("a", [1e-3, 1e-3, 1e-3, 1e-3, 1e-3]), Scheme("b", [.5, .5, .5, .5, .5])]);
        Assert.Null(verdict.Best);
        Assert.Equal("no real difference between a and b that 5 seeds could show; it takes 6", verdict.Text);
        Assert.True(double.IsNaN(verdict.DetectableRatio));
    }

    /// <summary>Six seeds can tell one scheme from three equal ones, whatever the number of pairs.</summary>
    [Fact]
    public void Six_seeds_tell_a_clearly_worse_scheme_from_three_equal_ones()
    {
        Verdict verdict = Judge(
        [
            Scheme("a", [.010, .013, .008, .011, .009, .012]),
            Scheme("b", [.013, .010, .011, .008, .012, .009]),
            Scheme("c", [.012, .009, .010, .013, .011, .010]),
            Scheme("d", [.1, .13, .08, .11, .09, .12]),
        ]);
        Assert.Null(verdict.Best);
        Assert.StartsWith(
            "no real difference between a, b and c; all are better than d (by ",
            verdict.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_called_better_by_less_than_the_margin()
    {
        SchemeResult[] schemes =
            [Scheme("a", [.. Scatter.Select(s => 0.01 * s)]), Scheme("b", [.. Scatter.Select(s => 0.0103 * s)])];
        Assert.Equal("a", Judge(schemes, new(Margin: 0.02)).Best);
        Verdict verdict = Judge(schemes);
        Assert.Equal("no real difference between a and b", verdict.Text);
        Assert.False(Assert.Single(verdict.Comparisons).IsReal);
    }

    [Fact]
    public void Schemes_that_learned_no_more_than_a_constant_have_no_winner_and_no_claims()
    {
        Verdict verdict = Judge(("a", 1.3, 1), ("b", 30, 2));
        Assert.Null(verdict.Best);
        Assert.Contains("more than a constant", verdict.Text, StringComparison.Ordinal);
        Assert.Empty(verdict.Pairs);
        Assert.Empty(verdict.PossiblyBest);
        Verdict learned = Judge(("a", 0.01, 1), ("b", 1.3, 2), ("c", 30, 3));
        Assert.Equal([("a", "b"), ("a", "c")], learned.Pairs.Select(p => (p.Better, p.Worse)));
    }

    [Fact]
    public void Diverged_runs_count_as_the_worst_error_seen()
    {
        double nan = double.NaN;
        double[] good = [.. Scatter.Select(s => s * 0.01)];
        Verdict verdict = Judge([Scheme("a", good), Scheme("b", [nan, nan, nan, nan, nan, nan, nan, 0.01])]);
        Assert.Equal("a", verdict.Best);
        Assert.StartsWith("a is best: b diverged in 7 of 8 runs (9", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void If_everything_diverged_the_verdict_says_so()
    {
        double nan = double.NaN;
        Verdict verdict = Judge([Scheme("a", [nan, nan]), Scheme("b", [nan, nan])]);
        Assert.Null(verdict.Best);
        Assert.Contains("diverged", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_scheme_and_no_scheme_are_described()
    {
        Assert.Contains("only scheme", Judge(("a", 0.01, 1)).Text, StringComparison.Ordinal);
        Assert.Contains("no run", Judge([]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemes_with_equal_curves_are_one_start_under_two_names()
    {
        double[] errors = [.. Scatter.Select(s => 0.01 * s)];
        SchemeResult[] same = [Scheme("he", errors), Scheme("he_normal", errors)];
        Verdict only = Judge(same);
        Assert.Equal("he and he_normal are the same start: there is nothing to compare", only.Text);
        double[] worse = [.. Enumerable.Range(0, 8).Select(i => 0.05 * Scatter[i * 3 % 8])];
        Verdict verdict = Judge([.. same, Scheme("box", worse)]);
        Assert.Equal("he", verdict.Best);
        Assert.Single(verdict.Comparisons);
        Assert.Contains(
            "he and he_normal are the same start under two names: he stands for both", verdict.Details);
    }

    /// <summary>32 machine epsilons of double, relative to targets of root mean square 1: 7e-15.</summary>
    [Fact]
    public void Errors_at_rounding_level_are_ties()
    {
        Verdict verdict = Judge(("a", 2e-16, 1), ("b", 4e-16, 2));
        Assert.Null(verdict.Best);
        Assert.Equal(1, Assert.Single(verdict.Comparisons).Ratio);
        Assert.Equal(32 * Math.Pow(2, -52), Errors.ForComparison(1e-16));
        Assert.Equal(1e-10, Errors.ForComparison(1e-10));
        Assert.Equal(32 * Math.Pow(2, -23), new ErrorScale(TwoPoints, Precision.Single).ForComparison(1e-10));
    }

    [Fact]
    public void What_a_claim_is_about_is_said()
    {
        SchemeResult[] schemes =
            [Scheme("a", [.. Scatter.Select(s => 0.01 * s)]), Scheme("b", [.. Scatter.Select(s => 0.02 * s * s)])];
        Verdict verdict = Judge(schemes, new(Repeats: 2, Rows: "these 36 test rows", RowCount: 36));
        Assert.Equal("these 36 test rows", verdict.Rows);
        Assert.Contains("this is about these 36 test rows", verdict.Details);
        Assert.Contains(verdict.Details, d => d.Contains("dealt out 2 times", StringComparison.Ordinal));
        Assert.Contains(verdict.Details, d => d.StartsWith("36 rows are few", StringComparison.Ordinal));
    }

    [Fact]
    public void Schemes_are_compared_over_the_seeds_that_all_have()
    {
        double[] errors = [.. Scatter.Select(s => 0.01 * s)];
        Verdict verdict = Judge([Scheme("a", errors), Scheme("b", [.. errors.Take(6).Select(e => 3 * e)])]);
        Assert.Equal("a", verdict.Best);
        Assert.Equal(1 - (1.0 / 32), verdict.Confidence);
    }

    [Fact]
    public void Half_of_the_runs_are_enough_to_have_come_to_the_threshold()
    {
        SchemeResult scheme = Scheme("a", [0.1, 0.2, 0.3, 0.4]);
        Assert.Equal(10, scheme.MedianStepsTo(0.25));
        Assert.Null(scheme.MedianStepsTo(0.15));
        Assert.Equal(0, scheme.MedianStepsTo(2));
    }

    /// <summary>
    /// Schemes around given errors; the scatter is permuted, so that seeds of different schemes are unrelated.
    /// </summary>
    static Verdict Judge(params (string Name, double Error, int Shift)[] schemes) => Judge(
    [
        .. schemes.Select(s => Scheme(
            s.Name, [.. Enumerable.Range(0, 8).Select(i => s.Error * Scatter[i * ((2 * s.Shift) + 1) % 8])])),
    ]);

    static Verdict Judge(SchemeResult[] ranked, VerdictContext? context = null) =>
        Verdict.Of(ranked, Errors, context ?? new());

    internal static SchemeResult Scheme(string name, double[] errors) => new(
        name,
        [.. errors.Select((e, seed) => new RunResult(
            new Run(Run.IdOf(name, (ulong)seed), name, (ulong)seed, 0.001),
            double.IsNaN(e) ? TrainingStatus.Diverged : TrainingStatus.Finished,
            null,
            10,
            [new CurvePoint(0, 4, 2, 2), new CurvePoint(10, e * e, e, e)],
            1,
            0.1,
            0.01))],
        []);
}
