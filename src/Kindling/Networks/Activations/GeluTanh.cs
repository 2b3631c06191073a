using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = z sigmoid(v(z)), v = 2 sqrt(2 / pi) (z + 0.044715 z^3): the tanh approximation of GELU.</summary>
internal readonly struct GeluTanh : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V bounded = Bounded<T, V>(z);
        VectorMath.Sigmoid<T, V>(Inner<T, V>(bounded), out V sigmoid, out _);
        return V.AtLeast(z, bounded) * sigmoid;
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
        V x = Bounded<T, V>(z);
        VectorMath.Sigmoid<T, V>(Inner<T, V>(x), out V s0, out V complement);
        V g1 = s0 * complement; // Derivatives of the logistic function at v(z).
        V g2 = g1 * (complement - s0);
        V g3 = g1 * V.MulAdd(V.Constant(-6), g1, V.Constant(1));
        V v1 = V.MulAdd(V.Constant(3 * Scale * Cubic) * x, x, V.Constant(Scale));
        V v2 = V.Constant(6 * Scale * Cubic) * x;
        V s1 = g1 * v1; // Derivatives of z -> sigmoid(v(z)).
        V s2 = V.MulAdd(g2 * v1, v1, g1 * v2);
        V s3 = V.MulAdd(g3 * v1 * v1, v1, V.MulAdd(V.Constant(3) * g2 * v1, v2, g1 * V.Constant(6 * Scale * Cubic)));
        f = V.AtLeast(z, x) * s0;
        d1 = V.MulAdd(x, s1, s0);
        d2 = V.MulAdd(x, s2, V.Constant(2) * s1);
        d3 = V.MulAdd(x, s3, V.Constant(3) * s2);
    }

    const double Cubic = 0.044715;

    const double Scale = 1.5957691216057308; // 2 sqrt(2 / pi)

    /// <summary>z, clamped to where the sigmoid has become 0 or 1: no infinity times zero in the tails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Bounded<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => V.AtMost(V.AtLeast(z, V.Constant(-25)), V.Constant(25));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Inner<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> =>
        V.Constant(Scale) * V.MulAdd(V.Constant(Cubic) * x * x, x, x);
}
