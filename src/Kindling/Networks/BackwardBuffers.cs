using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>
/// What a way back through a network needs besides the activations: passes may share it, one at a time.
/// </summary>
internal sealed class BackwardBuffers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Up to so many inputs, a weight gradient is computed transposed, with its long side along the registers.
    /// </summary>
    public const int NarrowInputs = 4;

    readonly AlignedArray<T>[] _deltas;
    readonly AlignedArray<T>[] _narrow;

    /// <summary>Allocates for blocks of so many rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">Points times streams.</param>
    /// <param name="keepsDeltas">Whether the deltas of all layers stay; else two arrays serve them in turn.</param>
    public BackwardBuffers(Network network, int rows, bool keepsDeltas = false)
    {
        int widest = Matrix<T>.PaddedStride(network.Layers.Max(l => l.FanOut)), count = checked(rows * widest);
        (Gradient, GradientBefore) = (new(count), new(count));
        _deltas = new AlignedArray<T>[network.Layers.Count];
        for (int l = 0; l < _deltas.Length; l++)
        {
            _deltas[l] = keepsDeltas ? new(rows * Matrix<T>.PaddedStride(network.Layers[l].FanOut))
                : l < 2 ? new(count) : _deltas[l - 2];
        }

        AlignedArray<T> NewNarrow() => new(rows == 0 ? 0 : NarrowInputs * (widest + 16));
        AlignedArray<T> shared = NewNarrow();
        _narrow = [.. network.Layers.Select(l => keepsDeltas && l.FanIn <= NarrowInputs ? NewNarrow() : shared)];
    }

    /// <summary>The gradient in a layer's output.</summary>
    public AlignedArray<T> Gradient { get; private set; }

    /// <summary>The gradient in the output of the layer before it.</summary>
    public AlignedArray<T> GradientBefore { get; private set; }

    /// <summary>The gradient in a layer's pre-activation.</summary>
    public AlignedArray<T> Delta(int layer) => _deltas[layer];

    /// <summary>A weight gradient of a layer with few inputs, transposed.</summary>
    /// <remarks>
    /// Where deltas stay, each such layer has its own: threads then compute several layers' gradients at once.
    /// </remarks>
    public AlignedArray<T> Narrow(int layer) => _narrow[layer];

    /// <summary>Goes to the layer before.</summary>
    public void StepBack() => (Gradient, GradientBefore) = (GradientBefore, Gradient);
}
