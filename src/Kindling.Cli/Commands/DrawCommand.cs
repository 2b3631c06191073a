using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling draw</c>: writes the initial weights of a network.</summary>
sealed class DrawCommand
{
    readonly NetworkOptions _network = new();
    readonly CommonOptions _common = new();

    readonly Option<int?> _inputs = NumberOption.WholeOrNone(
        "--inputs", "Inputs of the network [default: 1, or those of --data]");
    readonly Option<int?> _outputs = NumberOption.WholeOrNone(
        "--outputs", "Outputs of the network [default: 1, or those of --data]");
    readonly ProblemOptions _problem = new();

    readonly Option<string> _init = new("--init")
    {
        Description = "The initializer; 'kindling schemes' lists them",
        HelpName = "SCHEME",
        Required = true,
    };

    readonly Option<string> _out = new("--out")
    {
        Description = "The safetensors file to write; PyTorch loads it into a ModuleList called 'layers'",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        var draw = new DrawCommand();
        var command = new Command("draw", "Draws the initial weights of a network and writes them as safetensors")
        {
            draw._init,
            draw._out,
            draw._inputs,
            draw._outputs,
            draw._network.All,
            draw._problem.All,
            draw._common.All,
        };
        HelpWithExamples.Install(
            command,
            "kindling draw --init raai --inputs 2 --width 64 --depth 16 --activation relu --out w.safetensors",
            "kindling draw --init box --network resnet --activation relu --data cars.csv --out w.safetensors",
            "kindling draw --init aci:k=50 --width 64,32,16 --inputs 8 --activation relu --out w.safetensors");
        command.SetAction(draw.Run);
        return command;
    }

    int Run(ParseResult parsed) =>
        _common.PrecisionOf(parsed) == Precision.Single ? Run<float>(parsed) : Run<double>(parsed);

    int Run<T>(ParseResult parsed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string path = parsed.GetValue(_out)!;
        ulong seed = parsed.GetValue(_common.Seed);
        Initializer scheme = _network.Scheme(parsed, parsed.GetValue(_init)!, "a draw");
        (int inputs, int outputs, Problems.Problem? problem) = Shape(parsed, seed);
        Network network = _network.Network(parsed).Build(inputs, outputs);
        GoCalibration? calibration = null;
        InitializationContext context = InitializationContext.For(problem, seed) with
        {
            Threads = _common.ThreadsOf(parsed),
            OnCalibrated = found => calibration = found,
        };
        Parameters<T> parameters = scheme.Draw<T>(network, context);
        WeightFile.Write(path, parameters, scheme.ToString(), seed);
        if (calibration is not null)
            GoCalibrationFile.Write(GoCalibrationFile.Beside(path), calibration);
        Terminal.WriteNotes(
            scheme.Warnings(network).Concat(calibration?.Notes ?? []), parsed.InvocationConfiguration.Error);
        Print(parsed, path, scheme, parameters, calibration);
        return ExitCode.Done;
    }

    (int Inputs, int Outputs, Problems.Problem? Problem) Shape(ParseResult parsed, ulong seed)
    {
        int? inputs = parsed.GetValue(_inputs), outputs = parsed.GetValue(_outputs);
        if (_problem.Load(parsed, seed, _network.Network(parsed)) is not Problems.Problem problem)
            return (inputs ?? 1, outputs ?? 1, null);
        if (inputs is int i && i != problem.Inputs)
            throw new UsageException($"--inputs is {i}, but {problem.Name} has {problem.Inputs}", "leave --inputs out");
        if (outputs is int o && o != problem.Outputs)
            throw new UsageException(
                $"--outputs is {o}, but {problem.Name} has {problem.Outputs}", "leave --outputs out");
        return (problem.Inputs, problem.Outputs, problem);
    }

    void Print<T>(
        ParseResult parsed, string path, Initializer scheme, Parameters<T> parameters, GoCalibration? calibration)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_common.Json))
        {
            JsonObject document = _common.Document("draw", parsed);
            document["file"] = path;
            document["scheme"] = scheme.ToString();
            document["network"] = parameters.Network.ToString();
            document["parameters"] = parameters.Layout.Count;
            document["layers"] = JsonText.List(LayerMoments.Of(parameters).Select(Layer));
            if (calibration is not null)
                document["calibration"] = GoCalibrationFile.ToJson(calibration);
            output.Write(JsonText.ToText(document));
            return;
        }

        output.WriteLine($"{path}: {parameters.Layout.Count:N0} parameters of {parameters.Network}, drawn by {scheme}");
        if (calibration is not null)
        {
            output.WriteLine(GoCalibrationFile.Beside(path) + ": " + (scheme.Options.Calibration is string file
                ? $"scales and biases of {file}, found for {calibration.Network}"
                : $"objective {calibration.FreshObjective:G4} on fresh draws, {calibration.Objective:G4} as fitted "
                    + $"({calibration.Method}, {calibration.Evaluations} evaluations, {calibration.Seconds:0.000} s)"));
        }

        output.WriteLine(
            $"{"layer",-12}{"shape",-14}{"weight mean",13}{"weight var",13}{"bias mean",13}{"bias var",13}");
        foreach (LayerMoments m in LayerMoments.Of(parameters))
        {
            string shape = $"{m.Shape[0]}x{m.Shape[1]}";
            string biases = m.BiasMean is double mean ? $"{mean,13:G4}{m.BiasVariance,13:G4}" : $"{"none",26}";
            output.WriteLine($"{m.Name,-12}{shape,-14}{m.WeightMean,13:G4}{m.WeightVariance,13:G4}{biases}");
        }
    }

    static JsonObject Layer(LayerMoments moments)
    {
        var json = new JsonObject
        {
            ["name"] = moments.Name,
            ["shape"] = JsonText.Numbers(moments.Shape.Select(s => (double)s)),
            ["weightMean"] = JsonText.Number(moments.WeightMean),
            ["weightVariance"] = JsonText.Number(moments.WeightVariance),
            ["biasMean"] = JsonText.Number(moments.BiasMean),
            ["biasVariance"] = JsonText.Number(moments.BiasVariance),
        };
        if (moments.BiasMean is null)
            json["biasReason"] = "the layer has no biases";
        return json;
    }
}
