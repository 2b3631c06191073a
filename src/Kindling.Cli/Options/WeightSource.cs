using System.CommandLine;
using System.Numerics;
using Kindling.Diagnostics;
using Kindling.Files;
using Kindling.Networks;

namespace Kindling.Cli.Options;

/// <summary>
/// Weights from a file: one that Kindling wrote says what it is, of others the activation must be given.
/// </summary>
static class WeightSource
{
    /// <summary>Reads a network and its parameters.</summary>
    /// <exception cref="UsageException">The activation is missing, or it or the architecture another than the
    /// file's.</exception>
    /// <exception cref="IOException">The file is damaged, or holds numbers that are not finite.</exception>
    public static Parameters<T> Read<T>(ParseResult parsed, string file, NetworkOptions network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Activation? activation = parsed.IsGiven(network.Activation)
            ? Activations.Find(parsed.GetValue(network.Activation)!)
            : null;
        string? kind = parsed.IsGiven(network.Kind) ? parsed.GetValue(network.Kind) : null;
        Parameters<T> parameters = Read<T>(file, activation, kind);
        IReadOnlyList<NonFiniteWeights> broken = NonFiniteWeights.In(parameters);
        return broken.Count == 0
            ? parameters
            : throw new Files.FileFormatException(file, string.Join("; ", broken), "finite numbers");
    }

    /// <summary>Whether a file's tensors are in double precision.</summary>
    public static bool IsDouble(string file)
    {
        using Safetensors header = Safetensors.Open(file);
        return header.Tensors.Any(t => t.ElementType == "F64");
    }

    static Parameters<T> Read<T>(string file, Activation? activation, string? kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using (Safetensors header = Safetensors.Open(file))
        {
            bool isOurs = header.Metadata.ContainsKey("parameterization");
            if (isOurs && header.Metadata.TryGetValue("activation", out string? own))
            {
                if (activation is not null && activation.Name != own)
                    throw new UsageException(
                        $"--activation is {activation}, but {file} says {own}", "leave --activation out");
                Network network = WeightFile.ReadNetwork(file);
                bool isDeep = network.Layers.Count > 2; // The first layer is plain: one hidden layer makes them equal.
                if (kind is not null && isDeep && kind == "resnet" != network.IsResidual)
                    throw new UsageException($"--network is {kind}, but {file} holds {network}", "leave --network out");
                return WeightFile.Read<T>(file, network);
            }
        }

        if (activation is null)
            throw new UsageException($"{file} does not say its activation", "add --activation NAME");
        return ForeignWeights.Read<T>(file, activation, kind == "resnet");
    }
}
