using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Tests.Sampling;

public class PhiloxTests
{
    /// <summary>The known answers that Random123 publishes for philox4x32-10 (kat_vectors).</summary>
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory, MemberData(nameof(KnownAnswers))]
    public void The_plain_form_gives_the_published_answers(uint[] counter, uint[] key, uint[] answer)
    {
        PhiloxBlock block = Philox.Block(new(counter[0], counter[1], counter[2], counter[3]), key[0], key[1]);
        Assert.Equal(new PhiloxBlock(answer[0], answer[1], answer[2], answer[3]), block);
    }

    [Theory, MemberData(nameof(KnownAnswers))]
    public void Every_register_width_gives_the_published_answers(uint[] counter, uint[] key, uint[] answer)
    {
        Check<Words128>(counter, key, answer);
        Check<Words256>(counter, key, answer);
        Check<Words512>(counter, key, answer);
    }

    [Fact]
    public void Every_register_width_gives_the_bits_of_the_plain_form()
    {
        // The first group's counters cross 2^32, so the carry into the second word is covered.
        ulong key = 0x0123456789ABCDEF, upper = 0xFEDCBA9876543210, first = (1UL << 28) - 2;
        uint[] expected = new uint[64 * 5];
        for (int i = 0; i < 16 * 5; i++)
        {
            ulong counter = (first * 16) + (ulong)i;
            PhiloxBlock block = Philox.Block(
                new((uint)counter, (uint)(counter >> 32), (uint)upper, (uint)(upper >> 32)),
                (uint)key, (uint)(key >> 32));
            int at = (i / 16 * 64) + (i % 16);
            (expected[at], expected[at + 16], expected[at + 32], expected[at + 48]) = block;
        }

        uint[] words = new uint[expected.Length];
        PhiloxBlocks.Fill<Words128>(key, upper, first, words);
        Assert.Equal(expected, words);
        Array.Clear(words);
        PhiloxBlocks.Fill<Words256>(key, upper, first, words);
        Assert.Equal(expected, words);
        Array.Clear(words);
        PhiloxBlocks.Fill<Words512>(key, upper, first, words);
        Assert.Equal(expected, words);
    }

    static void Check<W>(uint[] counter, uint[] key, uint[] answer)
        where W : struct, IWords<W>
    {
        ulong low = counter[0] | ((ulong)counter[1] << 32), upper = counter[2] | ((ulong)counter[3] << 32);
        uint[] words = new uint[64];
        PhiloxBlocks.Fill<W>(key[0] | ((ulong)key[1] << 32), upper, low / 16, words);
        int at = (int)(low % 16);
        uint[] block = [words[at], words[at + 16], words[at + 32], words[at + 48]];
        Assert.Equal(answer, block);
    }
}
