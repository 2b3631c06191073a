using System.Globalization;

namespace Kindling.Studies;

/// <summary>The sentences of a verdict.</summary>
/// <param name="paired">What was compared.</param>
/// <param name="comparisons">All pairs.</param>
/// <param name="leaders">The schemes that no other one is claimed better than.</param>
sealed class VerdictText(PairedErrors paired, IReadOnlyList<SchemeComparison> comparisons, string[] leaders)
{
    /// <summary>Larger ratios of errors are not told apart.</summary>
    const double Most = 1000;

    /// <summary>A table with fewer rows is called small.</summary>
    const int FewRows = 100;

    public const string AllDiverge =
        "no scheme trains: at least half of the runs of each diverged; a lower learning rate may help";

    readonly SchemeComparison[] _claims = [.. comparisons.Where(c => c.IsReal)];

    /// <summary>The leaders' pairs: which of the two is better is open.</summary>
    public IReadOnlyList<SchemeComparison> Open { get; } =
        [.. comparisons.Where(c => leaders.Contains(c.Better) && leaders.Contains(c.Worse))];

    /// <summary>True if each leader is claimed better than the same others.</summary>
    public bool IsShared => leaders.All(l => WorseThan(l).SequenceEqual(WorseThan(leaders[0])));

    public static string Alone(SchemeResult only) =>
        $"{only.Name} is the only scheme; its median error is {Number(only.MedianError)}";

    public static string AllTheSame(IReadOnlyList<SchemeResult> ranked) =>
        $"{List([.. ranked.Select(s => s.Name)])} are the same start: there is nothing to compare";

    public static string NothingLearned(SchemeResult first, ErrorScale errors) =>
        "no scheme learned more than a constant: the lowest median error is "
        + $"{Number(first.MedianError)} ({first.Name}), a constant has {Number(errors.ConstantError)}";

    public static string OneSeed(PairedErrors paired, IReadOnlyList<SchemeComparison> comparisons)
    {
        SchemeComparison? next = comparisons.FirstOrDefault(c => c.Better == paired.Schemes[0].Name);
        string how = next is null ? "" : $" ({Times(next.Ratio)} lower error than {next.Worse})";
        return $"{paired.Schemes[0].Name} came out lowest{how}, but one seed cannot tell skill from luck";
    }

    public static string FewSeeds(PairedErrors paired) =>
        $"no real difference between {List([.. paired.Schemes.Select(s => s.Name)])} that {paired.Seeds} seeds could "
        + $"show; it takes {AllPairs.FewestSeeds}";

    /// <summary>What holds for any verdict: equal starts, and what the seeds are.</summary>
    public static IEnumerable<string> Notes(PairedErrors paired, VerdictContext context, bool isComparison)
    {
        foreach ((string kept, string other) in paired.SameStarts)
            yield return $"{kept} and {other} are the same start under two names: {kept} stands for both";
        if (!isComparison)
            yield break;
        if (context.Rows.Length > 0)
            yield return $"this is about {context.Rows}";
        if (context.Repeats > 1)
        {
            yield return $"the rows were dealt out {context.Repeats} times, and seeds that share rows are not "
                + $"independent: differences must be {Times(Math.Sqrt(context.Repeats))} as clear";
        }

        if (context.RowCount < FewRows)
            yield return $"{context.RowCount} rows are few: most differences between initializers need more to show";
    }

    public string Winner()
    {
        SchemeComparison next = Nearest(leaders[0]);
        SchemeResult second = paired.Schemes.First(s => s.Name == next.Worse);
        double confidence = _claims.Where(c => c.Better == leaders[0]).Min(c => c.Confidence);
        return double.IsFinite(second.MedianError)
            ? $"{leaders[0]} is best: {Times(next.Ratio)} lower error than {next.Worse} "
                + $"({Range(next)}, {Percent(confidence)} sure)"
            : $"{leaders[0]} is best: {second.Name} diverged in {second.Diverged} of {second.Runs.Count} runs "
                + $"({Percent(confidence)} sure)";
    }

    public string Reversed()
    {
        string first = paired.Schemes[0].Name;
        SchemeComparison lower = _claims.Where(c => c.Worse == first).MaxBy(c => c.Ratio)!;
        return $"no winner: {first} has the lowest median error, but seed by seed {lower.Better} has lower errors "
            + $"({Times(lower.Ratio)}, {Percent(lower.Confidence)} sure)";
    }

    public string NoWinner()
    {
        string text = $"no real difference between {List(leaders)}";
        if (!IsShared)
        {
            string behind = List([.. paired.Schemes.Select(s => s.Name).Except(leaders)]);
            return $"{text}; not the best: {behind} ({Percent(AllPairs.Sureness)} sure)";
        }

        string[] worse = WorseThan(leaders[0]);
        if (worse.Length == 0)
            return text;
        double least = _claims.Where(c => leaders.Contains(c.Better)).Min(c => c.Ratio);
        return $"{text}; {(leaders.Length == 2 ? "both" : "all")} are better than {List(worse)} "
            + $"(by {AtLeast(least)}, {Percent(AllPairs.Sureness)} sure)";
    }

    /// <summary>How large a difference between leaders may have been missed.</summary>
    public IEnumerable<string> Missed()
    {
        double within = Open.Max(c => c.Within);
        if (double.IsFinite(within))
            yield return $"{List(leaders)} are within {Times(within)} of each other ({Percent(AllPairs.Sureness)})";
        SchemeComparison hardest = Open.MaxBy(c => c.Detectable)!;
        if (double.IsFinite(hardest.Detectable))
        {
            yield return $"a difference of {Times(hardest.Detectable)} would have been found with {paired.Seeds} seeds "
                + $"in {Percent(DetectableDifference.Power)} of cases; {hardest.MoreSeeds} seeds would find "
                + Times(hardest.DetectableWithMore);
        }
    }

    /// <summary>How much better the best scheme is than those that the headline does not name.</summary>
    public IEnumerable<string> Sizes()
    {
        SchemeComparison next = Nearest(leaders[0]);
        string[] others = [.. _claims.Where(c => c.Better == leaders[0] && c != next).OrderBy(c => c.Ratio)
            .Select(c => $"{c.Worse} ({Times(c.Ratio)}, {Range(c)})")];
        if (others.Length > 0)
            yield return $"it is also better than {List(others)}";
    }

    /// <summary>The claims, one sentence for each scheme that is better than some, apart from those told.</summary>
    public IReadOnlyList<string> Claims(string[] told) =>
        [.. paired.Schemes.Select(s => s.Name).Except(told).Where(n => WorseThan(n).Length > 0).Select(Claim)];

    string Claim(string better)
    {
        SchemeComparison nearest = Nearest(better);
        string[] worse = WorseThan(better);
        string size = worse.Length > 1 ? $"by {AtLeast(nearest.Ratio)}" : $"{Times(nearest.Ratio)}, {Range(nearest)}";
        return $"{better} is better than {List(worse)} ({size})";
    }

    SchemeComparison Nearest(string better) => _claims.Where(c => c.Better == better).MinBy(c => c.Ratio)!;

    string[] WorseThan(string better) =>
        [.. paired.Schemes.Select(s => s.Name).Where(n => _claims.Any(c => c.Better == better && c.Worse == n))];

    static string List(string[] names) =>
        names.Length == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Length - 1))} and {names[^1]}";

    static string AtLeast(double ratio) => ratio < Most ? $"{Times(ratio)} or more" : Times(ratio);

    static string Range(SchemeComparison comparison) => $"{Times(comparison.Low)} to {Times(comparison.High)}";

    static string Times(double ratio) =>
        ratio switch
        {
            < 2 => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x"),
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}x"),
            < Most => $"{ratio:0}x",
            _ => "over 1000x",
        };

    /// <summary>Rounded down: 99.7 % is not "100 % sure".</summary>
    static string Percent(double confidence) => $"{Math.Floor((confidence * 100) + 1e-9):0} %";

    static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
