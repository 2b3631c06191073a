namespace Kindling.Studies;

/// <summary>Two schemes compared seed by seed.</summary>
/// <param name="Better">The one with the lower errors, by the geometric mean over seeds.</param>
/// <param name="Worse">The other one.</param>
/// <param name="Ratio">How many times lower, 1 or more.</param>
/// <param name="Low">Lower end of the 95 % interval of the ratio.</param>
/// <param name="High">Upper end; infinite where the seeds are too few.</param>
/// <param name="Confidence">1 - p, with p adjusted for all pairs of the comparison.</param>
/// <param name="IsReal">True if "better" is claimed.</param>
/// <param name="Detectable">The ratio that so many seeds would have found in 80 % of cases; infinite for too
/// few.</param>
/// <param name="DetectableWithMore">The ratio that more seeds would find.</param>
/// <param name="MoreSeeds">How many these are.</param>
public sealed record SchemeComparison(
    string Better,
    string Worse,
    double Ratio,
    double Low,
    double High,
    double Confidence,
    bool IsReal,
    double Detectable,
    double DetectableWithMore,
    int MoreSeeds)
{
    /// <summary>How many times the errors of the two may differ, in either direction.</summary>
    internal double Within => Math.Max(High, 1 / Low);

    /// <summary>A pair of the test, the better one first.</summary>
    internal static SchemeComparison Of(PairResult pair, IReadOnlyList<string> names)
    {
        bool isFirst = pair.Better == pair.First;
        return new(
            names[pair.Better],
            names[pair.Worse],
            isFirst ? pair.Ratio : 1 / pair.Ratio,
            isFirst ? pair.Low : 1 / pair.High,
            isFirst ? pair.High : 1 / pair.Low,
            1 - pair.P,
            pair.IsClaimed,
            pair.Detectable,
            pair.DetectableWithMore,
            pair.MoreSeeds);
    }
}
