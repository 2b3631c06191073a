using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Register-tiled loops of Householder reflections on matrices whose columns are contiguous.</summary>
/// <remarks>
/// Registers run along the columns. Four reflections meet four columns at a time: sixteen dot products, whose sixteen
/// sums stay in registers, cost eight loads for sixteen multiply-adds, and so do the sixteen updates. Lengths are
/// multiples of a cache line; what lies between the last row and there is zero.
/// </remarks>
internal static class ReflectorTiles<T, V>
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>The sum of x_i².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T SumOfSquares(ref T x, int length)
    {
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
        nuint i = 0, n = (nuint)length, w = (nuint)V.Count;
        for (; i + (4 * w) <= n; i += 4 * w)
        {
            V p = V.Load(in x, i), q = V.Load(in x, i + w);
            V r = V.Load(in x, i + (2 * w)), s = V.Load(in x, i + (3 * w));
            a = V.MulAdd(p, p, a);
            b = V.MulAdd(q, q, b);
            c = V.MulAdd(r, r, c);
            d = V.MulAdd(s, s, d);
        }

        for (; i < n; i += w)
        {
            V p = V.Load(in x, i);
            a = V.MulAdd(p, p, a);
        }

        return V.Sum(a + b + (c + d));
    }

    /// <summary>x = factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ref T x, int length, T factor)
    {
        V f = V.Broadcast(factor);
        for (nuint i = 0; i < (nuint)length; i += (nuint)V.Count)
            V.Store(f * V.Load(in x, i), ref x, i);
    }

    /// <summary>One reflection of (top, c): s = tau (top + v·c), top -= s, c -= s v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReflectOne(ref T v, T tau, ref T c, int length, ref T top)
    {
        V even = V.Zero, odd = V.Zero;
        nuint k = 0, n = (nuint)length, w = (nuint)V.Count;
        for (; k + (2 * w) <= n; k += 2 * w)
        {
            even = V.MulAdd(V.Load(in v, k), V.Load(in c, k), even);
            odd = V.MulAdd(V.Load(in v, k + w), V.Load(in c, k + w), odd);
        }

        for (; k < n; k += w)
            even = V.MulAdd(V.Load(in v, k), V.Load(in c, k), even);
        T scale = tau * (top + V.Sum(even + odd));
        V s = V.Broadcast(-scale);
        for (k = 0; k < n; k += w)
            V.Store(V.MulAdd(s, V.Load(in v, k), V.Load(in c, k)), ref c, k);
        top -= scale;
    }

    /// <summary>The same reflection of four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReflectFour(ref T v, T tau, ref T c, nint stride, int length, ref T top, nint topStride)
    {
        ref T c1 = ref Unsafe.Add(ref c, stride);
        ref T c2 = ref Unsafe.Add(ref c1, stride);
        ref T c3 = ref Unsafe.Add(ref c2, stride);
        ref T top1 = ref Unsafe.Add(ref top, topStride);
        ref T top2 = ref Unsafe.Add(ref top1, topStride);
        ref T top3 = ref Unsafe.Add(ref top2, topStride);
        V d0 = V.Zero, d1 = V.Zero, d2 = V.Zero, d3 = V.Zero;
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V x = V.Load(in v, k);
            d0 = V.MulAdd(x, V.Load(in c, k), d0);
            d1 = V.MulAdd(x, V.Load(in c1, k), d1);
            d2 = V.MulAdd(x, V.Load(in c2, k), d2);
            d3 = V.MulAdd(x, V.Load(in c3, k), d3);
        }

        T scale0 = tau * (top + V.Sum(d0)), scale1 = tau * (top1 + V.Sum(d1));
        T scale2 = tau * (top2 + V.Sum(d2)), scale3 = tau * (top3 + V.Sum(d3));
        V s0 = V.Broadcast(-scale0), s1 = V.Broadcast(-scale1), s2 = V.Broadcast(-scale2), s3 = V.Broadcast(-scale3);
        for (nuint k = 0; k < n; k += w)
        {
            V x = V.Load(in v, k);
            V.Store(V.MulAdd(s0, x, V.Load(in c, k)), ref c, k);
            V.Store(V.MulAdd(s1, x, V.Load(in c1, k)), ref c1, k);
            V.Store(V.MulAdd(s2, x, V.Load(in c2, k)), ref c2, k);
            V.Store(V.MulAdd(s3, x, V.Load(in c3, k)), ref c3, k);
        }

        top -= scale0;
        top1 -= scale1;
        top2 -= scale2;
        top3 -= scale3;
    }

    /// <summary>
    /// A reflection of one to three columns, whose vector is still to be scaled: v = factor v, then as
    /// <see cref="ReflectOne"/>. Returns the sum of squares of the first column afterwards.
    /// </summary>
    /// <remarks>Missing columns stand for the last one: it is written several times with the same numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T ScaleAndReflect(
        ref T v, T factor, T tau, ref T c, nint stride, int length, ref T top, nint topStride, int columns)
    {
        nint second = columns > 1 ? 1 : 0, third = columns > 2 ? 2 : second;
        ref T c1 = ref Unsafe.Add(ref c, second * stride);
        ref T c2 = ref Unsafe.Add(ref c, third * stride);
        ref T top1 = ref Unsafe.Add(ref top, second * topStride);
        ref T top2 = ref Unsafe.Add(ref top, third * topStride);
        V f = V.Broadcast(factor), d0 = V.Zero, d1 = V.Zero, d2 = V.Zero;
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V x = f * V.Load(in v, k);
            V.Store(x, ref v, k);
            d0 = V.MulAdd(x, V.Load(in c, k), d0);
            d1 = V.MulAdd(x, V.Load(in c1, k), d1);
            d2 = V.MulAdd(x, V.Load(in c2, k), d2);
        }

        T scale0 = tau * (top + V.Sum(d0)), scale1 = tau * (top1 + V.Sum(d1)), scale2 = tau * (top2 + V.Sum(d2));
        V s0 = V.Broadcast(-scale0), s1 = V.Broadcast(-scale1), s2 = V.Broadcast(-scale2), square = V.Zero;
        for (nuint k = 0; k < n; k += w)
        {
            V x = V.Load(in v, k);
            V y0 = V.MulAdd(s0, x, V.Load(in c, k));
            V y1 = V.MulAdd(s1, x, V.Load(in c1, k)), y2 = V.MulAdd(s2, x, V.Load(in c2, k));
            square = V.MulAdd(y0, y0, square);
            V.Store(y0, ref c, k);
            V.Store(y1, ref c1, k);
            V.Store(y2, ref c2, k);
        }

        (T first, T next, T last) = (top - scale0, top1 - scale1, top2 - scale2);
        (top2, top1, top) = (last, next, first);
        return V.Sum(square);
    }

    /// <summary>gram[4 k + i] = v_i · v_k for k &lt; i, four vectors given one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gram(ref T v0, ref T v1, ref T v2, ref T v3, int length, ref T gram)
    {
        V g10 = V.Zero, g20 = V.Zero, g30 = V.Zero, g21 = V.Zero, g31 = V.Zero, g32 = V.Zero;
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V x0 = V.Load(in v0, k), x1 = V.Load(in v1, k), x2 = V.Load(in v2, k), x3 = V.Load(in v3, k);
            g10 = V.MulAdd(x0, x1, g10);
            g20 = V.MulAdd(x0, x2, g20);
            g30 = V.MulAdd(x0, x3, g30);
            g21 = V.MulAdd(x1, x2, g21);
            g31 = V.MulAdd(x1, x3, g31);
            g32 = V.MulAdd(x2, x3, g32);
        }

        PutSums(V.Zero, g10, g20, g30, ref gram);
        PutSums(V.Zero, V.Zero, g21, g31, ref Unsafe.Add(ref gram, 4));
        Unsafe.Add(ref gram, 11) = V.Sum(g32);
    }

    /// <summary>dots[4 j + i] = v_i · c_j for four vectors v_i, given one by one, and four columns c_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots4x4(ref T v0, ref T v1, ref T v2, ref T v3, ref T c, nint stride, int length, ref T dots)
    {
        ref T c1 = ref Unsafe.Add(ref c, stride);
        ref T c2 = ref Unsafe.Add(ref c1, stride);
        ref T c3 = ref Unsafe.Add(ref c2, stride);
        V d00 = V.Zero, d01 = V.Zero, d02 = V.Zero, d03 = V.Zero;
        V d10 = V.Zero, d11 = V.Zero, d12 = V.Zero, d13 = V.Zero;
        V d20 = V.Zero, d21 = V.Zero, d22 = V.Zero, d23 = V.Zero;
        V d30 = V.Zero, d31 = V.Zero, d32 = V.Zero, d33 = V.Zero;
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V x0 = V.Load(in v0, k), x1 = V.Load(in v1, k), x2 = V.Load(in v2, k), x3 = V.Load(in v3, k);
            V y = V.Load(in c, k);
            d00 = V.MulAdd(x0, y, d00);
            d01 = V.MulAdd(x1, y, d01);
            d02 = V.MulAdd(x2, y, d02);
            d03 = V.MulAdd(x3, y, d03);
            y = V.Load(in c1, k);
            d10 = V.MulAdd(x0, y, d10);
            d11 = V.MulAdd(x1, y, d11);
            d12 = V.MulAdd(x2, y, d12);
            d13 = V.MulAdd(x3, y, d13);
            y = V.Load(in c2, k);
            d20 = V.MulAdd(x0, y, d20);
            d21 = V.MulAdd(x1, y, d21);
            d22 = V.MulAdd(x2, y, d22);
            d23 = V.MulAdd(x3, y, d23);
            y = V.Load(in c3, k);
            d30 = V.MulAdd(x0, y, d30);
            d31 = V.MulAdd(x1, y, d31);
            d32 = V.MulAdd(x2, y, d32);
            d33 = V.MulAdd(x3, y, d33);
        }

        PutSums(d00, d01, d02, d03, ref dots);
        PutSums(d10, d11, d12, d13, ref Unsafe.Add(ref dots, 4));
        PutSums(d20, d21, d22, d23, ref Unsafe.Add(ref dots, 8));
        PutSums(d30, d31, d32, d33, ref Unsafe.Add(ref dots, 12));
    }

    /// <summary>dots[i] = v_i · c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots4x1(ref T v0, ref T v1, ref T v2, ref T v3, ref T c, int length, ref T dots)
    {
        V d0 = V.Zero, d1 = V.Zero, d2 = V.Zero, d3 = V.Zero;
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V y = V.Load(in c, k);
            d0 = V.MulAdd(V.Load(in v0, k), y, d0);
            d1 = V.MulAdd(V.Load(in v1, k), y, d1);
            d2 = V.MulAdd(V.Load(in v2, k), y, d2);
            d3 = V.MulAdd(V.Load(in v3, k), y, d3);
        }

        PutSums(d0, d1, d2, d3, ref dots);
    }

    /// <summary>c_j -= sum_i s[4 j + i] v_i for four columns c_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract4x4(ref T v0, ref T v1, ref T v2, ref T v3, ref T c, nint stride, int length, ref T s)
    {
        ref T c1 = ref Unsafe.Add(ref c, stride);
        ref T c2 = ref Unsafe.Add(ref c1, stride);
        ref T c3 = ref Unsafe.Add(ref c2, stride);
        V s00 = Minus(ref s, 0), s01 = Minus(ref s, 1), s02 = Minus(ref s, 2), s03 = Minus(ref s, 3);
        V s10 = Minus(ref s, 4), s11 = Minus(ref s, 5), s12 = Minus(ref s, 6), s13 = Minus(ref s, 7);
        V s20 = Minus(ref s, 8), s21 = Minus(ref s, 9), s22 = Minus(ref s, 10), s23 = Minus(ref s, 11);
        V s30 = Minus(ref s, 12), s31 = Minus(ref s, 13), s32 = Minus(ref s, 14), s33 = Minus(ref s, 15);
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V x0 = V.Load(in v0, k), x1 = V.Load(in v1, k), x2 = V.Load(in v2, k), x3 = V.Load(in v3, k);
            V y0 = V.MulAdd(s00, x0, V.Load(in c, k)), y1 = V.MulAdd(s10, x0, V.Load(in c1, k));
            V y2 = V.MulAdd(s20, x0, V.Load(in c2, k)), y3 = V.MulAdd(s30, x0, V.Load(in c3, k));
            y0 = V.MulAdd(s01, x1, y0);
            y1 = V.MulAdd(s11, x1, y1);
            y2 = V.MulAdd(s21, x1, y2);
            y3 = V.MulAdd(s31, x1, y3);
            y0 = V.MulAdd(s02, x2, y0);
            y1 = V.MulAdd(s12, x2, y1);
            y2 = V.MulAdd(s22, x2, y2);
            y3 = V.MulAdd(s32, x2, y3);
            V.Store(V.MulAdd(s03, x3, y0), ref c, k);
            V.Store(V.MulAdd(s13, x3, y1), ref c1, k);
            V.Store(V.MulAdd(s23, x3, y2), ref c2, k);
            V.Store(V.MulAdd(s33, x3, y3), ref c3, k);
        }
    }

    /// <summary>c -= sum_i s[i] v_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract4x1(ref T v0, ref T v1, ref T v2, ref T v3, ref T c, int length, ref T s)
    {
        V s0 = Minus(ref s, 0), s1 = Minus(ref s, 1), s2 = Minus(ref s, 2), s3 = Minus(ref s, 3);
        nuint n = (nuint)length, w = (nuint)V.Count;
        for (nuint k = 0; k < n; k += w)
        {
            V y = V.MulAdd(s0, V.Load(in v0, k), V.Load(in c, k));
            V z = V.MulAdd(s1, V.Load(in v1, k), s2 * V.Load(in v2, k));
            V.Store(V.MulAdd(s3, V.Load(in v3, k), y) + z, ref c, k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Minus(ref T s, int i) => V.Broadcast(-Unsafe.Add(ref s, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void PutSums(V a, V b, V c, V d, ref T sums)
    {
        sums = V.Sum(a);
        Unsafe.Add(ref sums, 1) = V.Sum(b);
        Unsafe.Add(ref sums, 2) = V.Sum(c);
        Unsafe.Add(ref sums, 3) = V.Sum(d);
    }
}
