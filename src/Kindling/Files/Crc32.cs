namespace Kindling.Files;

/// <summary>The cyclic redundancy check of PNG chunks and of gzip: polynomial EDB88320, reflected.</summary>
internal static class Crc32
{
    static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(i => Remainder((uint)i))];

    /// <summary>The check sum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
            sum = s_table[(byte)(sum ^ b)] ^ (sum >> 8);
        return ~sum;
    }

    static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
