using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Diagnostics;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.MeanField;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary>
/// <c>kindling inspect</c>: what signals and gradients do in a network, drawn here or loaded from a file.
/// </summary>
sealed class InspectCommand
{
    readonly NetworkOptions _network = new();
    readonly CommonOptions _common = new();
    readonly InspectionBatch _batch = new();

    readonly Option<string?> _init = new("--init")
    {
        Description = "Initializers to inspect, separated by commas; 'kindling schemes' lists them [default: glorot]",
        HelpName = "LIST",
    };

    readonly Option<string?> _weights = new("--weights")
    {
        Description = "Inspect the weights of a safetensors file instead; shapes tell the architecture",
        HelpName = "FILE",
    };

    readonly Option<int> _draws = NumberOption.Whole(
        "--draws", "Draws of each initializer, for the range of lengths", 5);

    readonly Option<string?> _out = new("--out")
    {
        Description = "Also write a page with figures",
        HelpName = "FILE.html",
    };

    Option[] OptionsOfDraws =>
    [
        _init,
        _draws,
        _batch.Inputs,
        _batch.Outputs,
        .. _network.OfDraws,
    ];

    public static Command Create()
    {
        var inspect = new InspectCommand();
        var command = new Command("inspect", "Measures what signals and gradients do in a network, and says what is "
            + "wrong")
        {
            inspect._init,
            inspect._weights,
            inspect._draws,
            inspect._out,
            inspect._batch.All,
            inspect._network.All,
            inspect._common.All,
        };
        HelpWithExamples.Install(
            command,
            "kindling inspect --width 256 --depth 16 --activation tanh --init glorot,orthogonal",
            "kindling inspect --width 64 --depth 32 --activation relu --init aci --data x.npy",
            "kindling inspect --weights model.safetensors --activation tanh --json");
        command.SetAction(inspect.Run);
        return command;
    }

    int Run(ParseResult parsed) =>
        _common.PrecisionOf(parsed) == Precision.Single ? Run<float>(parsed) : Run<double>(parsed);

    int Run<T>(ParseResult parsed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<(string Name, Inspection Inspection)> found = parsed.GetValue(_weights) is string file
            ? [(file, InspectFile<T>(parsed, file))]
            : InspectDraws<T>(parsed);
        string? page = parsed.GetValue(_out);
        if (page is not null)
            InspectionPage.Make(found).Write(page);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_common.Json))
        {
            JsonObject document = _common.Document("inspect", parsed);
            document["network"] = found[0].Inspection.Network.ToString();
            JsonText.Add(document, InspectionJson.Of(found[0].Inspection));
            document["networks"] = JsonText.List(found.Select(f =>
            {
                JsonObject one = InspectionJson.Of(f.Inspection);
                one.Insert(0, "name", f.Name);
                return one;
            }));
            output.Write(JsonText.ToText(document));
            return ExitCode.Done;
        }

        foreach ((string name, Inspection inspection) in found)
            InspectionTable.Print(name, inspection, output);
        if (page is not null)
            output.WriteLine($"Figures: {page}");
        return ExitCode.Done;
    }

    List<(string Name, Inspection Inspection)> InspectDraws<T>(ParseResult parsed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong seed = parsed.GetValue(_common.Seed);
        int draws = parsed.GetValue(_draws), threads = _common.ThreadsOf(parsed);
        Problem? problem = _batch.Problem(parsed, seed);
        NetworkChoice choice = _network.Network(parsed);
        (int inputs, int outputs) = _batch.Sizes(parsed, problem, choice);
        Network network = choice.Build(inputs, outputs);
        (Matrix<double> batch, Matrix<double>? targets) = _batch.Rows(parsed, problem, network, seed);
        var found = new List<(string, Inspection)>();
        foreach (Initializer scheme in _network.Schemes(parsed, parsed.GetValue(_init) ?? "glorot"))
        {
            Parameters<T> Draw(ulong s) => scheme.Draw<T>(
                network,
                InitializationContext.For(problem, s) with
                {
                    Inputs = problem?.TrainingInputs ?? batch,
                    Threads = threads,
                });
            IEnumerable<Parameters<T>> others = Enumerable.Range(1, draws - 1).Select(d => Draw(seed + (ulong)d));
            Inspection inspection = Inspector.Inspect(
                Draw(seed), batch, targets, others, seed, threads, Hints(problem, (scheme as RandomAsymmetric)?.Law));
            found.Add((scheme.ToString(), inspection));
        }

        return found;
    }

    Inspection InspectFile<T>(ParseResult parsed, string file)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Array.Find(OptionsOfDraws, parsed.IsGiven) is Option option)
            throw new UsageException(
                $"{option.Name} describes a draw, but --weights names a file", $"leave {option.Name} out");

        ulong seed = parsed.GetValue(_common.Seed);
        Parameters<T> parameters = WeightSource.Read<T>(parsed, file, _network);
        Problem? problem = _batch.Problem(parsed, seed);
        (Matrix<double> batch, Matrix<double>? targets) = _batch.Rows(parsed, problem, parameters.Network, seed);
        return Inspector.Inspect(
            parameters, batch, targets, null, seed, _common.ThreadsOf(parsed), Hints(problem, LawIn(file)));
    }

    static InspectionHints Hints(Problem? problem, RandomAsymmetricWeights? specialInputs) => new()
    {
        SpecialInputs = specialInputs,
        OperatorOrder = problem?.Terms.Max(t => t.Operator.Order),
    };

    /// <summary>RAI and RAAI have a theory of their own; files of Kindling say which scheme drew them.</summary>
    static RandomAsymmetricWeights? LawIn(string file)
    {
        using Safetensors header = Safetensors.Open(file);
        return header.Metadata.TryGetValue("scheme", out string? scheme)
            && scheme.Split(':')[0] is "rai" or "raai"
            ? (Initializers.Parse(scheme) as RandomAsymmetric)?.Law
            : null;
    }
}
