using System.Runtime.InteropServices;

namespace Kindling.Files;

/// <summary>Numbers as little-endian bytes, in pieces: a span of bytes ends at 2 GiB, vectors do not.</summary>
internal static class LittleEndian
{
    const int ElementsAtOnce = 1 << 20;

    /// <summary>Reads whole elements from a little-endian stream.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public static void ReadExactly<T>(Stream stream, Span<T> destination)
        where T : unmanaged
    {
        RequireLittleEndian();
        for (Span<T> rest = destination; rest.Length > 0;)
        {
            int count = Math.Min(rest.Length, ElementsAtOnce);
            stream.ReadExactly(MemoryMarshal.AsBytes(rest[..count]));
            rest = rest[count..];
        }
    }

    /// <summary>Writes elements to a little-endian stream.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        RequireLittleEndian();
        for (ReadOnlySpan<T> rest = values; rest.Length > 0;)
        {
            int count = Math.Min(rest.Length, ElementsAtOnce);
            stream.Write(MemoryMarshal.AsBytes(rest[..count]));
            rest = rest[count..];
        }
    }

    static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException(
                "Files of numbers are read and written on little-endian machines only.");
        }
    }
}
