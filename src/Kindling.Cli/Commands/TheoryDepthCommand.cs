using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Files;
using Kindling.MeanField;
using Kindling.Reports;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory depth</c>: through how many layers signals and gradients pass.</summary>
sealed class TheoryDepthCommand() : TheorySubcommand("depth")
{
    readonly Option<double?> _correlation = NumberOption.Real(
        "--correlation",
        "Correlation of the two inputs that are followed [default: 0.5]",
        new("at least -1 and below 1", c => c is >= -1 and < 1),
        "C");

    readonly Option<double?> _resolution = NumberOption.Positive(
        "--resolution", "Smallest distance from c* that counts as remembered [default: 0.001]");

    readonly Option<double?> _range = NumberOption.Real(
        "--range", "Largest factor on length and squared gradient [default: 1e6]", new("above 1", x => x > 1));

    public static Command Create()
    {
        var depth = new TheoryDepthCommand();
        return depth.Build(
            "The largest usable depth, and what ends it",
            [
                depth._correlation,
                depth._resolution,
                depth._range,
                depth.Theory.Activation,
                depth.Theory.WeightVariance,
                depth.Theory.BiasVariance,
                depth.Theory.K,
            ],
            "kindling theory depth --activation tanh --weight-variance 1.3 --bias-variance 0.05",
            "kindling theory depth --activation relu --weight-variance 2 --k 100");
    }

    protected override TheoryAnswer Answer(ParseResult parsed)
    {
        SignalPhase phase = SignalPhase.Of(Theory.Map(parsed));
        double correlation = parsed.GetValue(_correlation) ?? 0.5;
        UsableDepth depth = UsableDepth.Of(
            phase,
            correlation: correlation,
            resolution: parsed.GetValue(_resolution) ?? 1e-3,
            range: parsed.GetValue(_range) ?? 1e6);
        return new(
            document => Fill(document, phase, depth),
            output => Print(output, phase, depth),
            () => DepthPage.Make(phase, depth, correlation));
    }

    static void Fill(JsonObject document, SignalPhase phase, UsableDepth depth)
    {
        document["layers"] = depth.Layers;
        document["limit"] = EnumText.Of(depth.Limit);
        TheoryCommand.Put(document, "ruleOfThumb", depth.RuleOfThumb, "infinite: on the edge of chaos");
        document["phase"] = EnumText.Of(phase.Phase);
        document["chi1"] = JsonText.Number(phase.Chi1);
    }

    static void Print(TextWriter output, SignalPhase phase, UsableDepth depth)
    {
        output.WriteLine($"usable depth     {depth.Layers} layers, {depth.End ?? "and no end in sight"}");
        output.WriteLine(
            $"rule of thumb    {TheoryCommand.Text(depth.RuleOfThumb)} layers (6 correlation depth scales)");
        string slope = Math.Abs(phase.SlopeAtOne - phase.Chi1) > 1e-6
            ? $", slope at correlation 1 {phase.SlopeAtOne:G7}" // what decides, where the length is not at rest
            : "";
        output.WriteLine($"phase            {EnumText.Of(phase.Phase)}, chi_1 {phase.Chi1:G7}{slope}");
    }
}
