using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Kindling.Networks;

namespace Kindling.Files;

/// <summary>
/// Weights of perceptrons from elsewhere: the architecture is read off the tensors' names and shapes.
/// </summary>
/// <remarks>
/// Layers are the tensors <c>N.weight</c> [fan_out, fan_in] and <c>N.bias</c> [fan_out] in the order of N, with one
/// common prefix or none: <c>layers.0.weight</c> of Kindling, <c>0.weight, 2.weight</c> of PyTorch's
/// <c>nn.Sequential</c>, <c>net.0.weight</c> of a module that holds one. The last one is the read-out. Missing
/// biases are zeros.
/// </remarks>
public static partial class ForeignWeights
{
    const string Expected = "the linear layers of a perceptron, N.weight [fan_out, fan_in] and N.bias [fan_out]";

    /// <summary>Reads a network and its parameters.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="activation">The activation of the hidden layers, which shapes cannot tell.</param>
    /// <param name="isResidual">Whether square layers add their input to their output.</param>
    /// <typeparam name="T">float or double; rounded to nearest where the file's elements are longer.</typeparam>
    /// <exception cref="FileFormatException">
    /// The file is not a good safetensors file, or a tensor does not fit: the message says which one and why.
    /// </exception>
    public static Parameters<T> Read<T>(string path, Activation activation, bool isResidual = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(activation);
        using Safetensors file = Safetensors.Open(path);
        List<LinearTensors> layers = Layers(file);
        RequireChain(file, layers);
        int inputs = layers[0].FanIn, outputs = layers[^1].FanOut;
        int[] widths = [.. layers.SkipLast(1).Select(l => l.FanOut)];
        bool readOutBias = layers[^1].Bias is not null;
        Network network = isResidual
            ? Network.Residual(inputs, widths, outputs, activation, readOutBias: readOutBias)
            : Network.Plain(inputs, widths, outputs, activation, readOutBias: readOutBias);
        var parameters = new Parameters<T>(network);
        for (int l = 0; l < layers.Count; l++)
        {
            file.Read(layers[l].Weight.Name, [layers[l].FanOut, layers[l].FanIn], parameters.Weights(l));
            if (layers[l].Bias is SafetensorsEntry bias)
                file.Read(bias.Name, [layers[l].FanOut], parameters.Biases(l));
        }

        return parameters;
    }

    static List<LinearTensors> Layers(Safetensors file)
    {
        var layers = new SortedDictionary<int, LinearTensors>();
        string? prefix = null;
        bool IsWeight(SafetensorsEntry tensor) => tensor.Name.EndsWith("weight", StringComparison.Ordinal);
        foreach (SafetensorsEntry tensor in file.Tensors.OrderByDescending(IsWeight)) // A bias needs its weight.
        {
            Match name = LayerName().Match(tensor.Name);
            if (!int.TryParse(name.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int n))
                throw Wrong(file, tensor, "whose name has no layer number");
            prefix ??= name.Groups["prefix"].Value;
            if (name.Groups["prefix"].Value != prefix)
                throw Wrong(file, tensor, $"beside tensors called '{prefix}N.weight'");
            if (name.Groups["kind"].Value == "weight")
                layers[n] = LinearTensors.Of(tensor) ?? throw Wrong(file, tensor, "which is no linear layer's matrix");
            else if (!layers.TryGetValue(n, out LinearTensors? layer))
                throw Wrong(file, tensor, "without a weight of its layer");
            else if (tensor.Shape.Count != 1 || tensor.Shape[0] != layer.FanOut)
                throw Wrong(file, tensor, $"for the {layer.FanOut} units of '{layer.Weight.Name}'");
            else
                layers[n] = layer with { Bias = tensor };
        }

        return [.. layers.Values];
    }

    static void RequireChain(Safetensors file, List<LinearTensors> layers)
    {
        if (layers.Count < 2)
        {
            throw new FileFormatException(
                file.Path, $"{layers.Count} linear layers", "at least one hidden layer and the read-out");
        }

        for (int l = 1; l < layers.Count; l++)
        {
            if (layers[l].FanIn != layers[l - 1].FanOut)
            {
                throw Wrong(
                    file,
                    layers[l].Weight,
                    $"which takes {layers[l].FanIn} inputs after the {layers[l - 1].FanOut} units of "
                        + $"'{layers[l - 1].Weight.Name}'");
            }
        }
    }

    static FileFormatException Wrong(Safetensors file, SafetensorsEntry tensor, string why) =>
        new(file.Path, $"tensor '{tensor.Name}' of shape {Safetensors.Show(tensor.Shape)} {why}", Expected);

    [GeneratedRegex(@"^(?<prefix>(.*\.)?)(?<n>\d+)\.(?<kind>weight|bias)$")]
    internal static partial Regex LayerName();

    sealed record LinearTensors(SafetensorsEntry Weight, int FanIn, int FanOut, SafetensorsEntry? Bias = null)
    {
        public static LinearTensors? Of(SafetensorsEntry weight) =>
            weight.Shape is [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue]
                ? new(weight, (int)weight.Shape[1], (int)weight.Shape[0])
                : null;
    }
}
