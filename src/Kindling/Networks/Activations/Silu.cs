using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = z / (1 + e^-z), also called swish.</summary>
internal readonly struct Silu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        // Clamped below, where z sigmoid(z) has underflowed: minus infinity gives zero.
        VectorMath.Sigmoid<T, V>(z, out V sigmoid, out _);
        return V.AtLeast(z, V.Constant(-800)) * sigmoid;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Jet1<T, V>(V z, out V f, out V d1)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        Jet3<T, V>(z, out f, out d1, out _, out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Jet3<T, V>(V z, out V f, out V d1, out V d2, out V d3)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        VectorMath.Sigmoid<T, V>(z, out V s0, out V complement);
        V s1 = s0 * complement;
        V s2 = s1 * (complement - s0);
        V s3 = s1 * V.MulAdd(V.Constant(-6), s1, V.Constant(1));
        f = V.AtLeast(z, V.Constant(-800)) * s0;
        V bounded = V.AtMost(V.AtLeast(z, V.Constant(-800)), V.Constant(800)); // No infinity times zero in the tails.
        d1 = V.MulAdd(bounded, s1, s0);
        d2 = V.MulAdd(bounded, s2, V.Constant(2) * s1);
        d3 = V.MulAdd(bounded, s3, V.Constant(3) * s2);
    }
}
