using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>
/// f(z) = z P(z), P the normal distribution function (Hendrycks and Gimpel 2016), with the relative precision kept for
/// z far below 0.
/// </summary>
internal readonly struct Gelu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        VectorMath.NormalTail<T, V>(z, out _, out V tailTimesZ, out _);
        return V.AtLeast(z, V.Zero) - tailTimesZ;
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
        VectorMath.NormalTail<T, V>(z, out V tail, out V tailTimesZ, out V gaussian);
        V density = V.Constant(0.3989422804014327) * gaussian;
        V bounded = V.AtMost(V.AtLeast(z, V.Constant(-39)), V.Constant(39)); // No infinity times zero in the tails.
        f = V.AtLeast(z, V.Zero) - tailTimesZ;
        d1 = V.MulAdd(bounded, density, V.Select(V.LessThan(z, V.Zero), tail, V.Constant(1) - tail));
        d2 = density * V.MulAdd(-bounded, bounded, V.Constant(2));
        d3 = density * bounded * V.MulAdd(bounded, bounded, V.Constant(-4));
    }
}
