using System.Globalization;
using System.Numerics;
using Kindling.Networks;

namespace Kindling.Files;

/// <summary>Parameters as safetensors files that PyTorch loads as they are.</summary>
/// <remarks>
/// A module with an <c>nn.ModuleList</c> of <c>nn.Linear</c> called <c>layers</c> has the same names and shapes:
/// <c>layers.0.weight</c> [fan_out, fan_in], <c>layers.0.bias</c> [fan_out]. The file's metadata holds network,
/// activation, parameterization, version, and scheme and seed where they are known. Under the NTK
/// parameterization the values are those of the parameters, without the layers' factors.
/// </remarks>
public static class WeightFile
{
    /// <summary>Writes parameters, completely or not at all.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="parameters">Written as F32 or F64, as they are.</param>
    /// <param name="scheme">The name of the initialization scheme, for the metadata.</param>
    /// <param name="seed">The seed of the draw, for the metadata.</param>
    /// <param name="metadata">Further metadata; an entry here wins over one of the same name.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(
        string path,
        Parameters<T> parameters,
        string? scheme = null,
        ulong? seed = null,
        IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ReadOnlyMemory<T> values = parameters.Memory;
        NamedTensor<T>[] tensors =
        [
            .. parameters.Layout.Blocks.Select(
                b => new NamedTensor<T>(b.Name, b.Shape, values.Slice(b.Offset, b.Length))),
        ];
        Dictionary<string, string> all = Describe(parameters.Network);
        if (scheme is not null)
            all["scheme"] = scheme;
        if (seed is not null)
            all["seed"] = seed.Value.ToString(CultureInfo.InvariantCulture);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
            all[key] = value;
        SafetensorsWriter.Write(path, tensors, all);
    }

    /// <summary>Reads the parameters of a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">What the file must hold, tensor by tensor.</param>
    /// <typeparam name="T">float or double; rounded to nearest where the file's elements are longer.</typeparam>
    /// <exception cref="FileFormatException">
    /// The file is not a good safetensors file; a tensor is missing, is one too many, or has another shape.
    /// </exception>
    public static Parameters<T> Read<T>(string path, Network network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        using Safetensors file = Safetensors.Open(path);
        var parameters = new Parameters<T>(network);
        foreach (ParameterBlock block in network.Layout.Blocks)
            file.Read(block.Name, block.Shape, parameters.Flat.Slice(block.Offset, block.Length));
        var known = network.Layout.Blocks.Select(b => b.Name).ToHashSet();
        SafetensorsEntry? extra = file.Tensors.FirstOrDefault(t => !known.Contains(t.Name));
        if (extra is not null)
        {
            throw new FileFormatException(
                path, $"a tensor '{extra.Name}'", $"only the {known.Count} tensors of the network {network}");
        }

        return parameters;
    }

    /// <summary>The network that a file's shapes and metadata describe.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="FileFormatException">
    /// The file is not a good safetensors file, has no layers, or lacks the metadata.
    /// </exception>
    public static Network ReadNetwork(string path)
    {
        using Safetensors file = Safetensors.Open(path);
        var shapes = new List<IReadOnlyList<long>>();
        while (file.Find($"layers.{shapes.Count}.weight") is { Shape.Count: 2 } weight)
            shapes.Add(weight.Shape);
        if (shapes.Count < 2)
            throw new FileFormatException(path, $"{shapes.Count} layers", "at least two layers.N.weight");
        Activation activation;
        try
        {
            activation = Activations.Find(Metadata(file, "activation"));
        }
        catch (ArgumentException e)
        {
            string known = string.Join(", ", Activations.All.Select(a => a.Name));
            throw new FileFormatException(
                path, $"activation '{Metadata(file, "activation")}'", $"one of {known}", cause: e);
        }

        bool isResidual = Metadata(file, "network").StartsWith("resnet", StringComparison.Ordinal);
        int inputs = Extent(path, shapes[0][1]);
        int[] widths = [.. shapes.SkipLast(1).Select(s => Extent(path, s[0]))];
        int outputs = Extent(path, shapes[^1][0]);
        bool readOutBias = file.Find($"layers.{shapes.Count - 1}.bias") is not null;
        Parameterization parameterization = ParseParameterization(path, Metadata(file, "parameterization"));
        return isResidual
            ? Network.Residual(inputs, widths, outputs, activation, parameterization, readOutBias)
            : Network.Plain(inputs, widths, outputs, activation, parameterization, readOutBias);
    }

    static string Metadata(Safetensors file, string key) =>
        file.Metadata.TryGetValue(key, out string? value)
            ? value
            : throw new FileFormatException(file.Path, $"no '{key}' in the metadata", "weights written by Kindling");

    static int Extent(string path, long extent) =>
        extent is > 0 and <= int.MaxValue
            ? (int)extent
            : throw new FileFormatException(path, $"a layer of {extent} units", "1 to 2147483647");

    static Parameterization ParseParameterization(string path, string text)
    {
        if (text == "standard")
            return Parameterization.Standard;
        string[] parts = text.Split(' ');
        if (parts.Length == 3 && parts[0] == "ntk"
            && TryReadVariance(parts[1], "weight_variance=", out double weightVariance) && weightVariance > 0
            && TryReadVariance(parts[2], "bias_variance=", out double biasVariance) && biasVariance >= 0)
            return Parameterization.Ntk(weightVariance, biasVariance);
        throw new FileFormatException(
            path, $"parameterization '{text}'", "standard, or ntk weight_variance=... bias_variance=...");
    }

    static bool TryReadVariance(string text, string key, out double value)
    {
        value = 0;
        return text.StartsWith(key, StringComparison.Ordinal)
            && double.TryParse(text.AsSpan(key.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    static Dictionary<string, string> Describe(Network network) =>
        new()
        {
            ["network"] = network.ToString(),
            ["activation"] = network.Activation.Name,
            ["parameterization"] = network.Parameterization.ToString(),
            ["version"] = typeof(WeightFile).Assembly.GetName().Version!.ToString(3),
        };
}
