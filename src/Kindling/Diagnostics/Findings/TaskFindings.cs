namespace Kindling.Diagnostics;

/// <summary>Findings about what the untrained function can become.</summary>
static class TaskFindings
{
    public static IEnumerable<Finding> SecondDerivative(Inspection inspection)
    {
        if (inspection.Network.Activation.Smoothness >= 1)
            yield break;
        bool asked = inspection.OperatorOrder >= 2;
        yield return new(
            asked ? Severity.Critical : Severity.Note,
            "no-second-derivative",
            $"{inspection.Network.Activation} has no second derivative: "
                + (asked ? "this PDE cannot be learned" : "a PDE of second order cannot be learned with it"),
            inspection.Network.Activation.Smoothness,
            asked ? "use a smooth activation, such as tanh, sin or gelu" : null);
    }

    public static IEnumerable<Finding> Rough(Inspection inspection)
    {
        const int Fast = FrequencyContent.Samples / 16;
        FrequencyContent frequencies = inspection.Frequencies;
        if (frequencies.Power.Count == 0 || frequencies.NineTenths < Fast)
            yield break;
        yield return new(
            Severity.Warning,
            "rough-function",
            $"the initial function is noise: between two inputs its frequencies reach {frequencies.NineTenths} cycles "
                + $"(nine tenths of the power; {frequencies.Mean:G3} in the mean)",
            frequencies.NineTenths,
            "use fewer layers or a smaller weight variance; for sine networks a smaller omega0");
    }

    public static IEnumerable<Finding> FlatSquare(Inspection inspection)
    {
        if (inspection.SquareImages is not SquareImages images)
            yield break;
        int first = Enumerable.Range(0, images.Layers.Count).FirstOrDefault(i => images.RankOf(i) < 2, -1);
        if (first < 0)
            yield break;
        bool point = images.RankOf(images.Layers.Count - 1) == 0;
        yield return new(
            Severity.Critical,
            "square-collapses",
            $"after layer {images.Layers[first]} the unit square has become a "
                + (images.RankOf(first) == 0 ? "point" : "line")
                + (point && images.RankOf(first) > 0 ? ", and in the end a point" : "")
                + ": different inputs can no longer be told apart",
            images.Layers[first],
            "use box in a residual network, or more units");
    }
}
