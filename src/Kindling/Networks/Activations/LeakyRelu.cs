using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = z above 0, slope z elsewhere; f'(0) = slope.</summary>
internal readonly struct LeakyRelu(double slope) : IActivationFunction
{
    public static bool IsPiecewiseLinear => true;

    public bool SlopeIsThatOfOutput => slope >= 0;

    readonly KernelConstant _slope = slope;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => V.Select(V.GreaterThan(z, V.Zero), z, _slope.Lanes<T, V>() * z);

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
        V positive = V.GreaterThan(z, V.Zero);
        f = V.Select(positive, z, _slope.Lanes<T, V>() * z);
        d1 = V.Select(positive, V.Constant(1), _slope.Lanes<T, V>());
        d2 = V.Zero;
        d3 = V.Zero;
    }
}
