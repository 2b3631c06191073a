namespace Kindling.Diagnostics;

/// <summary>Findings about units that do not work.</summary>
static class UnitFindings
{
    public static IEnumerable<Finding> Dead(Inspection inspection)
    {
        LayerSignal worst = inspection.Hidden.MaxBy(l => (l.DeadUnits ?? 0) / (double)l.Units)!;
        double share = (worst.DeadUnits ?? 0) / (double)worst.Units;
        if (share == 0)
            yield break;
        int all = inspection.Hidden.Sum(l => l.DeadUnits ?? 0), units = inspection.Hidden.Sum(l => l.Units);
        bool rectifier = inspection.Network.Activation.Name == "relu";
        Severity severity = share == 1 && !inspection.Network.IsResidual ? Severity.Critical
            : share > (inspection.Network.IsResidual ? 0.5 : 0.1) ? Severity.Warning : Severity.Note;
        yield return new(
            severity,
            share == 1 ? "dead-layer" : "dead-units",
            $"{SignalFindings.Percent(share)} of the units in {worst.Name} {(rectifier ? "never fire" : "are flat")} "
                + $"on these {inspection.Points} inputs ({all} of {units} in all layers)",
            share,
            severity == Severity.Note ? null
                : rectifier
                ? "raai starts with hardly any dead units, leaky_relu cannot have any; or use wider layers"
                : "lower the weight variance");
    }

    public static IEnumerable<Finding> Saturated(Inspection inspection)
    {
        LayerSignal worst = inspection.Hidden.MaxBy(l => l.Saturation ?? 0)!;
        if (!(worst.Saturation > 0.5))
            yield break;
        double share = worst.Saturation.Value;
        yield return new(
            share > 0.9 ? Severity.Critical : Severity.Warning,
            "saturation",
            $"{SignalFindings.Percent(share)} of the slopes in {worst.Name} are below a tenth of the largest: its "
                + "units are saturated",
            share,
            worst.Index == 0 ? "scale the inputs down, or lower the weight variance" : "lower the weight variance");
    }
}
