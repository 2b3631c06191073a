using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <summary>
/// Reads PNG files (ISO/IEC 15948): every color type, depth and interlacing; check sums are checked.
/// </summary>
/// <remarks>
/// A transparent color or palette entry becomes an alpha channel. Gamma, profiles and texts are passed over.
/// </remarks>
internal sealed class PngReader
{
    const string Expected = "a PNG image";

    static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    readonly string _path;
    readonly byte[] _bytes;
    readonly ArrayBufferWriter<byte> _packed = new();
    PngHeader? _header;
    byte[] _palette = [];
    byte[]? _transparent;

    PngReader(string path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    /// <summary>The eight bytes with which every PNG file begins.</summary>
    public static ReadOnlySpan<byte> Signature => s_signature;

    /// <summary>True if the bytes begin like a PNG file.</summary>
    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(s_signature.AsSpan(0, 4));

    /// <summary>Reads a picture.</summary>
    /// <exception cref="FileFormatException">The file is damaged, cut off, or too large.</exception>
    public static Image Read(string path, byte[] bytes) => new PngReader(path, bytes).Read();

    Image Read()
    {
        if (!_bytes.AsSpan().StartsWith(s_signature))
        {
            string found = Convert.ToHexString(_bytes.AsSpan(0, Math.Min(8, _bytes.Length)));
            throw Wrong($"the bytes {found}", $"{Convert.ToHexString(s_signature)}, as {Expected} begins", 0);
        }

        ReadChunks();
        PngHeader header = _header!;
        if (header.HasPalette && _palette.Length == 0)
            throw Wrong("no palette (chunk PLTE)", "one before the pixels, as the header says", _bytes.Length);
        if (_packed.WrittenCount == 0)
            throw Wrong("no pixels (chunk IDAT)", "some", _bytes.Length);
        var colors = new PngColors(_path, header, _palette, _transparent);
        var pixels = new Matrix<double>(header.Width * header.Height, colors.Channels);
        foreach ((byte[] row, int y, PngPass pass) in Rows(header))
            colors.Read(row, pixels, y, pass);
        return new Image(header.Height, header.Width, pixels);
    }

    /// <summary>Walks over the chunks up to IEND.</summary>
    void ReadChunks()
    {
        int at = s_signature.Length;
        while (true)
        {
            if (_bytes.Length - at < 12)
            {
                throw Wrong(
                    $"the end of the file after {_bytes.Length} bytes", $"{Expected} that ends with a chunk IEND", at);
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(at));
            string name = Encoding.Latin1.GetString(_bytes, at + 4, 4);
            if (!name.All(char.IsAsciiLetter))
            {
                string found = Convert.ToHexString(_bytes.AsSpan(at + 4, 4));
                throw Wrong($"the bytes {found}", "the name of a chunk", at + 4);
            }

            if (length > _bytes.Length - at - 12)
            {
                string found = $"{_bytes.Length - at - 8} bytes up to the end of the file";
                throw Wrong(found, $"{(long)length + 4} of chunk {name}", at + 8);
            }

            ReadOnlySpan<byte> covered = _bytes.AsSpan(at + 4, (int)length + 4);
            uint stated = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(at + 8 + (int)length));
            uint sum = Crc32.Of(covered);
            if (stated != sum)
                throw Wrong($"check sum {sum:X8} of chunk {name}", $"{stated:X8}, as the file says", at);
            if (name == "IEND")
                return;
            Take(name, covered[4..], at + 8);
            at += (int)length + 12;
        }
    }

    void Take(string name, ReadOnlySpan<byte> data, int at)
    {
        if ((_header is null) != (name == "IHDR"))
            throw Wrong($"chunk {name}", _header is null ? "IHDR as the first one" : "IHDR once only", at);
        switch (name)
        {
            case "IHDR":
                _header = PngHeader.Read(_path, data, at);
                break;
            case "PLTE":
                if (data.Length is 0 or > 768 || data.Length % 3 != 0)
                    throw Wrong($"{data.Length} bytes of palette", "3 for each of 1 to 256 colors", at);
                _palette = data.ToArray();
                break;
            case "tRNS":
                _transparent = data.ToArray();
                break;
            case "IDAT":
                _packed.Write(data);
                break;
            default:
                if (char.IsUpper(name[0]))
                    throw Wrong($"chunk {name}", "no such chunk, as it changes what the pixels mean", at);
                break;
        }
    }

    /// <summary>
    /// The rows of all passes, unpacked and with their filters taken back; a row is valid until the next.
    /// </summary>
    IEnumerable<(byte[] Row, int Y, PngPass Pass)> Rows(PngHeader header)
    {
        PngPass[] passes = PngPass.Of(header);
        long total = passes.Sum(p => (long)p.Height * (1 + header.RowBytes(p.Width)));
        const int MostDeflateGains = 1032; // zlib's technical details: one byte can stand for no more.
        if (total / MostDeflateGains > _packed.WrittenCount)
            throw Cut($"{_packed.WrittenCount} packed bytes", total);
        using var packed = new MemoryStream(_packed.WrittenSpan.ToArray());
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        long done = 0;
        foreach (PngPass pass in passes)
        {
            byte[] row = new byte[header.RowBytes(pass.Width)], before = new byte[row.Length];
            for (int y = 0; y < pass.Height; y++)
            {
                (row, before) = (before, row);
                int filter = ReadRow(unpacked, row, done, total);
                if (!PngFilter.Undo(filter, row, before, header.PixelBytes))
                    throw new FileFormatException(_path, $"filter {filter} in row {y}", "0 to 4");
                done += row.Length + 1;
                yield return (row, y, pass);
            }
        }
    }

    /// <summary>Reads a row; returns the filter before it.</summary>
    int ReadRow(ZLibStream stream, byte[] row, long done, long total)
    {
        try
        {
            int filter = stream.ReadByte();
            int read = filter < 0 ? 0 : stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
            if (filter < 0 || read < row.Length)
                throw Cut($"{done + read + (filter < 0 ? 0 : 1)} bytes", total);
            return filter;
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(
                _path, $"damaged pixels after {done} bytes", $"{total} bytes of pixels, packed with zlib", cause: e);
        }
    }

    FileFormatException Cut(string found, long total) => new(
        _path,
        $"{found} of pixels",
        $"{total} bytes for {_header!.Width} x {_header.Height} pixels of {_header.Samples} x {_header.Depth} bits");

    FileFormatException Wrong(string found, string expected, int at) => new(_path, found, expected, byteOffset: at);
}
