using Kindling.Simd;

namespace Kindling.Sampling;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (2011): a keyed mixing of a 128-bit counter into 128 random bits.
/// </summary>
/// <remarks>This is the plain form; <see cref="RandomStream"/> reads the same blocks sixteen at a time.</remarks>
public static class Philox
{
    /// <summary>The block of a counter under a key.</summary>
    public static PhiloxBlock Block(PhiloxBlock counter, uint key0, uint key1)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        for (int round = 0; round < PhiloxBlocks.Rounds; round++)
        {
            ulong a = (ulong)x0 * PhiloxBlocks.MultiplierA;
            ulong b = (ulong)x2 * PhiloxBlocks.MultiplierB;
            x0 = (uint)(b >> 32) ^ x1 ^ key0;
            x2 = (uint)(a >> 32) ^ x3 ^ key1;
            x1 = (uint)b;
            x3 = (uint)a;
            key0 += PhiloxBlocks.WeylA;
            key1 += PhiloxBlocks.WeylB;
        }

        return new PhiloxBlock(x0, x1, x2, x3);
    }
}

/// <summary>Four words: a counter, or the random block it gives.</summary>
public readonly record struct PhiloxBlock(uint X0, uint X1, uint X2, uint X3)
{
    /// <summary>Bitwise exclusive or.</summary>
    public static PhiloxBlock operator ^(PhiloxBlock a, PhiloxBlock b) =>
        new(a.X0 ^ b.X0, a.X1 ^ b.X1, a.X2 ^ b.X2, a.X3 ^ b.X3);

    /// <summary>Bitwise exclusive or.</summary>
    public static PhiloxBlock Xor(PhiloxBlock left, PhiloxBlock right) => left ^ right;
}
