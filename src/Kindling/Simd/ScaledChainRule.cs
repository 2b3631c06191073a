using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>
/// The way back from z_2 = c p_2 + b_2, p_2 = y W, through y = f(z), z = ... + b, and the gradients in c and b.
/// </summary>
/// <remarks>
/// In: h = dZ_2 W^T, y, and f'(z) unless it is 1 - y^2. Out: dZ = c h f'(z), sum h y = dL/dc, sum dZ = dL/db. A sweep
/// of its own: in a product's epilogue the loads of y, which come from far away, would hold up every tile.
/// </remarks>
internal static class ScaledChainRule
{
    /// <summary>Elements that are summed in <c>T</c> before they are added up in double.</summary>
    const int RunLength = 4096;

    /// <summary>Sweeps over whole registers.</summary>
    /// <param name="h">The product.</param>
    /// <param name="y">The activation's output.</param>
    /// <param name="slope">f'(z); empty if it is 1 - y^2.</param>
    /// <param name="scale">c.</param>
    /// <param name="delta">Receives dZ; may be h.</param>
    /// <returns>The gradients in c and b.</returns>
    public static (double Scale, double Shift) Run<T>(
        ReadOnlySpan<T> h, ReadOnlySpan<T> y, ReadOnlySpan<T> slope, T scale, Span<T> delta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sumScale = 0, sumShift = 0;
        for (int at = 0; at < h.Length; at += RunLength)
        {
            Range run = at..Math.Min(at + RunLength, h.Length);
            ReadOnlySpan<T> slopes = slope.IsEmpty ? slope : slope[run];
            (T c, T b) = Dispatch.Level switch
            {
                SimdLevel.Avx512 => Run<T, Lanes512<T>>(h[run], y[run], slopes, scale, delta[run]),
                SimdLevel.Avx2 => Run<T, Lanes256<T>>(h[run], y[run], slopes, scale, delta[run]),
                _ => Run<T, Lanes128<T>>(h[run], y[run], slopes, scale, delta[run]),
            };
            sumScale += double.CreateTruncating(c);
            sumShift += double.CreateTruncating(b);
        }

        return (sumScale, sumShift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (T Scale, T Shift) Run<T, V>(
        ReadOnlySpan<T> h, ReadOnlySpan<T> y, ReadOnlySpan<T> slope, T scale, Span<T> delta)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        ref readonly T ph = ref h[0], py = ref y[0];
        ref readonly T ps = ref slope.IsEmpty ? ref py : ref slope[0];
        ref T pd = ref delta[0];
        bool isOneMinusSquare = slope.IsEmpty;
        V c = V.Broadcast(scale), one = V.Constant(1), sumScale = V.Zero, sumShift = V.Zero;
        for (nuint i = 0, n = (nuint)h.Length; i < n; i += (nuint)V.Count)
        {
            V product = V.Load(in ph, i), output = V.Load(in py, i);
            V slopes = isOneMinusSquare ? V.MulAdd(-output, output, one) : V.Load(in ps, i);
            V result = c * product * slopes;
            sumScale = V.MulAdd(product, output, sumScale);
            sumShift += result;
            V.Store(result, ref pd, i);
        }

        return (V.Sum(sumScale), V.Sum(sumShift));
    }
}
