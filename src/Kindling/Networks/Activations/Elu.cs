using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>
/// f(z) = scale z above 0, scale alpha (e^z - 1) elsewhere: ELU (Clevert et al. 2016) and SELU (Klambauer et al. 2017).
/// </summary>
internal readonly struct Elu(double alpha, double scale) : IActivationFunction
{
    readonly KernelConstant _scale = scale;
    readonly KernelConstant _amplitude = scale * alpha;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V positive = V.GreaterThan(z, V.Zero);
        return V.Select(positive, _scale.Lanes<T, V>() * z, _amplitude.Lanes<T, V>() * VectorMath.ExpMinusOne<T, V>(z));
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
        V positive = V.GreaterThan(z, V.Zero);
        V amplitude = _amplitude.Lanes<T, V>();
        V exponential = amplitude * VectorMath.Exp<T, V>(V.AtMost(z, V.Zero));
        f = V.Select(positive, _scale.Lanes<T, V>() * z, amplitude * VectorMath.ExpMinusOne<T, V>(z));
        d1 = V.Select(positive, _scale.Lanes<T, V>(), exponential);
        d2 = V.Select(positive, V.Zero, exponential);
        d3 = d2;
    }
}
