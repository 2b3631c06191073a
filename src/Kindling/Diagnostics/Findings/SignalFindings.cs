namespace Kindling.Diagnostics;

/// <summary>Findings about what happens to signals on their way forward.</summary>
static class SignalFindings
{
    /// <summary>Sizes whose squares and gradients leave single precision.</summary>
    const double SmallestSafeSize = 1e-18;
    const double LargestSafeSize = 1e18;

    public static IEnumerable<Finding> Precision(Inspection inspection)
    {
        LayerSignal? broken = inspection.Layers.FirstOrDefault(l => !double.IsFinite(l.SecondMoment));
        string remedy = inspection.IsSinglePrecision
            ? "a scheme that keeps the length, or --precision double"
            : "a scheme that keeps the length";
        if (broken is not null)
        {
            yield return new(
                Severity.Critical,
                "not-finite",
                $"the signal overflows in {broken.Name}: its outputs are not finite",
                broken.Index,
                $"use {remedy}");
            yield break;
        }

        if (!inspection.IsSinglePrecision)
            yield break;
        LayerSignal? out_ = inspection.Layers.FirstOrDefault(l => Unsafe(l.SecondMoment))
            ?? inspection.Layers.LastOrDefault(l => Unsafe(l.GradientSecondMoment) && !IsBlocked(l));
        if (out_ is null)
            yield break;
        bool signal = Unsafe(out_.SecondMoment);
        double size = Math.Sqrt(signal ? out_.SecondMoment : out_.GradientSecondMoment);
        yield return new(
            Severity.Critical,
            "precision",
            $"float32 is the limit here: {(signal ? "signals" : "gradients")} in {out_.Name} are of size {size:G2}",
            size,
            $"use {remedy}");

        // A gradient of exactly 0 behind units that never fire is no matter of precision.
        static bool IsBlocked(LayerSignal layer) => layer.GradientSecondMoment == 0 && layer.DeadUnits == layer.Units;

        static bool Unsafe(double moment) => Math.Sqrt(moment) is < SmallestSafeSize or > LargestSafeSize;
    }

    public static IEnumerable<Finding> Length(Inspection inspection)
    {
        LayerSignal[] hidden = [.. inspection.Hidden];
        DepthTrend trend = DepthTrend.Between(
            Size(inspection, hidden[0]), Size(inspection, hidden[^1]), hidden.Length - 1);
        if (hidden.Length < 2 || !double.IsFinite(trend.Total))
            yield break;
        string why = inspection.Network.IsResidual
            ? "draw with box, or scale the branches by 1/depth"
            : Advice(inspection);
        if (trend.Total < 0.1)
        {
            yield return new(
                trend.Total < 1e-3 ? Severity.Critical : Severity.Warning,
                "signal-vanishes",
                $"the signal shrinks {trend.PerLayer:G3}x per layer: after {trend.Steps} layers "
                    + $"{Percent(trend.Total)} of its size is left",
                trend.PerLayer,
                why);
        }
        else if (trend.Total > 10)
        {
            yield return new(
                trend.Total > 1e3 ? Severity.Critical : Severity.Warning,
                "signal-explodes",
                $"the signal grows {trend.PerLayer:G3}x per layer: after {trend.Steps} layers it is {trend.Total:G3} "
                    + "times as large",
                trend.PerLayer,
                why);
        }
    }

    /// <summary>
    /// ERRATA A1: without biases the length of ACI shrinks whatever sigma_w^2 does to the correlation map.
    /// </summary>
    public static IEnumerable<Finding> AntiCorrelatedWithoutBias(Inspection inspection)
    {
        NetworkStatistics weights = inspection.Weights;
        if (weights.Kappa < 0.3 || !weights.HasNoBias || inspection.Network.Activation.Name != "relu")
            yield break;
        double variance = weights.Layers.Take(inspection.Network.Depth).Average(l => l.WeightVariance);
        double kept = variance * (0.5 - (weights.Kappa / (2 * Math.PI)));
        double slope = 1 / (1 - (weights.Kappa / Math.PI));
        yield return new(
            Severity.Warning,
            "anti-correlated-without-bias",
            "weights into a unit are anti-correlated and there are no biases: the mean of the ReLU signals cancels, "
                + $"so at sigma_w^2 = {variance:G3} the mean square keeps {kept:G3} of itself per layer, and nearby "
                + $"inputs separate by {slope:G3} a layer at any sigma_w^2, because ReLU layers without bias do not "
                + "notice the scale of weights",
            kept,
            "give biases a variance (--bias-variance 0.1): then the length rests and sigma_w^2 = 2 is the edge of "
                + "chaos");
    }

    public static IEnumerable<Finding> Correlation(Inspection inspection)
    {
        LayerSignal last = inspection.Hidden.Last();
        double start = inspection.InputCorrelation;
        double end = inspection.Network.IsResidual ? last.OutputCorrelation : last.Correlation;
        if (double.IsFinite(end) && start < 0.95 && end > 0.98)
        {
            yield return new(
                end > 0.9999 ? Severity.Critical : Severity.Warning,
                "inputs-merge",
                $"different inputs look alike: their correlation goes from {start:F2} to {end:G5} in {last.Name}",
                end,
                "use fewer layers, a residual network, or a scheme at the edge of chaos (raai for relu, critical "
                    + "variances for others)");
        }
        else if (Math.Abs(start) > 0.2 && Math.Abs(end) < 0.2 * Math.Abs(start))
        {
            yield return new(
                inspection.Network.Depth > 16 ? Severity.Warning : Severity.Note,
                "inputs-separate",
                $"similar inputs become unrelated: their correlation goes from {start:F2} to {end:F2} in "
                    + $"{last.Name}, so that the network starts as noise that does not carry over to new inputs",
                end,
                "use fewer layers or a smaller weight variance");
        }
    }

    static string Advice(Inspection inspection) =>
        inspection.Network.Activation.Name.Split(':')[0] switch
        {
            "relu" or "leaky_relu" => "for ReLU, he keeps the length",
            "sin" => "for sine, siren keeps the length",
            "selu" => "for SELU, lecun keeps the length",
            "tanh" or "erf" or "hard_tanh" => "take a larger gain: a weight variance on the edge of chaos keeps the "
                + "length",
            _ => "take a weight variance on the edge of chaos for this activation ('kindling theory critical')",
        };

    /// <summary>
    /// The mean square that depth acts on: of the pre-activations, or of what residual layers pass on.
    /// </summary>
    internal static double Size(Inspection inspection, LayerSignal layer) =>
        inspection.Network.IsResidual ? layer.OutputSecondMoment : layer.SecondMoment;

    internal static string Percent(double share) => share > 0.0995 ? $"{100 * share:0} %" : $"{100 * share:G2} %";
}
