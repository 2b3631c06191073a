using Kindling.Files;
using Kindling.MeanField;

namespace Kindling.Reports;

/// <summary>What the pages of the theory have in common: words for its answers, and signals layer by layer.</summary>
static class TheoryTexts
{
    /// <summary>One line on what was asked.</summary>
    public static string Subject(MeanFieldMap map) =>
        $"{map.Activation}, weight variance {map.WeightVariance:G6}, bias variance {map.BiasVariance:G6}"
        + (map.CorrelationStrength == 0 ? "." : $", k {map.CorrelationStrength:G6}.");

    /// <summary>The verdict in a row.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(SignalPhase phase) =>
    [
        ("phase", EnumText.Of(phase.Phase)),
        ("length", phase.Lengths.Ending("G4")),
        ("chi_1, the factor on squared gradients per layer", $"{phase.Chi1:G6}"),
        ("slope at correlation 1", $"{phase.SlopeAtOne:G6}"),
        ("length depth scale", Layers(phase.LengthDepthScale)),
        ("correlation depth scale", Layers(phase.CorrelationDepthScale)),
    ];

    /// <summary>Length, and correlation with the gradient, of two inputs over the layers.</summary>
    public static Figure[] Path(MeanFieldMap map, double variance, double correlation, int layers)
    {
        IReadOnlyList<(double Variance, double Correlation)> path = map.Iterate(variance, correlation, layers);
        double[] index = [.. Enumerable.Range(1, path.Count).Select(l => (double)l)];
        double[] gradient = new double[path.Count];
        gradient[0] = 1;
        for (int l = 1; l < gradient.Length; l++)
        {
            double q = path[l - 1].Variance;
            gradient[l] = double.IsFinite(q) ? gradient[l - 1] * map.GradientFactor(q) : double.NaN;
        }

        return
        [
            CurvesFigure.Make(
                new(
                    "path-length",
                    "Length and squared gradient over the layers",
                    "A signal of length 1 in the first layer, and the product of the factors on squared gradients "
                    + "between that layer and each other. Straight lines are constant factors per layer.",
                    "layer",
                    "size"),
                [
                    Curve.Of("length", index, path.Select(p => p.Variance)),
                    Curve.Of("squared gradient", index, gradient),
                ],
                logY: true),
            CurvesFigure.Make(
                new(
                    "path-correlation",
                    "Correlation of two inputs over the layers",
                    $"Two inputs of correlation {correlation:G3} in the first layer.",
                    "layer",
                    "correlation"),
                [Curve.Of("correlation", index, path.Select(p => p.Correlation))]),
        ];
    }

    static string Layers(double scale) =>
        double.IsPositiveInfinity(scale) ? "infinite" : $"{scale:G5} layers";
}
