using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <content>Logarithms.</content>
internal static partial class VectorMath
{
    /// <summary>Natural logarithm: -infinity at both zeros, NaN below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => Log<T, V, Fused>(x);

    /// <summary>ln(1 + x) for x in [0, 1], also where 1 + x rounds to 1; NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOnePlusUnit<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        // 1 + x = 2^k (1 + f) with k = 0 or 1; f is exact in the first case and x - 1 is in the second.
        V above = V.GreaterThan(x, V.Constant(0.41421356237309503));
        V f = V.Select(above, (x - V.Constant(1)) * V.Constant(0.5), x);
        V k = V.Select(above, V.Constant(1), V.Zero);
        return LogOfReduced<T, V, Fused>(k, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Log<T, V, M>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where M : IMultiplyAdd
    {
        bool single = typeof(T) == typeof(float);
        V one = V.Constant(1);
        V tiny = V.LessThan(x, V.Constant(single ? 1.1754943508222875E-38 : 2.2250738585072014E-308));
        V scaled = V.Select(tiny, x * V.Constant(single ? 16777216.0 : 18014398509481984.0), x);
        V k = V.Exponent(scaled) - V.Select(tiny, V.Constant(single ? 24 : 54), V.Zero);
        V m = V.Significand(scaled);
        V above = V.GreaterThan(m, V.Constant(1.4142135623730951));
        k += V.Select(above, one, V.Zero);
        m = V.Select(above, m * V.Constant(0.5), m);
        V result = LogOfReduced<T, V, M>(k, m - one);
        result = V.Select(V.EqualTo(x, V.Zero), V.Constant(double.NegativeInfinity), result);
        result = V.Select(V.LessThan(x, V.Zero), V.Constant(double.NaN), result);
        V finite = V.LessThan(x, V.Constant(double.PositiveInfinity));
        return V.Select(finite, result, x);
    }

    /// <summary>
    /// k ln 2 + ln(1 + f) for 1 + f within [sqrt(1/2), sqrt(2)]: atanh series in s = f / (2 + f) (as in fdlibm).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogOfReduced<T, V, M>(V k, V f)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where M : IMultiplyAdd
    {
        bool single = typeof(T) == typeof(float);
        V s = f / (f + V.Constant(2));
        V z = s * s;
        V p;
        if (single)
        {
            p = M.MulAdd<T, V>(V.Constant(0.23330581938241893822), z, V.Constant(0.28550816599711548665));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.4000012187697200149));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.66666666554451646331));
        }
        else
        {
            p = M.MulAdd<T, V>(V.Constant(0.14616585424888621989), z, V.Constant(0.15331710618210771568));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.18182889455674946039));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.22222211130259877029));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.28571428626003268742));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.39999999999899443233));
            p = M.MulAdd<T, V>(p, z, V.Constant(0.66666666666666696883));
        }

        V halfSquare = V.Constant(0.5) * f * f;
        V small = k * V.Constant(single ? 1.428606820309417232121458E-06 : 7.37100256516779890183404E-13);
        V correction = halfSquare - M.MulAdd<T, V>(s, M.MulAdd<T, V>(z, p, halfSquare), small);
        return M.MulAdd<T, V>(
            k, V.Constant(single ? 0.693145751953125 : 0.6931471805592082091607153), f - correction);
    }
}
