using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling predict</c>: what trained weights give for new inputs.</summary>
sealed class PredictCommand
{
    readonly NetworkOptions _network = new();
    readonly CommonOptions _common = new("that of the weights");

    readonly Option<string> _weights = new("--weights")
    {
        Description = "The trained weights: final.safetensors of train, best.safetensors of compare, or any "
            + "perceptron's",
        HelpName = "FILE",
        Required = true,
    };

    readonly Option<string> _inputs = new("--inputs")
    {
        Description = "Raw inputs: NPY [rows, inputs], IDX images, or CSV with the columns that the weights were "
            + "trained on",
        HelpName = "FILE",
        Required = true,
    };

    readonly Option<string> _out = new("--out")
    {
        Description = "The predictions: .npy [rows, outputs], or .csv with a column for each output",
        HelpName = "FILE",
        Required = true,
    };

    readonly Option<bool> _derivatives = new("--derivatives")
    {
        Description = "Also first input derivatives, and second ones of smooth networks: more columns, or "
            + "NAME.first.npy [rows, outputs, inputs] and NAME.second.npy [rows, outputs, inputs, inputs]",
    };

    public static Command Create()
    {
        var predict = new PredictCommand();
        var command = new Command("predict", "Evaluates trained weights on new inputs, in the units of the raw data")
        {
            predict._weights,
            predict._inputs,
            predict._out,
            predict._derivatives,
            predict._network.Activation,
            predict._network.Kind,
            predict._common.All,
        };
        HelpWithExamples.Install(
            command,
            "kindling predict --weights cars/best.safetensors --inputs new.csv --out mpg.csv",
            "kindling predict --weights poisson/final.safetensors --inputs points.npy --out u.npy --derivatives",
            "kindling predict --weights model.safetensors --activation relu --inputs x.npy --out y.npy",
            "",
            "A network trained on a table scales its inputs, and scales its outputs back, as its table was scaled.");
        command.SetAction(predict.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        PredictionFiles.RequireKind(parsed.GetValue(_out)!);
        Precision own = WeightSource.IsDouble(parsed.GetValue(_weights)!) ? Precision.Double : Precision.Single;
        return _common.PrecisionOf(parsed, own) == Precision.Single
            ? Run<float>(parsed, own)
            : Run<double>(parsed, own);
    }

    int Run<T>(ParseResult parsed, Precision own)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string weights = parsed.GetValue(_weights)!, inputs = parsed.GetValue(_inputs)!, file = parsed.GetValue(_out)!;
        if (Path.GetFullPath(file) == Path.GetFullPath(inputs))
            throw new UsageException($"--out is {file}, the file of the inputs", "name another file");
        Parameters<T> parameters = WeightSource.Read<T>(parsed, weights, _network);
        Network network = parameters.Network;
        var metadata = WeightMetadata.Read(weights, network.Inputs, network.Outputs);
        Matrix<double> raw = PredictionInputs.Read(inputs, metadata, network.Inputs);
        int order = parsed.GetValue(_derivatives) ? Order(network, parsed.InvocationConfiguration.Error) : 0;
        var prediction = Prediction.Of(parameters, metadata, raw, order);
        int notFinite = prediction.RowsNotFinite;
        if (notFinite > 0)
        {
            string what = typeof(T) == typeof(float)
                ? "single precision (--precision double reaches further)"
                : "double precision";
            parsed.InvocationConfiguration.Error.WriteLine(
                $"note: {notFinite} of {raw.Rows} rows have outputs beyond {what}");
        }

        IReadOnlyList<string> files = PredictionFiles.Write<T>(file, prediction, metadata);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (!parsed.GetValue(_common.Json))
        {
            output.WriteLine($"{network} on {raw.Rows} rows: {string.Join(", ", files)}");
            return ExitCode.Done;
        }

        JsonObject document = _common.Document("predict", parsed, own);
        document["file"] = file;
        document["files"] = JsonText.Texts(files);
        document["network"] = network.ToString();
        document["rows"] = raw.Rows;
        document["rowsNotFinite"] = notFinite;
        document["outputs"] = network.Outputs;
        document["derivatives"] = order;
        document["scaled"] = metadata.InputScaling is not null || metadata.TargetScaling is not null;
        output.Write(JsonText.ToText(document));
        return ExitCode.Done;
    }

    /// <summary>As many orders as there are, said where that is fewer than two.</summary>
    static int Order(Network network, TextWriter errors)
    {
        int order = Prediction.HighestOrder(network);
        if (order == 0)
        {
            throw new UsageException(
                $"--derivatives is for {Prediction.MostInputsOfFirst} inputs at most; "
                + $"the network has {network.Inputs}");
        }

        if (order == 1)
        {
            errors.WriteLine("note: no second derivatives: " + (network.Activation.SecondDerivativeFlaw
                ?? $"with {network.Inputs} inputs there are too many (at most {Prediction.MostInputsOfSecond})"));
        }

        return order;
    }
}
