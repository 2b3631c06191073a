using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Logarithm, sine and cosine on the ranges that polar coordinates need, with the same bits on every width.</summary>
/// <remarks>
/// No operation is fused. Formulas and double coefficients: fdlibm (Sun Microsystems 1993), float coefficients of the
/// sine and cosine: Cephes (Moshier 1989). Errors stay near one unit in the last place.
/// </remarks>
internal static class PolarFunctions
{
    /// <summary>ln u for a positive normal number u.</summary>
    /// <remarks>
    /// u = 2^e m with m in [sqrt(1/2), sqrt 2); ln m = f - f²/2 + s (f²/2 + R(s²)) with f = m - 1, s = f / (2 + f).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<T, V>(V u)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        bool single = typeof(T) == typeof(float);
        V exponent = V.Exponent(u), significand = V.Significand(u);
        V large = V.GreaterThan(significand, V.Constant(1.4142135623730951));
        significand = V.Select(large, significand * V.Constant(0.5), significand);
        exponent = V.Select(large, exponent + V.Constant(1), exponent);
        V f = significand - V.Constant(1);
        V s = f / (V.Constant(2) + f);
        V z = s * s;
        V r = z * (single ? LogSingle<T, V>(z) : LogDouble<T, V>(z));
        V halfSquare = V.Constant(0.5) * f * f;
        V high = exponent * V.Constant(single ? 6.9313812256e-01 : 6.93147180369123816490e-01);
        V low = exponent * V.Constant(single ? 9.0580006145e-06 : 1.90821492927058770002e-10);
        return high - (halfSquare - ((s * (halfSquare + r)) + low) - f);
    }

    /// <summary>sin x for |x| at most pi / 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sine<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V z = x * x;
        V p = typeof(T) == typeof(float) ? SineSingle<T, V>(z) : SineDouble<T, V>(z);
        return x + (x * z * p);
    }

    /// <summary>cos x for |x| at most pi / 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosine<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V z = x * x;
        V p = typeof(T) == typeof(float) ? CosineSingle<T, V>(z) : CosineDouble<T, V>(z);
        return V.Constant(1) - ((V.Constant(0.5) * z) - (z * z * p));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogSingle<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p = V.Constant(0.24279078841);
        p = (p * z) + V.Constant(0.28498786688);
        p = (p * z) + V.Constant(0.40000972152);
        return (p * z) + V.Constant(0.66666662693);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogDouble<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p = V.Constant(1.479819860511658591e-01);
        p = (p * z) + V.Constant(1.531383769920937332e-01);
        p = (p * z) + V.Constant(1.818357216161805012e-01);
        p = (p * z) + V.Constant(2.222219843214978396e-01);
        p = (p * z) + V.Constant(2.857142874366239149e-01);
        p = (p * z) + V.Constant(3.999999999940941908e-01);
        return (p * z) + V.Constant(6.666666666666735130e-01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V SineSingle<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p = V.Constant(-1.9515295891e-4);
        p = (p * z) + V.Constant(8.3321608736e-3);
        return (p * z) + V.Constant(-1.6666654611e-1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V SineDouble<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p = V.Constant(1.58969099521155010221e-10);
        p = (p * z) + V.Constant(-2.50507602534068634195e-08);
        p = (p * z) + V.Constant(2.75573137070700676789e-06);
        p = (p * z) + V.Constant(-1.98412698298579493134e-04);
        p = (p * z) + V.Constant(8.33333333332248946124e-03);
        return (p * z) + V.Constant(-1.66666666666666324348e-01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V CosineSingle<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p = V.Constant(2.443315711809948e-5);
        p = (p * z) + V.Constant(-1.388731625493765e-3);
        return (p * z) + V.Constant(4.166664568298827e-2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V CosineDouble<T, V>(V z)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p = V.Constant(-1.13596475577881948265e-11);
        p = (p * z) + V.Constant(2.08757232129817482790e-09);
        p = (p * z) + V.Constant(-2.75573143513906633035e-07);
        p = (p * z) + V.Constant(2.48015872894767294178e-05);
        p = (p * z) + V.Constant(-1.38888888888741095749e-03);
        return (p * z) + V.Constant(4.16666666666666019037e-02);
    }
}
