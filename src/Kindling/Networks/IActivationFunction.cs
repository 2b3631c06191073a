using System.Numerics;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>One activation function, defined once for every element type and register width.</summary>
/// <remarks>
/// An implementation is a small struct (its fields are the function's parameters, such as the slope of a leaky ReLU),
/// so that kernels specialize on it. The members must agree with each other: <c>f</c>, <c>d1</c> of
/// <see cref="Jet1"/> and <see cref="Jet3"/> are the same numbers as <see cref="Value"/> up to rounding.
/// Derivatives at a kink are the ones PyTorch uses (0 at 0 for ReLU).
/// </remarks>
internal interface IActivationFunction
{
    /// <summary>Whether the second derivative is zero wherever it exists.</summary>
    static virtual bool IsPiecewiseLinear => false;

    /// <summary>Whether f'(f(z)) = f'(z) everywhere, so that the way back needs nothing but the output.</summary>
    bool SlopeIsThatOfOutput => false;

    /// <summary>Whether f' = 1 - f², so that, too, the way back needs nothing but the output.</summary>
    static virtual bool SlopeIsOneMinusSquare => false;

    /// <summary>f(z).</summary>
    V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;

    /// <summary>f(z) and f'(z).</summary>
    void Jet1<T, V>(V z, out V f, out V d1)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;

    /// <summary>f(z) and its first three derivatives.</summary>
    void Jet3<T, V>(V z, out V f, out V d1, out V d2, out V d3)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;
}
