using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>What a pass remembers of one layer between the way forward and the way back.</summary>
/// <remarks>Rows are points, stream after stream; every array has the stride of the layer's width.</remarks>
internal sealed class LayerState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public LayerState(
        Layer layer, int points, InputDerivatives derivatives, bool gradients, bool bends, bool readsSlope)
    {
        Layer = layer;
        Stride = derivatives.Streams == 1 ? TightStride(layer.FanOut) : Matrix<T>.PaddedStride(layer.FanOut);
        int one = checked(points * Stride), all = checked(one * derivatives.Streams);
        bool isHidden = layer.Kind != LayerKind.ReadOut;
        Output = new(all);
        PreActivation = new(isHidden && derivatives.Order > 0 ? all : 0);
        Slope = new(isHidden && ((gradients && readsSlope) || derivatives.Order > 0) ? one : 0);
        Curvature = new(isHidden && bends && derivatives.Order > 0 ? one : 0);
        Third = new(isHidden && bends && derivatives.Order > 1 ? one : 0);
    }

    public Layer Layer { get; }

    /// <summary>Elements from row to row.</summary>
    public int Stride { get; }

    /// <summary>y, all streams.</summary>
    public AlignedArray<T> Output { get; }

    /// <summary>z, all streams; kept only where input derivatives need it.</summary>
    public AlignedArray<T> PreActivation { get; }

    /// <summary>f'(z) of the value stream; none where the way back takes it from the output.</summary>
    public AlignedArray<T> Slope { get; }

    /// <summary>f''(z) of the value stream; none for piecewise linear activations.</summary>
    public AlignedArray<T> Curvature { get; }

    /// <summary>f'''(z) of the value stream, where second derivatives are carried.</summary>
    public AlignedArray<T> Third { get; }

    /// <summary>A product writes short rows with narrower registers; sweeps over streams need whole ones.</summary>
    static int TightStride(int width)
    {
        int bytes = width * Unsafe.SizeOf<T>(), register = (int)Dispatch.For(bytes) / 8;
        return bytes <= register ? register / Unsafe.SizeOf<T>() : Matrix<T>.PaddedStride(width);
    }
}
