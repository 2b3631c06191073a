using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.MeanField;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory</c>: what mean-field theory says, without drawing a network.</summary>
static class TheoryCommand
{
    public static Command Create()
    {
        var command = new Command(
            "theory", "What mean-field theory says about an activation and a scheme at large width")
        {
            TheoryMapCommand.Create(),
            TheoryFixedPointsCommand.Create(),
            TheoryCriticalCommand.Create(),
            TheoryPhaseCommand.Create(),
            TheoryDepthCommand.Create(),
            TheoryPropagateCommand.Create(),
        };
        HelpWithExamples.Install(
            command,
            "kindling theory fixed-points --activation tanh --weight-variance 1.5 --bias-variance 0.05",
            "kindling theory critical --activation gelu --fixed-point-length 1",
            "kindling theory phase --activation relu --k 100 --out phase.html",
            "kindling theory map --scheme raai --weight-variance 0.92");
        command.SetAction(parsed =>
        {
            command.Parse("--help").Invoke(
                new InvocationConfiguration { Output = parsed.InvocationConfiguration.Output });
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Puts a number, or null and a field that says why.</summary>
    public static void Put(JsonObject document, string name, double value, string reason)
    {
        document[name] = JsonText.Number(value);
        if (!double.IsFinite(value))
            document[name + "Reason"] = reason;
    }

    /// <summary>A number in a column, infinity as a word.</summary>
    public static string Text(double value) => double.IsPositiveInfinity(value) ? "infinite" : value.ToString("G7");

    /// <summary>The fixed point as <c>theory fixed-points</c> prints it.</summary>
    public static string Text(FixedPoint point) =>
        $"{Text(point.Value),14}{Text(point.Slope),14}  {EnumText.Of(point.Stability)}";
}
