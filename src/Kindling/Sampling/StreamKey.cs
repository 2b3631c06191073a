using System.Buffers.Binary;
using System.Text;

namespace Kindling.Sampling;

/// <summary>What identifies a stream: 128 bits, hashed from the seed and the purposes that lead to it.</summary>
/// <remarks>
/// The hash is Davies and Meyer's construction on Philox: from a fixed start h, each eight bytes m of the message
/// replace h by Philox(counter h, key m) xor h; a last block holds the length and what kind of message it was, so
/// that no message is the beginning of another. Half of the result is the stream's key, half is the upper half of its
/// counters: two of n streams share a sequence with probability about n² / 2^129.
/// </remarks>
internal readonly record struct StreamKey(ulong Key, ulong Counter)
{
    const ulong SeedKind = 1, NameKind = 2, IndexKind = 3;

    /// <summary>The first 128 bits of pi's fraction: a start with nothing up its sleeve.</summary>
    static readonly StreamKey Start = new(0x85A308D3243F6A88, 0x0370734413198A2E);

    public static StreamKey FromSeed(ulong seed) => Start.Absorb(seed).Close(8, SeedKind);

    public StreamKey Child(string purpose)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(purpose);
        StreamKey key = this;
        Span<byte> eight = stackalloc byte[8];
        for (int i = 0; i < bytes.Length; i += 8)
        {
            eight.Clear();
            bytes.AsSpan(i, Math.Min(8, bytes.Length - i)).CopyTo(eight);
            key = key.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(eight));
        }

        return key.Close(bytes.Length, NameKind);
    }

    public StreamKey Child(int index) => Absorb((uint)index).Close(4, IndexKind);

    StreamKey Close(int length, ulong kind) => Absorb((uint)length | (kind << 32));

    StreamKey Absorb(ulong message)
    {
        var state = new PhiloxBlock((uint)Key, (uint)(Key >> 32), (uint)Counter, (uint)(Counter >> 32));
        state ^= Philox.Block(state, (uint)message, (uint)(message >> 32));
        return new(state.X0 | ((ulong)state.X1 << 32), state.X2 | ((ulong)state.X3 << 32));
    }
}
