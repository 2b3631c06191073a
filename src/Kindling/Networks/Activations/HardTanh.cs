using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = z clamped to [-1, 1]; f'(-1) = f'(1) = 0.</summary>
internal readonly struct HardTanh : IActivationFunction
{
    public static bool IsPiecewiseLinear => true;

    public bool SlopeIsThatOfOutput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => V.AtMost(V.AtLeast(z, V.Constant(-1)), V.Constant(1));

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
        f = V.AtMost(V.AtLeast(z, V.Constant(-1)), V.Constant(1));
        d1 = V.BitAnd(V.LessThan(V.Abs(z), V.Constant(1)), V.Constant(1));
        d2 = V.Zero;
        d3 = V.Zero;
    }
}
