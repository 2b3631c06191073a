using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.MeanField;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory phase</c>: the phase diagram over weight and bias variance.</summary>
sealed class TheoryPhaseCommand
{
    readonly TheoryOptions _theory = new();
    readonly CommonOptions _common = new();
    readonly Option<double[]> _weights = ListOption.Reals(
        "--weight-variance", "sigma_w^2 of the columns", "0.1..4:40");
    readonly Option<double[]> _biases = ListOption.Reals("--bias-variance", "sigma_b^2 of the rows", "0..1:21");

    readonly Option<string?> _out = new("--out") { Description = "Also write the cells as CSV", HelpName = "FILE.csv" };

    public static Command Create()
    {
        var phase = new TheoryPhaseCommand();
        var command = new Command("phase", "The phase diagram over weight and bias variance")
        {
            phase._weights,
            phase._biases,
            phase._theory.Activation,
            phase._theory.K,
            phase._out,
        };
        phase._common.AddTo(command);
        HelpWithExamples.Install(
            command,
            "kindling theory phase --activation tanh",
            "kindling theory phase --activation relu --k 100 --weight-variance 1.5..3.5:81",
            "kindling theory phase --weight-variance 0.5..4:200 --bias-variance 0..1:200 --out phase.csv --json");
        command.SetAction(phase.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        PhaseDiagram diagram = PhaseDiagram.Of(
            _theory.ActivationOf(parsed),
            parsed.GetValue(_weights)!,
            parsed.GetValue(_biases)!,
            _theory.KOf(parsed),
            _common.ThreadsOf(parsed));
        if (parsed.GetValue(_out) is { } path)
            WriteCsv(path, diagram);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_common.Json))
            output.Write(StudyJson.ToText(Document(_common.Document("theory phase", parsed), diagram)));
        else
            Print(output, diagram);
        return ExitCode.Done;
    }

    static JsonObject Document(JsonObject document, PhaseDiagram diagram)
    {
        document["weightVariances"] = StudyJson.Numbers(diagram.WeightVariances);
        document["biasVariances"] = StudyJson.Numbers(diagram.BiasVariances);
        document["length"] = Grid(diagram, (r, c) => StudyJson.Number(diagram.Length[r, c]));
        document["lengthReason"] = "null where the length is unbounded";
        document["correlation"] = Grid(diagram, (r, c) => StudyJson.Number(diagram.Correlation[r, c]));
        document["chi1"] = Grid(diagram, (r, c) => StudyJson.Number(diagram.Chi1[r, c]));
        document["phase"] = Grid(diagram, (r, c) => TheoryCommand.Word(diagram.Phase[r, c]));
        document["lengthLimit"] = Grid(diagram, (r, c) => TheoryCommand.Word(diagram.Limit[r, c]));
        return document;
    }

    static JsonArray Grid(PhaseDiagram diagram, Func<int, int, JsonNode?> cell) =>
        [.. Enumerable.Range(0, diagram.BiasVariances.Count).Select(
            r => new JsonArray([.. Enumerable.Range(0, diagram.WeightVariances.Count).Select(c => cell(r, c))]))];

    static void WriteCsv(string path, PhaseDiagram diagram)
    {
        string temporary = path + ".part";
        using (var writer = new StreamWriter(temporary))
        {
            writer.WriteLine("weight_variance,bias_variance,length,correlation,chi_1,phase,length_limit");
            for (int r = 0; r < diagram.BiasVariances.Count; r++)
            {
                for (int c = 0; c < diagram.WeightVariances.Count; c++)
                {
                    writer.WriteLine(
                        $"{diagram.WeightVariances[c]:R},{diagram.BiasVariances[r]:R},{diagram.Length[r, c]:R},"
                        + $"{diagram.Correlation[r, c]:R},{diagram.Chi1[r, c]:R},"
                        + $"{TheoryCommand.Word(diagram.Phase[r, c])},{TheoryCommand.Word(diagram.Limit[r, c])}");
                }
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    static void Print(TextWriter output, PhaseDiagram diagram)
    {
        output.WriteLine("bias variance");
        for (int r = diagram.BiasVariances.Count - 1; r >= 0; r--)
        {
            char[] cells = [.. Enumerable.Range(0, diagram.WeightVariances.Count).Select(c => Symbol(diagram, r, c))];
            output.WriteLine($"{diagram.BiasVariances[r],10:G4}  {new string(cells)}");
        }

        output.WriteLine(
            $"{"",12}{diagram.WeightVariances[0]:G4} to {diagram.WeightVariances[^1]:G4}: weight variance");
        output.WriteLine(
            "o ordered   * critical   x chaotic; capital where the length is unbounded, - where it vanishes in order");
    }

    static char Symbol(PhaseDiagram diagram, int row, int column)
    {
        bool unbounded = diagram.Limit[row, column] == LengthLimit.Unbounded;
        bool vanishing = diagram.Limit[row, column] == LengthLimit.Vanishing;
        return diagram.Phase[row, column] switch
        {
            Phase.Critical => '*',
            Phase.Chaotic => unbounded ? 'X' : 'x',
            _ => unbounded ? 'O' : vanishing ? '-' : 'o',
        };
    }
}
