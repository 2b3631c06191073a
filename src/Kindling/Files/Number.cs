namespace Kindling.Files;

/// <summary>Numbers in the binary forms of array files.</summary>
internal static class Number
{
    /// <summary>The number in <paramref name="bytes"/>.</summary>
    /// <param name="bytes">1, 2, 4 or 8 bytes.</param>
    /// <param name="kind">'f' float, 'i' signed, 'u' unsigned, 'b' boolean.</param>
    /// <param name="bigEndian">True if the first byte is the most significant.</param>
    public static double Decode(ReadOnlySpan<byte> bytes, char kind, bool bigEndian)
    {
        ulong bits = 0;
        for (int i = 0; i < bytes.Length; i++)
            bits = (bits << 8) | bytes[bigEndian ? i : bytes.Length - 1 - i];
        return (kind, bytes.Length) switch
        {
            ('f', 2) => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            ('f', 4) => BitConverter.UInt32BitsToSingle((uint)bits),
            ('f', _) => BitConverter.UInt64BitsToDouble(bits),
            ('i', 1) => (sbyte)bits,
            ('i', 2) => (short)bits,
            ('i', 4) => (int)bits,
            ('i', _) => (long)bits,
            ('b', _) => bits == 0 ? 0 : 1,
            _ => bits,
        };
    }
}
