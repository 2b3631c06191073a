using System.Numerics;

namespace Kindling.Networks;

/// <summary>The kernels of one activation and one element type: where the activation becomes a type argument.</summary>
/// <remarks>Spans have equal lengths; an output may be exactly the input, other overlaps are not allowed.</remarks>
internal abstract class ActivationKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether the second derivative is zero wherever it exists.</summary>
    public abstract bool IsPiecewiseLinear { get; }

    /// <summary>y = f(z).</summary>
    public abstract void Apply(ReadOnlySpan<T> z, Span<T> y);

    /// <summary>f(z) and f'(z).</summary>
    public abstract void Jet1(ReadOnlySpan<T> z, Span<T> f, Span<T> d1);

    /// <summary>f(z) and its first two derivatives, for whole registers.</summary>
    public abstract void Jet2(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2);

    /// <summary>f(z) and its first three derivatives.</summary>
    public abstract void Jet3(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2, Span<T> d3);
}
