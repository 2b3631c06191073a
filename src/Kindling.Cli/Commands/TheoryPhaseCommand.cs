using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Files;
using Kindling.MeanField;
using Kindling.Reports;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory phase</c>: the phase diagram over weight and bias variance.</summary>
sealed class TheoryPhaseCommand() : TheorySubcommand("phase", "FILE.html or FILE.csv")
{
    readonly Option<double[]> _weights = ListOption.Reals(
        "--weight-variance", "sigma_w^2 of the columns", "0.1..4:40");

    readonly Option<double[]> _biases = ListOption.Reals("--bias-variance", "sigma_b^2 of the rows", "0..1:21");

    public static Command Create()
    {
        var phase = new TheoryPhaseCommand();
        phase.Out.Description = "Also write a page with figures and, beside it, the cells as CSV; or the CSV alone";
        return phase.Build(
            "The phase diagram over weight and bias variance",
            [phase._weights, phase._biases, phase.Theory.Activation, phase.Theory.K],
            "kindling theory phase --activation tanh",
            "kindling theory phase --activation relu --k 100 --weight-variance 1.5..3.5:81 --out phase.html",
            "kindling theory phase --weight-variance 0.5..4:200 --bias-variance 0..1:200 --out phase.csv --json");
    }

    protected override bool IsDataFile(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    protected override TheoryAnswer Answer(ParseResult parsed)
    {
        double k = Theory.KOf(parsed);
        PhaseDiagram diagram = PhaseDiagram.Of(
            Theory.ActivationOf(parsed),
            Ascending(parsed.GetValue(_weights)!),
            Ascending(parsed.GetValue(_biases)!),
            k,
            Common.ThreadsOf(parsed));
        string subject = Theory.ActivationOf(parsed) + (k == 0 ? "" : $", k {k:G6}");
        return new(
            document => Fill(document, diagram),
            output => Print(output, diagram),
            () => PhasePage.Make(subject, diagram))
        {
            WriteBeside = path =>
            {
                string csv = Path.ChangeExtension(path, ".csv");
                PhasePage.WriteCsv(csv, diagram);
                return [csv];
            },
        };
    }

    static double[] Ascending(double[] values) => [.. values.Distinct().Order()];

    static void Fill(JsonObject document, PhaseDiagram diagram)
    {
        document["weightVariances"] = JsonText.Numbers(diagram.WeightVariances);
        document["biasVariances"] = JsonText.Numbers(diagram.BiasVariances);
        document["length"] = Grid(diagram, (r, c) => JsonText.Number(diagram.Length[r, c]));
        document["lengthReason"] = "null where the length is unbounded";
        document["correlation"] = Grid(diagram, (r, c) => JsonText.Number(diagram.Correlation[r, c]));
        document["chi1"] = Grid(diagram, (r, c) => JsonText.Number(diagram.Chi1[r, c]));
        document["phase"] = Grid(diagram, (r, c) => EnumText.Of(diagram.Phase[r, c]));
        document["lengthLimit"] = Grid(diagram, (r, c) => EnumText.Of(diagram.Limit[r, c]));
    }

    static JsonArray Grid(PhaseDiagram diagram, Func<int, int, JsonNode?> cell) =>
        [.. Enumerable.Range(0, diagram.BiasVariances.Count).Select(
            r => new JsonArray([.. Enumerable.Range(0, diagram.WeightVariances.Count).Select(c => cell(r, c))]))];

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
