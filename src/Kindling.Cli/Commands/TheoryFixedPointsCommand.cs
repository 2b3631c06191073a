using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.MeanField;
using Kindling.Reports;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory fixed-points</c>: where length and correlation end up, and how fast.</summary>
sealed class TheoryFixedPointsCommand() : TheorySubcommand("fixed-points")
{
    public static Command Create()
    {
        var fixedPoints = new TheoryFixedPointsCommand();
        return fixedPoints.Build(
            "All fixed points of length and correlation, phase and depth scales",
            [
                fixedPoints.Theory.Activation,
                fixedPoints.Theory.WeightVariance,
                fixedPoints.Theory.BiasVariance,
                fixedPoints.Theory.K,
            ],
            "kindling theory fixed-points --activation tanh --weight-variance 1.5 --bias-variance 0.05",
            "kindling theory fixed-points --activation relu --weight-variance 2 --k 100");
    }

    protected override TheoryAnswer Answer(ParseResult parsed)
    {
        SignalPhase phase = SignalPhase.Of(Theory.Map(parsed));
        return new(
            document => Fill(document, phase), output => Print(output, phase), () => FixedPointsPage.Make(phase));
    }

    static void Fill(JsonObject document, SignalPhase phase)
    {
        document["lengths"] = JsonText.List(phase.Lengths.Points.Select(Point));
        document["correlations"] = JsonText.List((phase.Correlations?.Points ?? []).Select(Point));
        document["chi1"] = JsonText.Number(phase.Chi1);
        document["slopeAtOne"] = JsonText.Number(phase.SlopeAtOne);
        document["phase"] = EnumText.Of(phase.Phase);
        document["lengthLimit"] = EnumText.Of(phase.Lengths.Limit);
        TheoryCommand.Put(document, "length", phase.Lengths.Length, "unbounded");
        TheoryCommand.Put(
            document, "lengthDepthScale", phase.LengthDepthScale, "infinite: the length does not settle exponentially");
        TheoryCommand.Put(
            document,
            "correlationDepthScale",
            phase.CorrelationDepthScale,
            "infinite: the correlation does not settle exponentially");
    }

    static JsonObject Point(FixedPoint point) => new()
    {
        ["value"] = JsonText.Number(point.Value),
        ["slope"] = JsonText.Number(point.Slope),
        ["stable"] = point.Stability == Stability.Stable,
        ["stability"] = EnumText.Of(point.Stability),
    };

    static void Print(TextWriter output, SignalPhase phase)
    {
        MeanFieldMap map = phase.Map;
        string variances = $"weight variance {map.WeightVariance}, bias variance {map.BiasVariance}";
        output.WriteLine($"{map.Activation}, {variances}, k {map.CorrelationStrength}");
        output.WriteLine();
        output.WriteLine($"{"",-13}{"value",14}{"slope",14}");
        foreach (FixedPoint point in phase.Lengths.Points)
            output.WriteLine($"{"length",-13}{TheoryCommand.Text(point)}");
        foreach (FixedPoint point in phase.Correlations?.Points ?? [])
            output.WriteLine($"{"correlation",-13}{TheoryCommand.Text(point)}");
        output.WriteLine();
        output.WriteLine(
            $"phase                      {EnumText.Of(phase.Phase)}; the length is {phase.Lengths.Ending("G7")}");
        output.WriteLine($"chi_1                      {phase.Chi1:G10}  (factor on squared gradients per layer)");
        if (Math.Abs(phase.SlopeAtOne - phase.Chi1) > 1e-6)
            output.WriteLine(
                $"slope at correlation 1     {phase.SlopeAtOne:G10}  (not chi_1: the length is not at rest)");
        output.WriteLine($"length depth scale         {TheoryCommand.Text(phase.LengthDepthScale)} layers");
        output.WriteLine($"correlation depth scale    {TheoryCommand.Text(phase.CorrelationDepthScale)} layers");
    }
}
