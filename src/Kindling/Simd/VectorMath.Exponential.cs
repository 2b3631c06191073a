using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <content>Exponentials and what is one division away from them.</content>
internal static partial class VectorMath
{
    /// <summary>e^x: gradual underflow, +infinity on overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => Exp<T, V>(x, V.Zero);

    /// <summary>e^x - 1, also near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpMinusOne<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        bool single = typeof(T) == typeof(float);
        x = V.AtMost(V.AtLeast(x, V.Constant(-50)), V.Constant(single ? 89 : 710));
        V k = NearestBinaryExponent<T, V>(x);
        V r = MinusLogTwos<T, V>(x, k);
        V q = ExpMinusOneOfReduced<T, V>(r);
        V half = V.PowerOfTwo(k - V.Constant(1)); // 2^k itself would overflow at the upper end.
        V scaled = V.Constant(2) * V.MulAdd(q, half, half - V.Constant(0.5));
        return V.Select(V.EqualTo(x, V.Zero), x, V.Select(V.EqualTo(k, V.Zero), q, scaled));
    }

    /// <summary>tanh x, odd to the bit, exactly 1 where it rounds to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        // tanh a = -u / (u + 2) with u = e^(-2a) - 1, a = |x|.
        V y = V.AtLeast(V.Constant(-2) * V.Abs(x), V.Constant(typeof(T) == typeof(float) ? -20 : -40));
        V k = NearestBinaryExponent<T, V>(y);
        V scale = V.PowerOfTwo(k);
        V u = V.MulAdd(ExpMinusOneOfReduced<T, V>(MinusLogTwos<T, V>(y, k)), scale, scale - V.Constant(1));
        return V.CopySign(u / (u + V.Constant(2)), x);
    }

    /// <summary>
    /// The logistic function 1 / (1 + e^-x) and its complement 1 / (1 + e^x), each to a few ulp also where it is tiny.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sigmoid<T, V>(V x, out V sigmoid, out V complement)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V e = Exp<T, V>(-V.Abs(x));
        V large = V.Constant(1) / (V.Constant(1) + e);
        V small = e * large;
        V negative = V.LessThan(x, V.Zero);
        sigmoid = V.Select(negative, small, large);
        complement = V.Select(negative, large, small);
    }

    /// <summary>ln(1 + e^x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> =>
        V.AtLeast(x, V.Zero) + LogOnePlusUnit<T, V>(Exp<T, V>(-V.Abs(x)));

    /// <summary>e^(x + low), low small enough to change only the last places of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Exp<T, V>(V x, V low)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        bool single = typeof(T) == typeof(float);
        x = V.AtMost(V.AtLeast(x, V.Constant(single ? -104 : -746)), V.Constant(single ? 89 : 710));
        V k = NearestBinaryExponent<T, V>(x);
        V q = ExpMinusOneOfReduced<T, V>(MinusLogTwos<T, V>(x, k) + low);
        V first = V.Round(k * V.Constant(0.5)); // In two steps, so that both powers are normal numbers.
        return (q + V.Constant(1)) * V.PowerOfTwo(first) * V.PowerOfTwo(k - first);
    }

    /// <summary>The whole number nearest to x / ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V NearestBinaryExponent<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => V.Round(x * V.Constant(1.4426950408889634));

    /// <summary>x - k ln 2; the product with the upper part of ln 2 is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V MinusLogTwos<T, V>(V x, V k)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        bool single = typeof(T) == typeof(float);
        V r = V.MulAdd(k, V.Constant(single ? -0.693145751953125 : -0.6931471805592082091607153), x);
        return V.MulAdd(k, V.Constant(single ? -1.428606820309417232121458E-06 : -7.37100256516779890183404E-13), r);
    }

    /// <summary>e^r - 1 for |r| at most (ln 2) / 2 and a little, as r + r^2 P(r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpMinusOneOfReduced<T, V>(V r)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p;
        if (typeof(T) == typeof(float))
        {
            p = V.MulAdd(V.Constant(0.00019890980869750325563), r, V.Constant(0.001393364103198670115));
            p = V.MulAdd(p, r, V.Constant(0.0083333109344488684687));
            p = V.MulAdd(p, r, V.Constant(0.041666465006040048761));
            p = V.MulAdd(p, r, V.Constant(0.16666666681614255706));
            p = V.MulAdd(p, r, V.Constant(0.5000000013457727153));
        }
        else
        {
            p = V.MulAdd(V.Constant(2.09146793765839351e-9), r, V.Constant(2.5105206373957011116e-8));
            p = V.MulAdd(p, r, V.Constant(2.7557273661348636219e-7));
            p = V.MulAdd(p, r, V.Constant(2.7557255425746434282e-6));
            p = V.MulAdd(p, r, V.Constant(0.000024801587325533363819));
            p = V.MulAdd(p, r, V.Constant(0.00019841269874800491981));
            p = V.MulAdd(p, r, V.Constant(0.0013888888888883752417));
            p = V.MulAdd(p, r, V.Constant(0.008333333333326140884));
            p = V.MulAdd(p, r, V.Constant(0.041666666666666669752));
            p = V.MulAdd(p, r, V.Constant(0.16666666666666670986));
            p = V.MulAdd(p, r, V.Constant(0.5));
        }

        return V.MulAdd(p, r * r, r);
    }
}
