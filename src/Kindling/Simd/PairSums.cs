using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>sum a b and sum a over two arrays of whole registers, in one sweep.</summary>
internal static class PairSums
{
    /// <summary>Elements that are summed in <c>T</c> before they are added up in double.</summary>
    const int RunLength = 4096;

    /// <summary>The sums; both arrays may be read up to a whole register past the last element.</summary>
    /// <param name="a">The first array.</param>
    /// <param name="b">The second array.</param>
    /// <param name="length">Elements, a multiple of the register width.</param>
    public static (double Product, double First) Run<T>(ref T a, ref T b, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double product = 0, first = 0;
        for (int at = 0; at < length; at += RunLength)
        {
            int count = Math.Min(RunLength, length - at);
            ref T x = ref Unsafe.Add(ref a, at), y = ref Unsafe.Add(ref b, at);
            (T p, T s) = Dispatch.Level switch
            {
                SimdLevel.Avx512 => Run<T, Lanes512<T>>(ref x, ref y, count),
                SimdLevel.Avx2 => Run<T, Lanes256<T>>(ref x, ref y, count),
                _ => Run<T, Lanes128<T>>(ref x, ref y, count),
            };
            product += double.CreateTruncating(p);
            first += double.CreateTruncating(s);
        }

        return (product, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (T Product, T First) Run<T, V>(ref T a, ref T b, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V p0 = V.Zero, p1 = V.Zero, s0 = V.Zero, s1 = V.Zero;
        nuint i = 0, n = (nuint)length, w = (nuint)V.Count;
        for (; i + (2 * w) <= n; i += 2 * w)
        {
            V x0 = V.Load(in a, i), x1 = V.Load(in a, i + w);
            p0 = V.MulAdd(x0, V.Load(in b, i), p0);
            p1 = V.MulAdd(x1, V.Load(in b, i + w), p1);
            s0 += x0;
            s1 += x1;
        }

        for (; i < n; i += w)
        {
            V x = V.Load(in a, i);
            p0 = V.MulAdd(x, V.Load(in b, i), p0);
            s0 += x;
        }

        return (V.Sum(p0 + p1), V.Sum(s0 + s1));
    }
}
