using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>A parameter set in the order in which products read it; shared by all passes of one step.</summary>
/// <remarks>
/// Weights go in panels for X Wᵀ (forward) and for dZ W (backward), both with the layer's scale multiplied in, biases
/// are padded to whole registers. On the way back, short rows are read where they stand: packing them would cost more
/// than it saves. Update after each change of the parameters, which must outlive this.
/// </remarks>
internal sealed class PackedWeights<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of W of up to so many bytes are read in place on the way back.</summary>
    const int ShortRow = 768;

    readonly Network _network;
    Parameters<T>? _parameters;
    readonly AlignedArray<T>[] _forward;
    readonly AlignedArray<T>[] _backward;
    readonly AlignedArray<T>[] _biases;

    public PackedWeights(Network network, bool backward)
    {
        _network = network;
        HasBackward = backward;
        int count = network.Layers.Count;
        _forward = new AlignedArray<T>[count];
        _backward = new AlignedArray<T>[count];
        _biases = new AlignedArray<T>[count];
        for (int i = 0; i < count; i++)
        {
            Layer layer = network.Layers[i];
            int padded = PaddedWidth(layer.FanOut);
            _forward[i] = new(UsesRowDots(layer)
                ? layer.FanOut * PaddedWidth(layer.FanIn)
                : Product.PackedLength<T>(layer.FanIn, layer.FanOut));
            _backward[i] = new(backward && !ReadsInPlace(i) ? Product.PackedLength<T>(layer.FanOut, layer.FanIn) : 0);
            _biases[i] = new(padded);
        }
    }

    /// <summary>Whether the panels for the way back are there.</summary>
    public bool HasBackward { get; }

    /// <summary>Panels of Wᵀ, or the padded rows of W where <see cref="UsesRowDots"/>.</summary>
    public ref T Forward(int layer) => ref _forward[layer].Start;

    /// <summary>dZ W for a layer: the operands of the product.</summary>
    /// <remarks>Where W is read in place, the sums past the last column are finite and without meaning.</remarks>
    public ProductOperands<T> Backward(int layer, ref T delta, nint deltaStride, int rows)
    {
        Layer description = _network.Layers[layer];
        int width = Product.PanelWidth<T>(), fanIn = description.FanIn, fanOut = description.FanOut;
        if (!ReadsInPlace(layer))
        {
            return new(
                ref delta, deltaStride, 1,
                ref _backward[layer].Start, (nint)width * fanOut, width,
                rows, fanOut, fanIn);
        }

        ref T weights = ref Unsafe.Add(ref _parameters!.Start, _network.Layout.Weight(layer).Offset);
        return new(ref delta, deltaStride, 1, ref weights, width, fanIn, rows, fanOut, fanIn);
    }

    /// <summary>Scaled biases, zeros after the last.</summary>
    public AlignedArray<T> Biases(int layer) => _biases[layer];

    /// <summary>Whether a layer has so few units and so many inputs that dot products are faster than tiles.</summary>
    public static bool UsesRowDots(Layer layer) => RowDots.Pays(layer.FanIn, layer.FanOut);

    /// <summary>Elements of a row padded to whole cache lines.</summary>
    public static int PaddedWidth(int width) => AlignedArray<T>.RoundUp(width);

    /// <summary>Packs all layers.</summary>
    public void Update(Parameters<T> parameters)
    {
        for (int i = 0; i < _network.Layers.Count; i++)
            Update(parameters, i);
    }

    /// <summary>Packs one layer; layers are independent of each other.</summary>
    public void Update(Parameters<T> parameters, int layer) =>
        Update(parameters, new UnitBlock(layer, 0, _network.Layers[layer].FanOut));

    /// <summary>Packs some units, whole panels of them; blocks are independent of each other.</summary>
    public void Update(Parameters<T> parameters, UnitBlock units)
    {
        (int layer, int first, int count) = units;
        Layer description = _network.Layers[layer];
        int fanIn = description.FanIn, fanOut = description.FanOut;
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(description));
        ref T weights = ref Unsafe.Add(ref parameters.Start, _network.Layout.Weight(layer).Offset + (first * fanIn));
        _parameters = parameters;
        if (UsesRowDots(description))
            PadRows(parameters.Weights(layer), fanIn, _forward[layer].Span, scale);
        else
            PanelPacking.PackTransposed(ref weights, fanIn, fanIn, count, PanelsOf(units, fanIn), scale);
        if (HasBackward && !ReadsInPlace(layer))
            PanelPacking.PackRows(ref weights, fanIn, fanOut, first, count, fanIn, _backward[layer].Span, scale);
        T biasScale = T.CreateTruncating(_network.Parameterization.BiasScale);
        Span<T> biases = parameters.Biases(layer), padded = _biases[layer].Span;
        int end = Math.Min(first + count, biases.Length);
        for (int j = first; j < end; j++)
            padded[j] = biasScale * biases[j];
    }

    /// <summary>The panels of a block that begins with one.</summary>
    Span<T> PanelsOf(UnitBlock units, int fanIn) =>
        _forward[units.Layer].Span.Slice(units.First * fanIn, Product.PackedLength<T>(fanIn, units.Count));

    static void PadRows(ReadOnlySpan<T> weights, int fanIn, Span<T> padded, T scale)
    {
        int stride = PaddedWidth(fanIn);
        for (int i = 0; i < weights.Length; i++)
            padded[(i / fanIn * stride) + (i % fanIn)] = scale * weights[i];
    }

    /// <summary>The first layer's gradient in the inputs is rarely asked for: never packed either.</summary>
    bool ReadsInPlace(int layer) => !_network.Parameterization.IsNtk
        && (layer == 0 || _network.Layers[layer].FanIn * Unsafe.SizeOf<T>() <= ShortRow);
}
