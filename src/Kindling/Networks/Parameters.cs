using System.Numerics;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>One parameter set of a network: a flat vector and its layout.</summary>
/// <remarks>Gradients, optimizer moments and ensemble members have the same form.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Parameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly AlignedArray<T> _values;

    static Parameters() => ElementType.Require<T>();

    /// <summary>Makes a parameter set of zeros.</summary>
    /// <exception cref="ArgumentException">The network does not fit into this machine's memory.</exception>
    public Parameters(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.RequireMemory<T>(copies: 1);
        Network = network;
        _values = new AlignedArray<T>(network.Layout.Count);
    }

    /// <summary>The network these are the parameters of.</summary>
    public Network Network { get; }

    /// <summary>Where each tensor stands.</summary>
    public ParameterLayout Layout => Network.Layout;

    /// <summary>All parameters.</summary>
    public Span<T> Flat => _values.Span;

    /// <summary>All parameters, as memory.</summary>
    internal Memory<T> Memory => _values.Memory;

    /// <summary>The first parameter.</summary>
    internal ref T Start => ref _values.Start;

    /// <summary>The weights of a layer, [fan_out, fan_in] row-major without padding.</summary>
    public Span<T> Weights(int layer)
    {
        ParameterBlock block = Layout.Weight(layer);
        return Flat.Slice(block.Offset, block.Length);
    }

    /// <summary>The biases of a layer; empty if it has none.</summary>
    public Span<T> Biases(int layer)
    {
        ParameterBlock? block = Layout.Bias(layer);
        return block is null ? [] : Flat.Slice(block.Offset, block.Length);
    }

    /// <summary>A copy.</summary>
    public Parameters<T> Clone()
    {
        var copy = new Parameters<T>(Network);
        Flat.CopyTo(copy.Flat);
        return copy;
    }

    /// <summary>A copy in another element type, rounded to nearest.</summary>
    public Parameters<TOther> To<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        var copy = new Parameters<TOther>(Network);
        Span<T> from = Flat;
        Span<TOther> to = copy.Flat;
        for (int i = 0; i < from.Length; i++)
            to[i] = TOther.CreateTruncating(from[i]);
        return copy;
    }
}
