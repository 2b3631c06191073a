using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = tanh z.</summary>
internal readonly struct Tanh : IActivationFunction
{
    public static bool SlopeIsOneMinusSquare => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => VectorMath.Tanh<T, V>(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Jet1<T, V>(V z, out V f, out V d1)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        f = VectorMath.Tanh<T, V>(z);
        d1 = V.MulAdd(-f, f, V.Constant(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Jet3<T, V>(V z, out V f, out V d1, out V d2, out V d3)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        f = VectorMath.Tanh<T, V>(z);
        d1 = V.MulAdd(-f, f, V.Constant(1));
        d2 = V.Constant(-2) * f * d1;
        d3 = d1 * V.MulAdd(V.Constant(-6), d1, V.Constant(4));
    }
}
