using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = erf z = 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to z.</summary>
internal readonly struct Erf : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => VectorMath.Erf<T, V>(z);

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
        VectorMath.Erf<T, V>(z, out f, out V gaussian);
        V bounded = V.AtMost(V.AtLeast(z, V.Constant(-30)), V.Constant(30)); // No infinity times zero in the tails.
        d1 = V.Constant(1.1283791670955126) * gaussian;
        d2 = V.Constant(-2) * bounded * d1;
        d3 = V.MulAdd(V.Constant(4) * bounded, bounded, V.Constant(-2)) * d1;
    }
}
