using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindling.Simd;

/// <summary>
/// Turns random words into uniform and normal numbers, with the same bits on every machine and width.
/// </summary>
/// <remarks>
/// Everything is built from +, -, *, /, the square root and moves of bits, each rounded once; nothing is fused. A
/// number takes as many words as it is wide. Spans are whole groups of 64 words (64 floats or 32 doubles).
/// </remarks>
internal static class Variates
{
    /// <summary>Numbers in a group of 64 words.</summary>
    public static int GroupLength<T>()
        where T : unmanaged => PhiloxBlocks.GroupWords * sizeof(uint) / Unsafe.SizeOf<T>();

    /// <summary>
    /// low + (high - low) u with u uniform on a grid of 2^23 (float) or 2^52 (double) steps in [0, 1).
    /// </summary>
    /// <param name="words">Random words, as many bytes as <paramref name="destination"/>.</param>
    /// <param name="destination">Whole groups, overwritten.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">Larger than low; not reached.</param>
    public static void Uniform<T>(ReadOnlySpan<uint> words, Span<T> destination, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Uniform<T, Lanes512<T>>(words, destination, low, high);
                break;
            case SimdLevel.Avx2:
                Uniform<T, Lanes256<T>>(words, destination, low, high);
                break;
            default:
                Uniform<T, Lanes128<T>>(words, destination, low, high);
                break;
        }
    }

    /// <summary>mean + standardDeviation z with z standard normal, by the method of Box and Muller (1958).</summary>
    /// <param name="words">Random words, as many bytes as <paramref name="destination"/>.</param>
    /// <param name="destination">Whole groups, overwritten.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    public static void Normal<T>(ReadOnlySpan<uint> words, Span<T> destination, T mean, T standardDeviation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Normal<T, Lanes512<T>>(words, destination, mean, standardDeviation);
                break;
            case SimdLevel.Avx2:
                Normal<T, Lanes256<T>>(words, destination, mean, standardDeviation);
                break;
            default:
                Normal<T, Lanes128<T>>(words, destination, mean, standardDeviation);
                break;
        }
    }

    /// <summary>One standard normal number from two words of 64 bits.</summary>
    public static double Normal(ulong first, ulong second)
    {
        double a = BitConverter.UInt64BitsToDouble(first), b = BitConverter.UInt64BitsToDouble(second);
        Polar<double, Lanes128<double>>(
            Lanes128<double>.Broadcast(a), Lanes128<double>.Broadcast(b), out Lanes128<double> x, out _);
        Span<double> pair = stackalloc double[2];
        Lanes128<double>.Store(x, ref pair[0], 0);
        return pair[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Uniform<T, V>(ReadOnlySpan<uint> words, Span<T> destination, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        ref T bits = ref Unsafe.As<uint, T>(ref MemoryMarshal.GetReference(words));
        ref T target = ref MemoryMarshal.GetReference(destination);
        V start = V.Broadcast(low), width = V.Broadcast(high - low), one = V.Constant(1);
        V last = V.Broadcast(T.BitDecrement(high));
        for (nuint i = 0; i < (nuint)destination.Length; i += (nuint)V.Count)
        {
            // The significand's bits below a leading one: a number in [1, 2) on an even grid.
            V u = V.Significand(V.Load(in bits, i)) - one;
            V.Store(V.Min(start + (width * u), last), ref target, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normal<T, V>(ReadOnlySpan<uint> words, Span<T> destination, T mean, T standardDeviation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        ref T bits = ref Unsafe.As<uint, T>(ref MemoryMarshal.GetReference(words));
        ref T target = ref MemoryMarshal.GetReference(destination);
        V shift = V.Broadcast(mean), scale = V.Broadcast(standardDeviation);
        nuint half = (nuint)GroupLength<T>() / 2;
        for (nuint group = 0; group < (nuint)destination.Length; group += 2 * half)
        {
            for (nuint i = group; i < group + half; i += (nuint)V.Count)
            {
                Polar<T, V>(V.Load(in bits, i), V.Load(in bits, i + half), out V x, out V y);
                V.Store(shift + (scale * x), ref target, i);
                V.Store(shift + (scale * y), ref target, i + half);
            }
        }
    }

    /// <summary>Two independent standard normal numbers per element from two words each.</summary>
    /// <remarks>
    /// The radius is sqrt(-2 ln u) with u = |s + 1/2| / 2^(w-1), s the first word read as a signed integer of w bits,
    /// so the tail reaches 6.6 (float) and 9.3 (double). The angle is s / 2^w turns, s the second word.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Polar<T, V>(V first, V second, out V x, out V y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V turn = V.Constant(typeof(T) == typeof(float) ? 1 / 4294967296.0 : 1 / 18446744073709551616.0);
        V u = V.Abs(V.FromInteger(first) + V.Constant(0.5)) * (turn + turn);
        V radius = V.Sqrt(V.Constant(-2) * VectorMath.Portable.LogOfNormal<T, V>(u));
        VectorMath.Portable.SinCosOfTurns<T, V>(V.FromInteger(second) * turn, out V sine, out V cosine);
        x = radius * cosine;
        y = radius * sine;
    }
}
