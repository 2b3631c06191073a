using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>f(z) = sin(omega0 z) (Sitzmann et al. 2020).</summary>
internal readonly struct Sine(double omega0) : IActivationFunction
{
    readonly KernelConstant _omega0 = omega0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => VectorMath.Sin<T, V>(_omega0.Lanes<T, V>() * z);

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
        V omega = _omega0.Lanes<T, V>();
        VectorMath.SinCos<T, V>(omega * z, out f, out V cos);
        d1 = omega * cos;
        d2 = -(omega * omega) * f;
        d3 = -(omega * omega) * d1;
    }
}
