using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kindling.Files;

/// <summary>Writes PNG files of 8 or 16 bits: gray, RGB, with or without alpha.</summary>
public static class PngWriter
{
    /// <summary>Writes a picture, completely or not at all.</summary>
    /// <param name="path">The file; replaced if it is there. Its folder must exist.</param>
    /// <param name="image">Values below 0 or above 1 are taken as 0 and 1, NaN as 0.</param>
    /// <param name="depth">Bits of a sample, 8 or 16.</param>
    /// <exception cref="ArgumentException">There is no such depth.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Image image, int depth = 8)
    {
        byte[] bytes = ToBytes(image, depth);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The file's bytes.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] ToBytes(Image image, int depth = 8)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (depth is not (8 or 16))
            throw new ArgumentException($"depth is {depth}; it must be 8 or 16.", nameof(depth));
        int color = image.Channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        var file = new MemoryStream();
        file.Write(PngReader.Signature);
        byte[] header = new byte[PngHeader.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = (byte)depth;
        header[9] = (byte)color;
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Packed(image, depth));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    static byte[] Packed(Image image, int depth)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            int step = image.Channels * depth / 8;
            byte[] row = new byte[image.Width * step], above = new byte[row.Length];
            byte[] best = new byte[row.Length], rest = new byte[row.Length];
            for (int y = 0; y < image.Height; y++)
            {
                Samples(image, y, depth, row);
                int filter = Smallest(row, above, step, ref best, ref rest);
                zlib.WriteByte((byte)filter);
                zlib.Write(best);
                (row, above) = (above, row);
            }
        }

        return packed.ToArray();
    }

    /// <summary>
    /// The filter that leaves the smallest sum of absolute values, the usual guess at what packs best.
    /// </summary>
    static int Smallest(byte[] row, byte[] above, int step, ref byte[] best, ref byte[] rest)
    {
        int chosen = 0;
        long smallest = long.MaxValue;
        for (int filter = 0; filter < PngFilter.Count; filter++)
        {
            PngFilter.Apply(filter, row, above, step, rest);
            long size = 0;
            foreach (byte b in rest)
                size += Math.Abs((int)(sbyte)b);
            if (size >= smallest)
                continue;
            (smallest, chosen) = (size, filter);
            (best, rest) = (rest, best);
        }

        return chosen;
    }

    static void Samples(Image image, int y, int depth, Span<byte> row)
    {
        double largest = (1 << depth) - 1;
        int at = 0;
        for (int x = 0; x < image.Width; x++)
        {
            foreach (double value in image.Pixels.Row((y * image.Width) + x))
            {
                double inside = value > 0 ? Math.Min(value, 1) : 0; // NaN is not above 0.
                int sample = (int)Math.Round(inside * largest);
                if (depth == 16)
                    row[at++] = (byte)(sample >> 8);
                row[at++] = (byte)sample;
            }
        }
    }

    static void WriteChunk(MemoryStream file, string name, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] covered = [.. Encoding.ASCII.GetBytes(name), .. data];
        file.Write(covered);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(covered));
        file.Write(number);
    }
}
