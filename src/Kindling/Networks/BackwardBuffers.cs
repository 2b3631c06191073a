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

    /// <summary>Allocates for blocks of so many rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">Points times streams.</param>
    public BackwardBuffers(Network network, int rows)
    {
        int widest = Matrix<T>.PaddedStride(network.Layers.Max(l => l.FanOut)), count = checked(rows * widest);
        (Gradient, GradientBefore, Delta, DeltaBefore) = (new(count), new(count), new(count), new(count));
        Narrow = new(rows == 0 ? 0 : NarrowInputs * (widest + 16));
    }

    /// <summary>The gradient in a layer's output.</summary>
    public AlignedArray<T> Gradient { get; private set; }

    /// <summary>The gradient in the output of the layer before it.</summary>
    public AlignedArray<T> GradientBefore { get; private set; }

    /// <summary>The gradient in a layer's pre-activation.</summary>
    public AlignedArray<T> Delta { get; private set; }

    /// <summary>The gradient in the pre-activation of the layer before it.</summary>
    public AlignedArray<T> DeltaBefore { get; private set; }

    /// <summary>A weight gradient of a layer with few inputs, transposed.</summary>
    public AlignedArray<T> Narrow { get; }

    /// <summary>Goes to the layer before.</summary>
    public void StepBack()
    {
        (Delta, DeltaBefore) = (DeltaBefore, Delta);
        (Gradient, GradientBefore) = (GradientBefore, Gradient);
    }
}
