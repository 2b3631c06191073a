namespace Kindling.Diagnostics;

/// <summary>Findings about what happens to gradients on their way back.</summary>
static class GradientFindings
{
    public static IEnumerable<Finding> Depth(Inspection inspection)
    {
        LayerSignal[] hidden = [.. inspection.Hidden];
        if (hidden.Length < 2 || inspection.Layers.Any(l => !double.IsFinite(l.GradientSecondMoment)))
            yield break;
        DepthTrend trend = DepthTrend.Between(
            hidden[^1].GradientSecondMoment * hidden[^1].Units,
            hidden[0].GradientSecondMoment * hidden[0].Units,
            hidden.Length - 1);
        if (trend.Total < 0.05)
        {
            yield return new(
                trend.Total < 1e-4 ? Severity.Critical : Severity.Warning,
                "gradient-vanishes",
                $"gradients shrink {trend.PerLayer:G3}x per layer on their way back: "
                    + $"{SignalFindings.Percent(trend.Total)} of their size reaches the first layer",
                trend.PerLayer,
                "use a scheme at the edge of chaos for this activation, orthogonal weights, or a residual network");
        }
        else if (trend.Total > 20)
        {
            yield return new(
                trend.Total > 1e4 ? Severity.Critical : Severity.Warning,
                "gradient-explodes",
                $"gradients grow {trend.PerLayer:G3}x per layer on their way back: in the first layer they are "
                    + $"{trend.Total:G3} times as large as in the last",
                trend.PerLayer,
                "use a smaller weight variance, or clip gradients and lower the learning rate");
        }
    }
}
