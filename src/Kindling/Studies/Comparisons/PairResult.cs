namespace Kindling.Studies;

/// <summary>What the test of all pairs says about two initializers.</summary>
/// <param name="First">The place of the one.</param>
/// <param name="Second">The place of the other; larger.</param>
/// <param name="Ratio">The geometric mean over seeds of error of the second / error of the first.</param>
/// <param name="Low">Lower end of the ratio's 95 % interval; 0 where the seeds are too few.</param>
/// <param name="High">Upper end; infinite where the seeds are too few.</param>
/// <param name="P">The p-value, adjusted for all pairs; the interval excludes 1 where it is 0.05 or less.</param>
/// <param name="IsClaimed">
/// True if the pair differs at the family-wise level, and by the margin or more: then the one with the lower errors is
/// better.
/// </param>
/// <param name="Detectable">The ratio, 1 or more, that so many seeds would have found in 80 % of cases.</param>
/// <param name="DetectableWithMore">The ratio that <paramref name="MoreSeeds"/> would find.</param>
/// <param name="Seeds">The number of seeds.</param>
/// <param name="MoreSeeds">About two and a half times as many.</param>
public sealed record PairResult(
    int First,
    int Second,
    double Ratio,
    double Low,
    double High,
    double P,
    bool IsClaimed,
    double Detectable,
    double DetectableWithMore,
    int Seeds,
    int MoreSeeds)
{
    /// <summary>The place of the one with the lower errors; the first if they are equal.</summary>
    public int Better => Ratio >= 1 ? First : Second;

    /// <summary>The place of the other one.</summary>
    public int Worse => Ratio >= 1 ? Second : First;

    /// <summary>True if the place is that of one of the two.</summary>
    public bool Has(int place) => First == place || Second == place;
}
