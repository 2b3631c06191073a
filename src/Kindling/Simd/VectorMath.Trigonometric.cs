using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <content>Sine and cosine.</content>
internal static partial class VectorMath
{
    /// <summary>The largest |x| that is reduced in registers; lanes beyond it take the scalar library's sine.</summary>
    const double LargestSingleAngle = 1e5;

    const double LargestDoubleAngle = 1e9;

    /// <summary>sin x. See <see cref="SinCos{T, V}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        SinCos<T, V>(x, out V sin, out _);
        return sin;
    }

    /// <summary>cos x. See <see cref="SinCos{T, V}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        SinCos<T, V>(x, out _, out V cos);
        return cos;
    }

    /// <summary>
    /// sin x and cos x; NaN at infinities. Fast for |x| up to 1e5 (float) or 1e9 (double), exact reduction throughout.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<T, V>(V x, out V sin, out V cos)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V k = V.Round(x * V.Constant(0.63661977236758134));
        V r = MinusQuarterTurns<T, V>(x, k);
        SinCosOfReduced<T, V, Fused>(r, k, out sin, out cos);
        sin = V.Select(V.EqualTo(x, V.Zero), x, sin);
        V large = V.GreaterThan(
            V.Abs(x), V.Constant(typeof(T) == typeof(float) ? LargestSingleAngle : LargestDoubleAngle));
        if (V.Any(large))
        {
            sin = V.Select(large, ByElement<T, V>(x, Math.Sin), sin);
            cos = V.Select(large, ByElement<T, V>(x, Math.Cos), cos);
        }
    }

    /// <summary>
    /// x - k pi/2, by parts of pi/2 so short (8 bits for float, 23 for double) that their products with k, and
    /// all differences that cancel, are exact with or without fused multiply-add (Cody and Waite 1980).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V MinusQuarterTurns<T, V>(V x, V k)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (typeof(T) == typeof(float))
        {
            V r = V.MulAdd(k, V.Constant(-1.5703125), x);
            r = V.MulAdd(k, V.Constant(-0.0004825592041015625), r);
            r = V.MulAdd(k, V.Constant(-0.00000126659870147705078125), r);
            r = V.MulAdd(k, V.Constant(-9.895302355289459228515625e-10), r);
            r = V.MulAdd(k, V.Constant(-2.557953848736360669136047e-12), r);
            return V.MulAdd(k, V.Constant(-5.390302858158119052894735e-15), r);
        }
        else
        {
            V r = V.MulAdd(k, V.Constant(-1.5707962512969970703125), x);
            r = V.MulAdd(k, V.Constant(-7.54978941586159635335207e-8), r);
            r = V.MulAdd(k, V.Constant(-5.390302529957764765544681e-15), r);
            r = V.MulAdd(k, V.Constant(-3.28200316337242327050784e-22), r);
            return V.MulAdd(k, V.Constant(-3.795010772721225565620256e-29), r);
        }
    }

    /// <summary>sin and cos of r + k pi/2, |r| at most pi/4 and a little, k a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void SinCosOfReduced<T, V, M>(V r, V k, out V sin, out V cos)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where M : IMultiplyAdd
    {
        V z = r * r;
        V s, c;
        if (typeof(T) == typeof(float))
        {
            s = M.MulAdd<T, V>(V.Constant(-0.00019587865702101875127), z, V.Constant(0.008332748154085032145));
            s = M.MulAdd<T, V>(s, z, V.Constant(-0.16666664661714698465));
            c = M.MulAdd<T, V>(V.Constant(0.000024547916853691016927), z, V.Constant(-0.0013888302919113632806));
            c = M.MulAdd<T, V>(c, z, V.Constant(0.041666664658901403725));
        }
        else
        {
            s = M.MulAdd<T, V>(V.Constant(1.5918115263265975194e-10), z, V.Constant(-2.505113165023518147e-8));
            s = M.MulAdd<T, V>(s, z, V.Constant(2.7557316101617874437e-6));
            s = M.MulAdd<T, V>(s, z, V.Constant(-0.00019841269836756772528));
            s = M.MulAdd<T, V>(s, z, V.Constant(0.0083333333333309472945));
            s = M.MulAdd<T, V>(s, z, V.Constant(-0.16666666666666664622));
            c = M.MulAdd<T, V>(V.Constant(-1.1382623647474604629e-11), z, V.Constant(2.0876146146558611582e-9));
            c = M.MulAdd<T, V>(c, z, V.Constant(-2.7557317271145145962e-7));
            c = M.MulAdd<T, V>(c, z, V.Constant(0.000024801587298764560771));
            c = M.MulAdd<T, V>(c, z, V.Constant(-0.0013888888888887396492));
            c = M.MulAdd<T, V>(c, z, V.Constant(0.041666666666666665388));
        }

        s = M.MulAdd<T, V>(s * z, r, r);
        c = M.MulAdd<T, V>(c * z, z, V.Constant(1) - (V.Constant(0.5) * z));

        // k modulo 4, as one of -2, -1, 0, 1, 2: odd swaps the two, and the signs go round the circle.
        V quadrant = k - (V.Constant(4) * V.Round(k * V.Constant(0.25)));
        V odd = V.EqualTo(V.Abs(quadrant), V.Constant(1));
        V half = V.EqualTo(V.Abs(quadrant), V.Constant(2));
        sin = V.Select(odd, c, s);
        cos = V.Select(odd, s, c);
        sin = V.Select(V.BitOr(half, V.EqualTo(quadrant, V.Constant(-1))), -sin, sin);
        cos = V.Select(V.BitOr(half, V.EqualTo(quadrant, V.Constant(1))), -cos, cos);
    }

    /// <summary>A scalar function of each element, in double precision.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static V ByElement<T, V>(V x, Func<double, double> function)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        Span<T> elements = stackalloc T[V.Count];
        V.Store(x, ref elements[0], 0);
        foreach (ref T element in elements)
            element = T.CreateTruncating(function(double.CreateTruncating(element)));
        return V.Load(in elements[0], 0);
    }
}
