using System.Numerics;
using Kindling.Networks;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// One draw of the hidden weights with standard deviation 1/sqrt(fan-in), in the order in which products read it: the
/// W of z = c x W + b, where c and b are yet to be found (Wang et al. 2021, section 3).
/// </summary>
internal sealed class UnitDraw<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Network _network;
    readonly AlignedArray<T>[] _weights;
    readonly AlignedArray<T>[] _forward;
    readonly AlignedArray<T>[] _backward;

    /// <summary>Allocates for the hidden layers of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="backward">Whether gradients will be wanted.</param>
    public UnitDraw(Network network, bool backward = true)
    {
        _network = network;
        int depth = network.Depth;
        (_weights, _forward, _backward) =
            (new AlignedArray<T>[depth], new AlignedArray<T>[depth], new AlignedArray<T>[depth]);
        for (int l = 0; l < depth; l++)
        {
            Layer layer = network.Layers[l];
            _weights[l] = new(checked(layer.FanIn * layer.FanOut));
            _forward[l] = new(Product.PackedLength<T>(layer.FanIn, layer.FanOut));
            _backward[l] = new(backward && l > 0 ? Product.PackedLength<T>(layer.FanOut, layer.FanIn) : 0);
        }
    }

    /// <summary>Draws all layers: layer l from the streams of <c>layer l / weights</c> under a root.</summary>
    /// <remarks>The same streams with standard deviation c / sqrt(fan-in) give c times these numbers.</remarks>
    public void Draw(RandomStream root, WorkSharing? sharing)
    {
        // Fixed blocks of rows, each with its own stream: the same numbers for any number of threads.
        WorkSharing.Run(sharing, Items.Count, item =>
        {
            (int l, int block, int first, int count) = Items[item];
            Layer layer = _network.Layers[l];
            root.Split(StreamName(l)).Split(block).FillNormal(
                _weights[l].Span.Slice(first * layer.FanIn, count * layer.FanIn), 0, 1 / Math.Sqrt(layer.FanIn));
        });
        WorkSharing.Run(sharing, 2 * _network.Depth, item => Pack(item / 2, item % 2 == 1));
    }

    /// <summary>Takes given weights, one [fan_out, fan_in] array a layer.</summary>
    public void Set(IReadOnlyList<T[]> weights)
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            weights[l].CopyTo(_weights[l].Span);
            Pack(l, backward: false);
            Pack(l, backward: true);
        }
    }

    /// <summary>The stream of a layer's weights.</summary>
    public static string StreamName(int layer) => $"layer {layer} / weights";

    /// <summary>x W: panels of W [fan_in, fan_out].</summary>
    public ProductOperands<T> Forward(int l, ref T inputs, nint stride, int rows)
    {
        Layer layer = _network.Layers[l];
        int width = Product.PanelWidth<T>();
        return new(
            ref inputs, stride, 1,
            ref _forward[l].Start, (nint)width * layer.FanIn, width,
            rows, layer.FanIn, layer.FanOut);
    }

    /// <summary>dZ W^T: panels of the transpose.</summary>
    public ProductOperands<T> Backward(int l, ref T delta, nint stride, int rows)
    {
        Layer layer = _network.Layers[l];
        int width = Product.PanelWidth<T>();
        return new(
            ref delta, stride, 1,
            ref _backward[l].Start, (nint)width * layer.FanOut, width,
            rows, layer.FanOut, layer.FanIn);
    }

    List<(int Layer, int Block, int First, int Count)> Items => field ??= CutIntoBlocks();

    List<(int, int, int, int)> CutIntoBlocks()
    {
        var items = new List<(int, int, int, int)>();
        var oneThread = new InitializationContext(0);
        for (int l = 0; l < _network.Depth; l++)
        {
            (int layer, Layer shape) = (l, _network.Layers[l]);
            RowBlocks.ForEach(
                shape.FanOut, shape.FanIn, oneThread, (block, first, count) => items.Add((layer, block, first, count)));
        }

        return items;
    }

    void Pack(int l, bool backward)
    {
        Layer layer = _network.Layers[l];
        ref T weights = ref _weights[l].Start;
        if (!backward)
            PanelPacking.PackTransposed(ref weights, layer.FanIn, layer.FanIn, layer.FanOut, _forward[l].Span, T.One);
        else if (_backward[l].Length > 0)
            PanelPacking.Pack(ref weights, layer.FanIn, layer.FanOut, layer.FanIn, _backward[l].Span, T.One);
    }
}
