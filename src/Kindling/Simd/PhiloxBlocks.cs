using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindling.Simd;

/// <summary>Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) on sixteen counters at a time.</summary>
/// <remarks>
/// A group is 64 words: the first words of the blocks 16 g ... 16 g + 15, then their second, third and fourth words.
/// The order is the same on every register width.
/// </remarks>
internal static class PhiloxBlocks
{
    /// <summary>Words in a group.</summary>
    public const int GroupWords = 64;

    /// <summary>Blocks in a group.</summary>
    public const int GroupBlocks = 16;

    /// <summary>First multiplier of a round.</summary>
    public const uint MultiplierA = 0xD2511F53;

    /// <summary>Second multiplier of a round.</summary>
    public const uint MultiplierB = 0xCD9E8D57;

    /// <summary>What the first word of the key grows by in each round: the golden ratio.</summary>
    public const uint WeylA = 0x9E3779B9;

    /// <summary>What the second word of the key grows by in each round: the square root of three, less one.</summary>
    public const uint WeylB = 0xBB67AE85;

    /// <summary>Rounds in a block.</summary>
    public const int Rounds = 10;

    /// <summary>Writes whole groups.</summary>
    /// <param name="key">The key, first word in the lower half.</param>
    /// <param name="upperCounter">Words 2 and 3 of the counter, word 2 in the lower half.</param>
    /// <param name="firstGroup">Number of the first group; words 0 and 1 of its first counter are 16 times it.</param>
    /// <param name="words">A multiple of 64 words, overwritten.</param>
    public static void Fill(ulong key, ulong upperCounter, ulong firstGroup, Span<uint> words)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Fill<Words512>(key, upperCounter, firstGroup, words);
                break;
            case SimdLevel.Avx2:
                Fill<Words256>(key, upperCounter, firstGroup, words);
                break;
            default:
                Fill<Words128>(key, upperCounter, firstGroup, words);
                break;
        }
    }

    /// <summary>As above, on a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill<W>(ulong key, ulong upperCounter, ulong firstGroup, Span<uint> words)
        where W : struct, IWords<W>
    {
        System.Diagnostics.Debug.Assert(words.Length % GroupWords == 0, "whole groups only");
        ref uint target = ref MemoryMarshal.GetReference(words);
        for (nuint group = 0; group < (nuint)(words.Length / GroupWords); group++)
        {
            for (nuint block = 0; block < GroupBlocks; block += 2 * (nuint)W.Count)
            {
                Blocks<W>(
                    key, upperCounter, ((firstGroup + group) * GroupBlocks) + block,
                    ref target, (group * GroupWords) + block);
            }
        }
    }

    /// <summary>
    /// The 2 W.Count blocks from <paramref name="counter"/> on, even ones in one set of registers, odd ones in
    /// another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Blocks<W>(ulong key, ulong upperCounter, ulong counter, ref uint target, nuint index)
        where W : struct, IWords<W>
    {
        W a0 = W.EverySecond(counter), b0 = W.EverySecond(counter + 1);
        W a1 = a0 >>> 32, b1 = b0 >>> 32;
        W a2 = W.Broadcast(upperCounter), b2 = a2;
        W a3 = W.Broadcast(upperCounter >> 32), b3 = a3;
        W multiplierA = W.Broadcast(MultiplierA), multiplierB = W.Broadcast(MultiplierB);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            W key0 = W.Broadcast(k0), key1 = W.Broadcast(k1);
            Round(ref a0, ref a1, ref a2, ref a3, multiplierA, multiplierB, key0, key1);
            Round(ref b0, ref b1, ref b2, ref b3, multiplierA, multiplierB, key0, key1);
            k0 += WeylA;
            k1 += WeylB;
        }

        W.StoreLower(a0, b0, ref target, index);
        W.StoreLower(a1, b1, ref target, index + GroupBlocks);
        W.StoreLower(a2, b2, ref target, index + (2 * GroupBlocks));
        W.StoreLower(a3, b3, ref target, index + (3 * GroupBlocks));
    }

    /// <summary>One round on registers whose lower halves count; the upper halves hold whatever they hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Round<W>(
        ref W x0, ref W x1, ref W x2, ref W x3, W multiplierA, W multiplierB, W key0, W key1)
        where W : struct, IWords<W>
    {
        W productA = W.MultiplyLower(x0, multiplierA);
        W productB = W.MultiplyLower(x2, multiplierB);
        x0 = (productB >>> 32) ^ x1 ^ key0;
        x2 = (productA >>> 32) ^ x3 ^ key1;
        x1 = productB;
        x3 = productA;
    }
}
