using System.Buffers.Binary;

namespace Kindling.Files;

/// <summary>The chunk IHDR of a PNG file (ISO/IEC 15948, section 11.2.2).</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Color">0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha.</param>
/// <param name="IsInterlaced">Whether rows come in the seven passes of Adam7.</param>
internal sealed record PngHeader(int Width, int Height, int Depth, int Color, bool IsInterlaced)
{
    /// <summary>The length of the chunk's data.</summary>
    public const int Length = 13;

    /// <summary>Samples of a pixel as they are stored; a place in the palette is one.</summary>
    public int Samples => Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Whether samples are places in a palette.</summary>
    public bool HasPalette => Color == 3;

    /// <summary>Bytes of a stored row of so many pixels, without its filter byte.</summary>
    public int RowBytes(int pixels) => checked((int)((((long)pixels * Samples * Depth) + 7) / 8));

    /// <summary>Bytes from a sample to the one left of it, at least 1.</summary>
    public int PixelBytes => Math.Max(1, Samples * Depth / 8);

    /// <summary>Reads and checks the chunk.</summary>
    /// <exception cref="FileFormatException">A field has no meaning, or the picture is too large.</exception>
    public static PngHeader Read(string path, ReadOnlySpan<byte> data, long byteOffset)
    {
        if (data.Length != Length)
            throw Wrong($"{data.Length} bytes of IHDR", $"{Length}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        int depth = data[8], color = data[9];
        bool known = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!known)
            throw Wrong($"color type {color} with {depth} bits", "a pair that PNG has");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw Wrong($"compression {data[10]}, filter {data[11]}, interlace {data[12]}", "0, 0 and 0 or 1");
        Image.RequireSize(path, height, width, byteOffset);
        return new PngHeader((int)width, (int)height, depth, color, data[12] == 1);

        FileFormatException Wrong(string found, string expected) => new(path, found, expected, byteOffset: byteOffset);
    }
}
