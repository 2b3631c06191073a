using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindling.Simd;

/// <summary>A function of one register, as a type argument.</summary>
internal interface IElementwise
{
    /// <summary>The function, lane by lane.</summary>
    static abstract V Apply<T, V>(V x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;
}

/// <summary>Applies a function to every element of a span.</summary>
/// <remarks>
/// The last elements are copied into a full register and take the same instructions as the others, so the bits
/// of a result depend on its argument alone, not on its position or on the length of the span.
/// </remarks>
internal static class Elementwise
{
    /// <summary>y = F(x), at the width of <see cref="Dispatch"/>; y may be x.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Map<T, F>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where F : IElementwise
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"x has {x.Length} elements but y has {y.Length}; they must match.", nameof(y));
        if (x.Overlaps(y, out int offset) && offset != 0)
            throw new ArgumentException("y overlaps x without being the same span.", nameof(y));
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Map<T, Lanes512<T>, F>(x, y);
                break;
            case SimdLevel.Avx2:
                Map<T, Lanes256<T>, F>(x, y);
                break;
            default:
                Map<T, Lanes128<T>, F>(x, y);
                break;
        }
    }

    /// <summary>y = F(x) at the width of <typeparamref name="V"/>; y may be x.</summary>
    internal static void Map<T, V, F>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : IElementwise
    {
        ref readonly T px = ref MemoryMarshal.GetReference(x);
        ref T py = ref MemoryMarshal.GetReference(y);
        nuint i = 0, n = (nuint)x.Length, w = (nuint)V.Count;
        for (; i + w <= n; i += w)
            V.Store(F.Apply<T, V>(V.Load(in px, i)), ref py, i);
        if (i < n)
            MapTail<T, V, F>(x[(int)i..], y[(int)i..]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void MapTail<T, V, F>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : IElementwise
    {
        Span<T> register = stackalloc T[V.Count];
        x.CopyTo(register);
        V.Store(F.Apply<T, V>(V.Load(in register[0], 0)), ref register[0], 0);
        register[..y.Length].CopyTo(y);
    }
}
