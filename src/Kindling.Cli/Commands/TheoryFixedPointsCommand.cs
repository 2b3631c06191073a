using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.MeanField;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory fixed-points</c>: where length and correlation end up, and how fast.</summary>
sealed class TheoryFixedPointsCommand
{
    readonly TheoryOptions _theory = new();
    readonly CommonOptions _common = new();

    public static Command Create()
    {
        var fixedPoints = new TheoryFixedPointsCommand();
        var command = new Command("fixed-points", "All fixed points of length and correlation, phase and depth scales")
        {
            fixedPoints._theory.Activation,
            fixedPoints._theory.WeightVariance,
            fixedPoints._theory.BiasVariance,
            fixedPoints._theory.K,
        };
        fixedPoints._common.AddTo(command);
        HelpWithExamples.Install(
            command,
            "kindling theory fixed-points --activation tanh --weight-variance 1.5 --bias-variance 0.05",
            "kindling theory fixed-points --activation relu --weight-variance 2 --k 100");
        command.SetAction(fixedPoints.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        SignalPhase phase = SignalPhase.Of(_theory.Map(parsed));
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_common.Json))
            output.Write(StudyJson.ToText(Document(_common.Document("theory fixed-points", parsed), phase)));
        else
            Print(output, phase);
        return ExitCode.Done;
    }

    static JsonObject Document(JsonObject document, SignalPhase phase)
    {
        document["lengths"] = StudyJson.List(phase.Lengths.Points.Select(Point));
        document["correlations"] = StudyJson.List((phase.Correlations?.Points ?? []).Select(Point));
        document["chi1"] = StudyJson.Number(phase.Chi1);
        document["slopeAtOne"] = StudyJson.Number(phase.SlopeAtOne);
        document["phase"] = TheoryCommand.Word(phase.Phase);
        document["lengthLimit"] = TheoryCommand.Word(phase.Lengths.Limit);
        TheoryCommand.Put(document, "length", phase.Lengths.Length, "unbounded");
        TheoryCommand.Put(
            document, "lengthDepthScale", phase.LengthDepthScale, "infinite: the length does not settle exponentially");
        TheoryCommand.Put(
            document,
            "correlationDepthScale",
            phase.CorrelationDepthScale,
            "infinite: the correlation does not settle exponentially");
        return document;
    }

    static JsonObject Point(FixedPoint point) => new()
    {
        ["value"] = StudyJson.Number(point.Value),
        ["slope"] = StudyJson.Number(point.Slope),
        ["stable"] = point.Stability == Stability.Stable,
        ["stability"] = TheoryCommand.Word(point.Stability),
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
            $"phase                      {TheoryCommand.Word(phase.Phase)}; the length is {LimitText(phase.Lengths)}");
        output.WriteLine($"chi_1                      {phase.Chi1:G10}  (factor on squared gradients per layer)");
        if (Math.Abs(phase.SlopeAtOne - phase.Chi1) > 1e-6)
            output.WriteLine(
                $"slope at correlation 1     {phase.SlopeAtOne:G10}  (not chi_1: the length is not at rest)");
        output.WriteLine($"length depth scale         {TheoryCommand.Text(phase.LengthDepthScale)} layers");
        output.WriteLine($"correlation depth scale    {TheoryCommand.Text(phase.CorrelationDepthScale)} layers");
    }

    static string LimitText(LengthFixedPoints lengths) => lengths.Limit switch
    {
        LengthLimit.Finite => $"{lengths.Length:G7}",
        LengthLimit.Preserved => "kept, whatever it is",
        LengthLimit.Vanishing => "vanishing",
        _ => "unbounded",
    };
}
