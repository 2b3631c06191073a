namespace Kindling.Studies;

/// <summary>What a study's numbers support, in words.</summary>
/// <remarks>
/// <para>
/// All schemes are compared with each other, seed by seed, over the seeds that all have (<see cref="AllPairs"/>).
/// Claims "a is better than b" are wrong in at most 5 % of studies, all claims of a study together. A scheme is best if
/// it is claimed better than each other one. Where none is, those may be the best that no other is claimed better
/// than.
/// </para>
/// <para>
/// A diverged run enters with the largest error that any run of the study showed, at its start or its end. A fraction
/// of wrong answers p over N points enters as (p N + 1/2) / (N + 1), and an error at rounding level as that level
/// (<see cref="ErrorScale.ForComparison"/>). A scheme that learned no more than a constant is better than nothing.
/// </para>
/// </remarks>
/// <param name="Best">The best scheme, or null where none is claimed better than all others.</param>
/// <param name="Text">The finding in one sentence.</param>
/// <param name="Confidence">
/// How sure it is that the best one is: 1 - p of the weakest claim that makes it so; 0 where there is no best one.
/// </param>
/// <param name="Comparisons">All pairs, the one with the lower errors first.</param>
public sealed record Verdict(
    string? Best, string Text, double Confidence, IReadOnlyList<SchemeComparison> Comparisons)
{
    /// <summary>What else is known, one sentence each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>
    /// The schemes that no other one is claimed better than, in the ranking's order; empty where nothing was learned.
    /// </summary>
    public IReadOnlyList<string> PossiblyBest { get; init; } = [];

    /// <summary>The claims.</summary>
    public IEnumerable<SchemeComparison> Pairs => Comparisons.Where(c => c.IsReal);

    /// <summary>
    /// The ratio of errors that the seeds would have found in 80 % of cases between any two that may be the best; NaN
    /// where there is a best one, or too few seeds.
    /// </summary>
    public double DetectableRatio { get; init; } = double.NaN;

    /// <summary>What the claims are about, as in "these 78 test rows"; empty for functions and equations.</summary>
    public string Rows { get; init; } = "";

    /// <summary>Weighs ranked schemes against each other.</summary>
    /// <param name="ranked">Best first, each with a run at least.</param>
    /// <param name="errors">Gives the error of a constant output, and the level of rounding.</param>
    /// <param name="context">The margin, and what the seeds are.</param>
    public static Verdict Of(IReadOnlyList<SchemeResult> ranked, ErrorScale errors, VerdictContext context)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(context);
        if (ranked.Count == 0)
            return new(null, "no run has finished", 0, []) { Rows = context.Rows };
        var paired = new PairedErrors(ranked, errors);
        string[] names = [.. paired.Schemes.Select(s => s.Name)];
        var learned = paired.Schemes.Where(s => errors.IsLearned(s.MedianError)).Select(s => s.Name).ToHashSet();
        SchemeComparison[] comparisons =
        [
            .. AllPairs.Test(paired.Errors, context.Repeats, context.Margin)
                .Select(p => SchemeComparison.Of(p, names))
                .Select(c => c with { IsReal = c.IsReal && learned.Contains(names[0]) && learned.Contains(c.Better) }),
        ];
        Verdict verdict = Unclaimed(ranked, paired, errors, comparisons) ?? Weighed(paired, comparisons);
        return verdict with
        {
            Rows = context.Rows,
            Details = [.. verdict.Details, .. VerdictText.Notes(paired, context, comparisons.Length > 0)],
        };
    }

    /// <summary>The verdict where there can be no claim, or null.</summary>
    static Verdict? Unclaimed(
        IReadOnlyList<SchemeResult> ranked, PairedErrors paired, ErrorScale errors, SchemeComparison[] comparisons)
    {
        SchemeResult first = ranked[0];
        string? text = !double.IsFinite(first.MedianError) ? VerdictText.AllDiverge
            : !errors.IsLearned(first.MedianError) ? VerdictText.NothingLearned(first, errors)
            : ranked.Count == 1 ? VerdictText.Alone(first)
            : paired.Schemes.Count == 1 ? VerdictText.AllTheSame(ranked)
            : paired.Seeds < 2 ? VerdictText.OneSeed(paired, comparisons)
            : paired.Seeds < AllPairs.FewestSeeds ? VerdictText.FewSeeds(paired)
            : null;
        return text is null ? null : new(null, text, 0, comparisons)
        {
            PossiblyBest = errors.IsLearned(first.MedianError) ? [.. paired.Schemes.Select(s => s.Name)] : [],
        };
    }

    static Verdict Weighed(PairedErrors paired, SchemeComparison[] comparisons)
    {
        SchemeComparison[] claims = [.. comparisons.Where(c => c.IsReal)];
        string[] names = [.. paired.Schemes.Select(s => s.Name)];
        string[] leaders = [.. names.Where(n => !claims.Any(c => c.Worse == n))];
        var words = new VerdictText(paired, comparisons, leaders);
        if (!leaders.Contains(names[0]))
            return new(null, words.Reversed(), 0, comparisons) { PossiblyBest = leaders, Details = words.Claims([]) };
        if (leaders.Length == 1)
        {
            SchemeComparison[] all = [.. claims.Where(c => c.Better == leaders[0])];
            return new(leaders[0], words.Winner(), all.Min(c => c.Confidence), comparisons)
            {
                PossiblyBest = leaders,
                Details = [.. words.Sizes(), .. words.Claims(leaders)],
            };
        }

        return new(null, words.NoWinner(), 0, comparisons)
        {
            PossiblyBest = leaders,
            Details = [.. words.Missed(), .. words.Claims(words.IsShared ? leaders : [])],
            DetectableRatio = words.Open.Max(c => c.Detectable),
        };
    }
}
