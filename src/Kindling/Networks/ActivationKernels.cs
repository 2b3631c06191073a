using System.Numerics;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>The kernels of one activation and one element type: where the activation becomes a type argument.</summary>
/// <remarks>Spans have equal lengths; an output may be exactly the input, other overlaps are not allowed.</remarks>
internal abstract class ActivationKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether the second derivative is zero wherever it exists.</summary>
    public abstract bool IsPiecewiseLinear { get; }

    /// <summary>Whether f'(z) can be told from f(z).</summary>
    public abstract bool OutputGivesSlope { get; }

    /// <summary>Whether f' = 1 - f².</summary>
    public abstract bool SlopeIsOneMinusSquare { get; }

    /// <summary>A whole layer in the product's epilogue: for piecewise linear functions.</summary>
    /// <param name="operands">X Wᵀ.</param>
    /// <param name="y">Receives f(sum + bias) (+ skip).</param>
    /// <param name="stride">Of y, slope and skip.</param>
    /// <param name="bias">Padded.</param>
    /// <param name="slope">Receives f'(z) if <paramref name="keepsSlope"/>.</param>
    /// <param name="keepsSlope">Whether the way back will read it.</param>
    /// <param name="skip">Added if <paramref name="addsSkip"/>.</param>
    /// <param name="addsSkip">Whether the layer is residual.</param>
    public abstract void Layer(
        in ProductOperands<T> operands, ref T y, nint stride, ref T bias,
        ref T slope, bool keepsSlope, ref T skip, bool addsSkip);

    /// <summary>dZ = (sum (+ skipped)) f'(z) from y = f(z), where <see cref="OutputGivesSlope"/>.</summary>
    public abstract void ChainRule(
        in ProductOperands<T> operands, ref T skipped, bool addsSkipped, ref T y, ref T result, nint stride);

    /// <summary>y = f(z).</summary>
    public abstract void Apply(ReadOnlySpan<T> z, Span<T> y);

    /// <summary>f(z) and f'(z).</summary>
    public abstract void Jet1(ReadOnlySpan<T> z, Span<T> f, Span<T> d1);

    /// <summary>f(z) and its first two derivatives, for whole registers.</summary>
    public abstract void Jet2(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2);

    /// <summary>f(z) and its first three derivatives.</summary>
    public abstract void Jet3(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2, Span<T> d3);
}
