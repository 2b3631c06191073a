using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Networks;

/// <summary>
/// The description of a network: layers, activation, parameterization. Small, immutable, without parameters.
/// </summary>
public sealed class Network
{
    Network(IReadOnlyList<Layer> layers, Activation activation, Parameterization parameterization)
    {
        Layers = layers;
        Activation = activation;
        Parameterization = parameterization;
        Layout = new ParameterLayout(layers);
    }

    /// <summary>All layers, the read-out last.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The activation of every hidden layer.</summary>
    public Activation Activation { get; }

    /// <summary>How parameters enter the layers.</summary>
    public Parameterization Parameterization { get; }

    /// <summary>Where each tensor stands in the flat parameter vector.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs => Layers[0].FanIn;

    /// <summary>The number of outputs.</summary>
    public int Outputs => Layers[^1].FanOut;

    /// <summary>The number of hidden layers.</summary>
    public int Depth => Layers.Count - 1;

    /// <summary>The width of the widest hidden layer.</summary>
    public int Width => Layers.Take(Depth).Max(l => l.FanOut);

    /// <summary>True if any layer is residual.</summary>
    public bool IsResidual => Layers.Any(l => l.Kind == LayerKind.ResidualDense);

    /// <summary>A plain multilayer perceptron (Cyr et al. 2019, eq. 4): dense layers, then a linear read-out.</summary>
    /// <param name="inputs">1 or more.</param>
    /// <param name="widths">The units of each hidden layer, at least one layer.</param>
    /// <param name="outputs">1 or more.</param>
    /// <param name="activation">Of every hidden layer.</param>
    /// <param name="parameterization">Standard if null.</param>
    /// <param name="readOutBias">Whether the read-out adds a bias.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message names it.</exception>
    public static Network Plain(
        int inputs,
        IReadOnlyList<int> widths,
        int outputs,
        Activation activation,
        Parameterization? parameterization = null,
        bool readOutBias = true) =>
        Build(inputs, widths, outputs, activation, parameterization, readOutBias, residual: false);

    /// <summary>
    /// A residual perceptron (Cyr et al. 2019, eq. 5): the first layer is plain, every further one is
    /// x + act(W x + b) where its fan-in equals its fan-out and plain where the width changes; then a linear read-out.
    /// </summary>
    /// <inheritdoc cref="Plain"/>
    public static Network Residual(
        int inputs,
        IReadOnlyList<int> widths,
        int outputs,
        Activation activation,
        Parameterization? parameterization = null,
        bool readOutBias = true) =>
        Build(inputs, widths, outputs, activation, parameterization, readOutBias, residual: true);

    static Network Build(
        int inputs,
        IReadOnlyList<int> widths,
        int outputs,
        Activation activation,
        Parameterization? parameterization,
        bool readOutBias,
        bool residual)
    {
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentNullException.ThrowIfNull(activation);
        RequirePositive(inputs, nameof(inputs));
        RequirePositive(outputs, nameof(outputs));
        if (widths.Count == 0)
            throw new ArgumentException("depth is 0; a network needs at least one hidden layer.", nameof(widths));
        var layers = new List<Layer>(widths.Count + 1);
        int fanIn = inputs;
        for (int i = 0; i < widths.Count; i++)
        {
            RequirePositive(widths[i], "width");
            bool skips = residual && i > 0 && widths[i] == fanIn;
            layers.Add(new Layer(skips ? LayerKind.ResidualDense : LayerKind.Dense, fanIn, widths[i]));
            fanIn = widths[i];
        }

        layers.Add(new Layer(LayerKind.ReadOut, fanIn, outputs, readOutBias));
        return new Network(layers, activation, parameterization ?? Parameterization.Standard);
    }

    static void RequirePositive(int value, string name)
    {
        if (value <= 0)
            throw new ArgumentException($"{name} is {value}; it must be 1 or more.", name);
    }

    /// <summary>
    /// Refuses a network whose parameters would not fit into memory, and says how much they would take.
    /// </summary>
    /// <param name="copies">How many parameter-sized vectors the caller is about to allocate.</param>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    internal void RequireMemory<T>(int copies)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double bytes = Bytes<T>(copies), available = AvailableBytes;
        if (Layout.LongCount > Array.MaxLength - 64 || bytes > available)
        {
            throw new ArgumentException(
                $"the network has {Layout.LongCount:N0} parameters and would take {Gigabytes(bytes)}; this machine has "
                + $"{Gigabytes(available)}, and one network may have at most {Array.MaxLength - 64:N0} parameters. "
                + "Reduce width or depth.");
        }
    }

    /// <summary>Whether so many copies of the parameters take at most half of the memory.</summary>
    internal bool FitsIntoMemory<T>(int copies)
        where T : unmanaged, IFloatingPointIeee754<T> => Bytes<T>(copies) <= AvailableBytes / 2;

    static double AvailableBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    double Bytes<T>(int copies)
        where T : unmanaged, IFloatingPointIeee754<T> => (double)Layout.LongCount * Unsafe.SizeOf<T>() * copies;

    static string Gigabytes(double bytes) => $"{bytes / (1L << 30):N1} GiB";

    /// <summary>One line, e.g. <c>mlp 2-32x8-1 tanh</c>.</summary>
    public override string ToString()
    {
        int[] widths = [.. Layers.Take(Depth).Select(l => l.FanOut)];
        string hidden = widths.Distinct().Count() == 1 ? $"{widths[0]}x{widths.Length}" : string.Join('-', widths);
        return $"{(IsResidual ? "resnet" : "mlp")} {Inputs}-{hidden}-{Outputs} {Activation}";
    }
}
