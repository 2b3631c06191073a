namespace Kindling.Diagnostics;

/// <summary>Findings about the features: the units of the last hidden layer, which the read-out combines.</summary>
static class FeatureFindings
{
    const string Remedy = "orthogonal weights, go or box keep features apart; or use fewer layers";

    public static IEnumerable<Finding> Coincident(Inspection inspection)
    {
        FeatureOrthogonality features = inspection.Orthogonality;
        if (features.SamePair is not (int first, int second))
            yield break;
        double units = features.Cosines.Rows, share = features.SamePairs / (units * (units - 1) / 2);
        string others = features.SamePairs == 1 ? "" : $" ({features.SamePairs} such pairs, "
            + $"{SignalFindings.Percent(share)} of all)";
        yield return new(
            share > 0.5 ? Severity.Critical : share > 0.01 ? Severity.Warning : Severity.Note,
            "features-coincide",
            $"features {first} and {second} are the same function up to a factor{others}",
            share,
            Remedy);
    }

    public static IEnumerable<Finding> Rank(Inspection inspection)
    {
        int most = inspection.Features.Eigenvalues.Count;
        if (most < 8)
            yield break;
        double rank = inspection.Features.EffectiveRank;
        if (rank == 0)
        {
            yield return new(
                Severity.Critical,
                "constant-features",
                "all features are constant: the network ignores its inputs",
                0,
                Remedy);
        }
        else if (rank < Math.Max(1.5, 0.02 * most) || (rank < 3 && inspection.Network.Inputs >= 3))
        {
            yield return new(
                rank < 1.5 ? Severity.Critical : Severity.Warning,
                "features-low-rank",
                $"the {inspection.Orthogonality.Cosines.Rows} features count as {rank:G3} independent ones",
                rank,
                Remedy);
        }
    }

    public static IEnumerable<Finding> Fit(Inspection inspection)
    {
        if (inspection.FirstFit is not FirstFit fit || fit.Rank >= inspection.Points)
            yield break;
        bool poor = fit.Ratio > 0.9;
        yield return new(
            poor ? Severity.Warning : Severity.Note,
            "first-fit",
            $"least squares on the untrained features leaves {SignalFindings.Percent(fit.Ratio)} of the error of the "
                + $"best constant (rank {fit.Rank})",
            fit.Ratio,
            poor ? "more width, or " + Remedy : null);
    }
}
