using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class VerdictTests
{
    /// <summary>Targets 1 and -1: a constant has error 1.</summary>
    static readonly ErrorScale Errors = new(new Problem
    {
        Name = "two points",
        Inputs = 1,
        Outputs = 1,
        Terms =
        [
            new Term { Data = new(Matrix<double>.FromRows([0.0], [1.0]), Matrix<double>.FromRows([1.0], [-1.0])) },
        ],
    });

    static readonly double[] Scatter = [1, 1.3, 0.8, 1.1, 0.9, 1.2, 0.7, 1.05];

    [Fact]
    public void The_best_scheme_is_named_with_its_advantage()
    {
        Verdict verdict = Judge(("box", 0.01, 1), ("he", 0.03, 2), ("glorot", 0.5, 3));
        Assert.Equal("box", verdict.Best);
        Assert.Matches(@"^box is best \(3\.\dx lower error than he, 9\d % sure\)$", verdict.Text);
        Assert.All(verdict.Comparisons, c => Assert.True(c.IsReal));
    }

    [Fact]
    public void Equal_schemes_have_no_winner()
    {
        Verdict verdict = Judge(("a", 0.01, 1), ("b", 0.0101, 2));
        Assert.Null(verdict.Best);
        Assert.Equal("no real difference between a and b", verdict.Text);
    }

    [Fact]
    public void Two_leaders_are_told_from_a_beaten_third()
    {
        Verdict verdict = Judge(("a", 0.01, 1), ("b", 0.0101, 2), ("c", 0.2, 3));
        Assert.Null(verdict.Best);
        Assert.StartsWith(
            "no real difference between a and b; a is better than c", verdict.Text, StringComparison.Ordinal);
        Assert.Equal([false, true], verdict.Comparisons.Select(c => c.IsReal));
    }

    [Fact]
    public void A_lead_beyond_1000_is_not_told_twice()
    {
        Verdict verdict = Judge(("a", 1e-6, 1), ("b", 1.01e-6, 2), ("c", 0.2, 3));
        Assert.EndsWith("a is better than c (by over 1000x, 95 % sure)", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lowest_median_is_no_winner_if_the_pairs_say_the_opposite()
    {
        double[] b = [.. Enumerable.Repeat(0.01, 6), 0.09, .. Enumerable.Repeat(0.5, 6)];
        double[] a = [.. b.Select(e => e == 0.09 ? 0.08 : e * 1.2)];
        Verdict verdict = Verdict.Of([Scheme("a", a), Scheme("b", b)], Errors, new VerdictContext());
        Assert.Null(verdict.Best);
        Assert.Equal(0, verdict.Confidence);
        Assert.Matches(
            @"^no winner: a has the lowest median error, but seed by seed b has lower errors \(1\.1\dx, 99 % sure\)$",
            verdict.Text);
    }

    [Fact]
    public void One_seed_names_no_winner()
    {
        Verdict verdict = Verdict.Of([Scheme("a", [0.001]), Scheme("b", [0.5])], Errors, new VerdictContext());
        Assert.Null(verdict.Best);
        Assert.Contains("one seed", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_seeds_name_no_winner_because_all_could_agree_by_chance()
    {
        Verdict verdict = Verdict.Of(
            [Scheme("a", [1e-3, 1e-3, 1e-3, 1e-3, 1e-3]), Scheme("b", [.5, .5, .5, .5, .5])], Errors, new VerdictContext());
        Assert.Null(verdict.Best);
        Assert.Equal("no real difference between a and b that 5 seeds could show; it takes 6", verdict.Text);
    }

    /// <summary>Six seeds make 97 % sure at most, and Holm asks for 98 % of the first of three comparisons.</summary>
    [Fact]
    public void A_difference_that_so_few_seeds_cannot_tell_is_not_called_none()
    {
        Verdict verdict = Verdict.Of(
            [
                Scheme("a", [.010, .013, .008, .011, .009, .012]),
                Scheme("b", [.013, .010, .011, .008, .012, .009]),
                Scheme("c", [.012, .009, .010, .013, .011, .010]),
                Scheme("d", [.1, .13, .08, .11, .09, .12]),
            ],
            Errors, new VerdictContext());
        Assert.Null(verdict.Best);
        Assert.Equal("no real difference between a, b and c; more seeds would tell whether d is worse", verdict.Text);
    }

    [Fact]
    public void Schemes_that_learned_no_more_than_a_constant_have_no_winner()
    {
        Verdict verdict = Judge(("a", 1.3, 1), ("b", 30, 2));
        Assert.Null(verdict.Best);
        Assert.Contains("more than a constant", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Diverged_runs_count_as_the_worst_error_seen()
    {
        double nan = double.NaN;
        double[] good = [.. Scatter.Select(s => s * 0.01)];
        Verdict verdict = Verdict.Of(
            [Scheme("a", good), Scheme("b", [nan, nan, nan, nan, nan, nan, nan, 0.01])], Errors, new VerdictContext());
        Assert.Equal("a", verdict.Best);
        Assert.StartsWith("a is best (b diverged in 7 of 8 runs, 9", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void If_everything_diverged_the_verdict_says_so()
    {
        double nan = double.NaN;
        Verdict verdict = Verdict.Of([Scheme("a", [nan, nan]), Scheme("b", [nan, nan])], Errors, new VerdictContext());
        Assert.Null(verdict.Best);
        Assert.Contains("diverged", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_scheme_and_no_scheme_are_described()
    {
        Assert.Contains("only scheme", Judge(("a", 0.01, 1)).Text, StringComparison.Ordinal);
        Assert.Contains("no run", Verdict.Of([], Errors, new VerdictContext()).Text, StringComparison.Ordinal);
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
    static Verdict Judge(params (string Name, double Error, int Shift)[] schemes) => Verdict.Of(
        [
            .. schemes.Select(s => Scheme(
                s.Name, [.. Enumerable.Range(0, 8).Select(i => s.Error * Scatter[i * ((2 * s.Shift) + 1) % 8])])),
        ],
        Errors, new VerdictContext());

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
