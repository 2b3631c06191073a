using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = max(z, 0); f'(0) = 0.</summary>
internal readonly struct Relu : IActivationFunction
{
    public static bool IsPiecewiseLinear => true;

    public bool SlopeIsThatOfOutput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => V.AtLeast(z, V.Zero);

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
        f = V.AtLeast(z, V.Zero);
        d1 = V.BitAnd(V.GreaterThan(z, V.Zero), V.Constant(1));
        d2 = V.Zero;
        d3 = V.Zero;
    }
}
