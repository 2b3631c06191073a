using System.Numerics;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Initialization;

/// <summary>One layer's turn in a draw: its description, its parameters, its random streams.</summary>
/// <remarks>
/// Streams are keyed by seed, layer index and purpose (<c>layer 3 / weights</c>), never by the order of drawing. What
/// is written here is in the standard parameterization.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LayerDraw<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Memory<T> _weights;
    readonly Memory<T> _biases;

    internal LayerDraw(
        Network network, int index, Memory<T> weights, Memory<T> biases, InitializationContext context)
    {
        Network = network;
        Index = index;
        _weights = weights;
        _biases = biases;
        Context = context;
    }

    /// <summary>The whole network.</summary>
    public Network Network { get; }

    /// <summary>The layer's index, from 0.</summary>
    public int Index { get; }

    /// <summary>The layer.</summary>
    public Layer Layer => Network.Layers[Index];

    /// <summary>Seed, data and threads.</summary>
    public InitializationContext Context { get; }

    /// <summary>The layer's weights, [fan_out, fan_in].</summary>
    public Span<T> Weights => _weights.Span;

    /// <summary>The layer's biases; empty if it has none.</summary>
    public Span<T> Biases => _biases.Span;

    /// <summary>The weights of some units, [count, fan_in].</summary>
    public Span<T> Rows(int first, int count) =>
        Weights.Slice(first * Layer.FanIn, count * Layer.FanIn);

    /// <summary>The random stream for one purpose of this layer.</summary>
    /// <param name="purpose">E.g. <c>weights</c>.</param>
    public RandomStream Stream(string purpose) => RandomStream.Create(Context.Seed, $"layer {Index} / {purpose}");

    /// <summary>
    /// Runs <paramref name="body"/> over fixed blocks of units, each with its own random stream, on the context's
    /// threads.
    /// </summary>
    /// <param name="purpose">What the numbers are for, e.g. <c>weights</c>.</param>
    /// <param name="body">
    /// Gets the block's stream, its first unit and its number of units. Must not touch other units.
    /// </param>
    public void ForEachBlock(string purpose, Action<RandomStream, int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        RandomStream stream = Stream(purpose);
        RowBlocks.ForEach(
            Layer.FanOut,
            Layer.FanIn,
            Context,
            (block, first, count) => body(stream.Split(block), first, count));
    }
}
