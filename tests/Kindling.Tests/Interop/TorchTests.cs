using System.Diagnostics;
using System.Numerics;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;
using Kindling.Tests.Architecture;
using Xunit.Abstractions;

namespace Kindling.Tests.Interop;

/// <summary>Weights go to PyTorch and come back.</summary>
public sealed class TorchTests(ITestOutputHelper output) : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TorchFact]
    public void Weights_load_in_torch_and_give_the_same_outputs()
    {
        foreach (Activation activation in Activations.All)
            WriteCase<double>($"plain-{activation.Name}", Network.Plain(3, [16, 16], 2, activation), "lecun");
        WriteCase<double>("leaky", Network.Plain(3, [16], 2, Activations.LeakyRelu(0.2)), "he");
        WriteCase<float>("float-plain", Network.Plain(2, [64, 64, 64, 64], 1, Activations.Tanh), "glorot");
        WriteCase<float>("float-residual", Network.Residual(2, [32, 32, 32, 32], 3, Activations.Relu), "box");
        WriteCase<double>("residual-widths", Network.Residual(4, [8, 8, 12, 12], 1, Activations.Gelu), "pytorch");
        WriteCase<double>("no-bias", Network.Plain(4, [8], 2, Activations.Tanh, readOutBias: false), "glorot");
        Assert.Equal(0, Run());
        foreach (string back in Directory.GetFiles(_folder.Path, "*.back.safetensors"))
            RequireSameWeights(back.Replace(".back", "", StringComparison.Ordinal), back);
    }

    void WriteCase<T>(string name, Network network, string scheme)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Points = 50;
        name = name.Replace(':', '-');
        var inputs = new Matrix<T>(Points, network.Inputs);
        RandomStream stream = RandomStream.Create(1, "inputs");
        for (int i = 0; i < Points; i++)
            stream.FillUniform(inputs.Row(i), 0, 1);
        Parameters<T> parameters =
            Initializers.Find(scheme).Draw<T>(network, new InitializationContext(7, inputs.To<double>()));
        stream = RandomStream.Create(1, "biases"); // so that wrong biases would be seen
        for (int l = 0; l < network.Layers.Count; l++)
            stream.Split(l).FillNormal(parameters.Biases(l), 0, 0.1);
        WeightFile.Write(_folder[$"{name}.safetensors"], parameters, scheme, seed: 7);
        Npy.Write(_folder[$"{name}.x.npy"], inputs);
        Npy.Write(_folder[$"{name}.y.npy"], Forward(parameters, inputs));
    }

    static Matrix<T> Forward<T>(Parameters<T> parameters, Matrix<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weights = new PackedWeights<T>(parameters.Network, backward: false);
        weights.Update(parameters);
        var pass = new Pass<T>(parameters.Network, inputs.Rows, gradients: false);
        pass.Begin(inputs.Rows);
        for (int i = 0; i < inputs.Rows; i++)
            inputs.Row(i).CopyTo(pass.Input(i));
        pass.Forward(weights);
        var outputs = new Matrix<T>(inputs.Rows, parameters.Network.Outputs);
        for (int i = 0; i < inputs.Rows; i++)
            pass.Output(i).CopyTo(outputs.Row(i));
        return outputs;
    }

    static void RequireSameWeights(string path, string back)
    {
        Network network = WeightFile.ReadNetwork(path);
        double[] written = WeightFile.Read<double>(path, network).Flat.ToArray();
        Assert.Equal(written, WeightFile.Read<double>(back, network).Flat.ToArray());
    }

    int Run()
    {
        string script = Path.Combine(SourceTree.Root, "tests", "interop", "torch_roundtrip.py");
        var start = new ProcessStartInfo(TorchFactAttribute.Python, [script, _folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        output.WriteLine(process.StandardOutput.ReadToEnd());
        output.WriteLine(errors.Result);
        process.WaitForExit();
        return process.ExitCode;
    }
}
