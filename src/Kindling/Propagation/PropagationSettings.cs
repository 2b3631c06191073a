using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Propagation;

/// <summary>What is propagated: the settings of RAAI's Figs. 2 to 5.</summary>
/// <remarks>
/// Every hidden layer has the same width, which is also the dimension of the input signals, as in the paper (1024
/// signals, width 2048, layers up to 512, 40 networks). Layers count from 1; the pre-activations of a layer are looked
/// at.
/// </remarks>
public sealed record PropagationSettings
{
    /// <summary>The widest layer that is supported: its weights must fit into one array.</summary>
    public const int MostUnits = 32768;

    /// <summary>The deepest layer that is supported: beyond it, even theory alone would take minutes.</summary>
    public const int MostLayers = 100_000;

    /// <summary>The scheme; its <c>weight_variance</c> is replaced by each of <see cref="WeightVariances"/>.</summary>
    public required LayerwiseInitializer Scheme { get; init; }

    /// <summary>phi.</summary>
    public required Activation Activation { get; init; }

    /// <summary>sigma_w^2, one point of the figures each; empty for the scheme's own.</summary>
    public IReadOnlyList<double> WeightVariances { get; init; } = [];

    /// <summary>Units of every layer and dimension of the signals, 1 to <see cref="MostUnits"/>.</summary>
    public int Width { get; init; } = 2048;

    /// <summary>Input signals, 2 or more.</summary>
    public int Signals { get; init; } = 1024;

    /// <summary>
    /// The layers that are measured, ascending, from 1 to <see cref="MostLayers"/>; the last one is the depth.
    /// </summary>
    public IReadOnlyList<int> Layers { get; init; } = [1, 2, 8, 32, 128, 512];

    /// <summary>Independent draws for each weight variance.</summary>
    public int Networks { get; init; } = 1;

    /// <summary>The correlation of every two input signals, at least 0 and at most 1.</summary>
    public double Correlation { get; init; }

    /// <summary>The first network's seed; the others follow it.</summary>
    public ulong Seed { get; init; }

    /// <summary>Cores; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The network, as a description: its parameters are never all in memory.</summary>
    public Network Network() =>
        Kindling.Networks.Network.Plain(Width, [.. Enumerable.Repeat(Width, Layers[^1])], 1, Activation);

    /// <summary>The schemes that are drawn, one for each weight variance.</summary>
    /// <exception cref="ArgumentException">The scheme has no weight variance to set.</exception>
    public IReadOnlyList<LayerwiseInitializer> Schemes() => WeightVariances.Count == 0
        ? [Scheme]
        : [.. WeightVariances.Select(v =>
            (LayerwiseInitializer)Scheme.With(Scheme.Options with { WeightVariance = v }))];

    /// <summary>
    /// Floating-point operations of one network, products only: what speed is compared with the peak by.
    /// </summary>
    public double OperationsPerNetwork => 2.0 * Signals * Width * Width * Layers[^1];

    /// <summary>Checks all ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Width is >= 1 and <= MostUnits, "width", Width, $"from 1 to {MostUnits}");
        Require(Signals >= 2, "inputs", Signals, "2 or more: correlations need pairs");
        Require(
            (long)Signals * Matrix<double>.PaddedStride(Width) <= int.MaxValue / 2,
            "inputs",
            Signals,
            $"so few that inputs x width {Width} fit into one matrix");
        Require(Networks >= 1, "networks", Networks, "1 or more");
        Require(Threads >= 1, "threads", Threads, "1 or more");
        Require(Correlation is >= 0 and <= 1, "correlation", Correlation, "from 0 to 1");
        Require(Layers.Count > 0, "layers", "empty", "a list of layers");
        for (int i = 0; i < Layers.Count; i++)
            Require(Layers[i] > (i == 0 ? 0 : Layers[i - 1]), "layers", Layers[i], "ascending from 1");
        Require(Layers[^1] <= MostLayers, "layers", Layers[^1], $"at most {MostLayers}");
        foreach (double v in WeightVariances)
            Require(v > 0 && double.IsFinite(v), "weightVariance", v, "finite and greater than 0");
    }

    static void Require(bool holds, string name, object value, string rule)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}; it must be {rule}.", name);
    }
}
