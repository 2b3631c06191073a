namespace Kindling.Diagnostics;

/// <summary>All rules that turn measurements into findings.</summary>
static class FindingRules
{
    static readonly Func<Inspection, IEnumerable<Finding>>[] s_rules =
    [
        SignalFindings.Precision,
        SignalFindings.Length,
        SignalFindings.AntiCorrelatedWithoutBias,
        SignalFindings.Correlation,
        GradientFindings.Depth,
        UnitFindings.Dead,
        UnitFindings.Saturated,
        FeatureFindings.Coincident,
        FeatureFindings.Rank,
        FeatureFindings.Fit,
        TaskFindings.FlatSquare,
        TaskFindings.Rough,
        TaskFindings.SecondDerivative,
        TheoryFindings.FarFromTheory,
    ];

    /// <summary>The findings, worst first; a network without a warning is called healthy.</summary>
    public static IReadOnlyList<Finding> Apply(Inspection inspection)
    {
        List<Finding> found = [.. s_rules.SelectMany(rule => rule(inspection))];
        if (!found.Exists(f => f.Severity < Severity.Healthy))
            found.Add(Healthy(inspection));
        return [.. found.OrderBy(f => f.Severity)];
    }

    static string Layers(int depth) => depth == 1 ? "hidden layer" : $"{depth} hidden layers";

    static Finding Healthy(Inspection inspection)
    {
        LayerSignal first = inspection.Layers[0], last = inspection.Hidden.Last();
        double change = Math.Sqrt(SignalFindings.Size(inspection, last) / SignalFindings.Size(inspection, first));
        return new(
            Severity.Healthy,
            "healthy",
            $"this network is healthy: over its {Layers(inspection.Network.Depth)} the size of signals changes by a "
                + $"factor of {change:G3}, no layer is dead or saturated, and the features stay apart",
            change);
    }
}
