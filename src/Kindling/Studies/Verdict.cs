using System.Globalization;

namespace Kindling.Studies;

/// <summary>One scheme against the first of the ranking.</summary>
/// <param name="Better">The first of the ranking.</param>
/// <param name="Worse">The other scheme.</param>
/// <param name="Pairs">The comparison seed by seed.</param>
/// <param name="IsReal">True if the difference is more than chance, all comparisons of the study considered.</param>
public sealed record SchemeComparison(string Better, string Worse, PairedComparison Pairs, bool IsReal)
{
    /// <summary>How sure it is that the first is the better one, seed by seed; 0 where the other one is.</summary>
    internal double Confidence => Pairs.Ratio > 1 ? Pairs.Confidence : 0;

    /// <summary>True if the other one is better seed by seed, though its median is not.</summary>
    internal bool IsReversed => Pairs.Ratio < 1 && Pairs.Confidence >= Verdict.Level;
}

/// <summary>What a study's numbers support, in words.</summary>
/// <remarks>
/// <para>
/// The first of the ranking is compared with every other scheme over the seeds that both have
/// (<see cref="PairedComparison"/>). It is named best only if it beats each of them at 95 %: that claim is the
/// intersection of the single ones, so it needs no correction for their number (Berger 1982). Where it is not best,
/// single differences count as real if they pass Holm's correction (1979) for the number of comparisons.
/// </para>
/// <para>
/// A diverged run enters with the largest error that any run of the study showed, at its start or its end. A fraction
/// of wrong answers p over N points enters as (p N + 1/2) / (N + 1), so that "none wrong" is a number with a logarithm.
/// No winner is named if even the best does not clearly beat a constant output.
/// </para>
/// </remarks>
/// <param name="Best">The best scheme, or null where none is really better than all others.</param>
/// <param name="Text">The finding in one sentence.</param>
/// <param name="Confidence">How sure it is that the first differs from the others: the weakest comparison's
/// confidence.</param>
/// <param name="Comparisons">The first of the ranking against every other, in the ranking's order.</param>
public sealed record Verdict(
    string? Best, string Text, double Confidence, IReadOnlyList<SchemeComparison> Comparisons)
{
    /// <summary>The confidence from which on a difference is called real.</summary>
    public const double Level = 0.95;

    /// <summary>The fewest seeds that can make so sure: 2^(1 - n) is the chance of one sign in all of n.</summary>
    static readonly int FewestSeeds = (int)Math.Ceiling(1 - Math.Log2(1 - Level));

    /// <summary>Larger ratios of errors are not told apart.</summary>
    const double Most = 1000;

    const string AllDiverge =
        "no scheme trains: at least half of the runs of each diverged; a lower learning rate may help";

    /// <summary>Weighs ranked schemes against each other.</summary>
    /// <param name="ranked">Best first.</param>
    /// <param name="errors">Gives the error of a constant output.</param>
    public static Verdict Of(IReadOnlyList<SchemeResult> ranked, ErrorScale errors)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(errors);
        if (ranked.Count == 0)
            return new(null, "no run has finished", 0, []);
        SchemeResult first = ranked[0];
        SchemeComparison[] comparisons = WithHolm([.. Compare(ranked, errors)]);
        double confidence = comparisons.Length == 0 ? 0 : comparisons.Min(c => c.Confidence);
        if (!double.IsFinite(first.MedianError))
            return new(null, AllDiverge, 0, comparisons);
        if (!errors.IsLearned(first.MedianError))
            return new(null, NothingLearned(first, errors), 0, comparisons);
        if (ranked.Count == 1)
            return new(null, Alone(first), 0, comparisons);
        int seeds = comparisons.Max(c => Seeds(first, ranked, c));
        if (seeds < 2)
            return new(null, OneSeed(comparisons[0]), 0, comparisons);
        if (seeds < FewestSeeds)
            return new(null, FewSeeds(seeds, ranked), confidence, comparisons);
        if (confidence >= Level)
        {
            comparisons = [.. comparisons.Select(c => c with { IsReal = true })];
            return new(first.Name, Winner(comparisons[0], ranked[1], confidence), confidence, comparisons);
        }

        return new(null, NoWinner(first.Name, comparisons), confidence, comparisons);
    }

    static IEnumerable<SchemeComparison> Compare(IReadOnlyList<SchemeResult> ranked, ErrorScale errors)
    {
        double worst = ranked.SelectMany(s => s.Runs)
            .SelectMany(r => new[] { r.TestError, r.InitialTestError })
            .Where(double.IsFinite).DefaultIfEmpty(1).Max();
        foreach (SchemeResult other in ranked.Skip(1))
        {
            var pairs = ranked[0].Runs.Join(other.Runs, r => r.Run.Seed, r => r.Run.Seed, (a, b) => (a, b)).ToList();
            yield return new(
                ranked[0].Name,
                other.Name,
                PairedComparison.Of([.. pairs.Select(p => Error(p.a))], [.. pairs.Select(p => Error(p.b))]),
                false);
        }

        double Error(RunResult run) => errors.ForComparison(double.IsFinite(run.TestError) ? run.TestError : worst);
    }

    /// <summary>
    /// Holm's step-down procedure: the k-th smallest of m p-values is compared with (1 - Level) / (m - k).
    /// </summary>
    static SchemeComparison[] WithHolm(SchemeComparison[] comparisons)
    {
        int left = comparisons.Length;
        var real = new HashSet<string>();
        foreach (SchemeComparison comparison in comparisons.OrderByDescending(c => c.Pairs.Confidence))
        {
            if (1 - comparison.Pairs.Confidence > (1 - Level) / left--)
                break;
            real.Add(comparison.Worse);
        }

        return [.. comparisons.Select(c => c with { IsReal = real.Contains(c.Worse) && c.Pairs.Ratio > 1 })];
    }

    static int Seeds(SchemeResult first, IReadOnlyList<SchemeResult> ranked, SchemeComparison comparison) =>
        Math.Min(first.Runs.Count, ranked.First(s => s.Name == comparison.Worse).Runs.Count);

    static string Alone(SchemeResult only) =>
        $"{only.Name} is the only scheme; its median error is {Number(only.MedianError)}";

    static string NothingLearned(SchemeResult first, ErrorScale errors) =>
        "no scheme learned more than a constant: the lowest median error is "
        + $"{Number(first.MedianError)} ({first.Name}), a constant has {Number(errors.ConstantError)}";

    static string OneSeed(SchemeComparison next) =>
        $"{next.Better} came out lowest ({Times(next)} lower error than {next.Worse}), "
        + "but one seed cannot tell skill from luck";

    static string FewSeeds(int seeds, IReadOnlyList<SchemeResult> ranked) =>
        $"no real difference between {List([.. ranked.Select(s => s.Name)])} that {seeds} seeds could show; "
        + $"it takes {FewestSeeds}";

    static string Winner(SchemeComparison next, SchemeResult second, double confidence)
    {
        string how = double.IsFinite(second.MedianError)
            ? $"{Times(next)} lower error than {next.Worse}"
            : $"{next.Worse} diverged in {second.Diverged} of {second.Runs.Count} runs";
        return $"{next.Better} is best ({how}, {Percent(confidence)} sure)";
    }

    static string NoWinner(string first, IReadOnlyList<SchemeComparison> comparisons)
    {
        if (comparisons.Where(c => c.IsReversed).MinBy(c => c.Pairs.Ratio) is { } reversed)
        {
            return $"no winner: {first} has the lowest median error, but seed by seed {reversed.Worse} has lower "
                + $"errors ({Times(1 / reversed.Pairs.Ratio)}, {Percent(reversed.Pairs.Confidence)} sure)";
        }

        string[] level = [first, .. comparisons.Where(c => c.Confidence < Level).Select(c => c.Worse)];
        string[] open = [.. comparisons.Where(c => !c.IsReal && c.Confidence >= Level).Select(c => c.Worse)];
        string text = $"no real difference between {List(level)}";
        SchemeComparison[] beaten = [.. comparisons.Where(c => c.IsReal)];
        if (beaten.Length > 0)
        {
            SchemeComparison nearest = beaten.MinBy(c => c.Pairs.Ratio)!;
            text += $"; {first} is better than {List([.. beaten.Select(c => c.Worse)])} "
                + $"(by {Times(nearest)}{(nearest.Pairs.Ratio < Most ? " or more" : "")}, {Percent(Level)} sure)";
        }

        return open.Length == 0
            ? text
            : $"{text}; more seeds would tell whether {List(open)} {(open.Length == 1 ? "is" : "are")} worse";
    }

    static string List(string[] names) =>
        names.Length == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Length - 1))} and {names[^1]}";

    static string Times(SchemeComparison comparison) => Times(comparison.Pairs.Ratio);

    static string Times(double ratio) =>
        ratio switch
        {
            < 2 => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x"),
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}x"),
            < Most => $"{ratio:0}x",
            _ => "over 1000x",
        };

    /// <summary>Rounded down: 99.7 % is not "100 % sure".</summary>
    static string Percent(double confidence) => $"{Math.Floor(confidence * 100):0} %";

    static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
