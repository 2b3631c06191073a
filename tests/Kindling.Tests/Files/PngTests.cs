using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.Files;

public sealed class PngTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Pictures =>
        [.. Golden.Read("png").EnumerateArray().Select(g => g.GetProperty("name").GetString()!)];

    /// <summary>
    /// libpng's pixels, and ours, of every color type and of both orders of rows; equal, not merely near.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_of_libpng(string name)
    {
        JsonElement golden = Golden.Read("png").EnumerateArray().First(g => g.GetProperty("name").GetString() == name);
        Image image = Image.Read(_folder.Bytes("a.png", golden.GetProperty("png").GetBytesFromBase64()));
        byte[] expected = golden.GetProperty("rgba16").GetBytesFromBase64();
        Assert.Equal((11, 13), (image.Height, image.Width));
        Assert.Equal(name.Contains("alpha") || name.StartsWith("rgba", StringComparison.Ordinal), image.HasAlpha);
        for (int i = 0; i < image.Pixels.Rows; i++)
        {
            for (int c = 0; c < 4; c++)
            {
                double value = BinaryPrimitives.ReadUInt16BigEndian(expected.AsSpan(8 * i + 2 * c)) / 65535.0;
                Assert.Equal(value, Rgba(image, i, c), 1e-15);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void What_is_written_is_read_back_to_half_a_level(int depth)
    {
        var sizes = Gen.Choose(1, 20).Two().SelectMany(s => Gen.Choose(1, 4), (s, c) => (s.Item1, s.Item2, c));
        Prop.ForAll(sizes.ToArbitrary(), size =>
        {
            (int height, int width, int channels) = size;
            var random = new Random(height + (100 * width));
            var pixels = new Matrix<double>(height * width, channels);
            for (int i = 0; i < pixels.Rows; i++)
            {
                foreach (ref double value in pixels.Row(i))
                    value = random.NextDouble();
            }

            PngWriter.Write(_folder["b.png"], new Image(height, width, pixels), depth);
            Image read = Image.Read(_folder["b.png"]);
            Assert.Equal((height, width, channels), (read.Height, read.Width, read.Channels));
            double half = 0.5 / ((1 << depth) - 1);
            for (int i = 0; i < pixels.Rows; i++)
            {
                for (int c = 0; c < channels; c++)
                    Assert.InRange(read.Pixels[i, c] - pixels[i, c], -half - 1e-12, half + 1e-12);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Values_out_of_range_are_written_as_black_and_white()
    {
        var pixels = new Matrix<double>(1, 3);
        (pixels[0, 0], pixels[0, 1], pixels[0, 2]) = (-1, 2, double.NaN);
        PngWriter.Write(_folder["c.png"], new Image(1, 1, pixels));
        Assert.Equal([0, 1, 0], Image.Read(_folder["c.png"]).Pixels.Row(0).ToArray());
    }

    [Fact]
    public void A_palette_with_transparency_has_an_alpha_channel()
    {
        byte[] file = File(2, 1, depth: 8, color: 3, [0, 0, 1], ("PLTE", [255, 0, 0, 0, 255, 0]), ("tRNS", [51]));
        Image image = Image.Read(_folder.Bytes("d.png", file));
        Assert.Equal([1, 0, 0, 0.2], image.Pixels.Row(0).ToArray());
        Assert.Equal([0, 1, 0, 1], image.Pixels.Row(1).ToArray());
        Assert.Equal([1, 0.8, 0.8], image.OnWhite().Pixels.Row(0).ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void A_transparent_color_has_alpha_zero()
    {
        byte[] file = File(2, 1, depth: 8, color: 0, [0, 7, 8], ("tRNS", [0, 8]));
        Image image = Image.Read(_folder.Bytes("e.png", file));
        Assert.Equal([7 / 255.0, 1], image.Pixels.Row(0).ToArray());
        Assert.Equal([8 / 255.0, 0], image.Pixels.Row(1).ToArray());
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_in_one_line()
    {
        byte[] whole = Golden.Read("png").EnumerateArray().First().GetProperty("png").GetBytesFromBase64();
        for (int length = 1; length < whole.Length; length += 7)
        {
            var error = Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("f.png", whole[..length])));
            Assert.Contains("f.png", error.Message, StringComparison.Ordinal);
            Assert.Contains("expected", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        byte[] whole = Golden.Read("png").EnumerateArray().First().GetProperty("png").GetBytesFromBase64();
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x15;
            Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("g.png", changed)));
        }
    }

    [Fact]
    public void Sizes_that_the_pixels_cannot_fill_are_refused_before_memory_is_taken()
    {
        byte[] file = File(4000, 4000, depth: 8, color: 6, [0]);
        var error = Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("h.png", file)));
        Assert.Contains("64004000 bytes for 4000 x 4000 pixels", error.Message, StringComparison.Ordinal);
        file = File(1 << 20, 1 << 20, depth: 8, color: 6, [0]);
        error = Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("h.png", file)));
        Assert.Contains("1048576 x 1048576 pixels", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 8, 0, "", "0 x 1 pixels; expected 1 or more")]
    [InlineData(1, 3, 0, "", "color type 0 with 3 bits")]
    [InlineData(1, 8, 5, "", "color type 5 with 8 bits")]
    [InlineData(1, 8, 3, "", "no palette")]
    [InlineData(1, 8, 0, "0501", "filter 5 in row 0; expected 0 to 4")]
    [InlineData(1, 8, 0, "00", "1 bytes of pixels; expected 2 bytes for 1 x 1 pixels of 1 x 8 bits")]
    public void Headers_and_pixels_without_meaning_are_refused(
        int width, int depth, int color, string pixels, string message)
    {
        byte[] file = File(width, 1, depth, color, Convert.FromHexString(pixels));
        var error = Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("i.png", file)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Colors_outside_of_the_palette_and_unknown_critical_chunks_are_refused()
    {
        byte[] file = File(1, 1, depth: 8, color: 3, [0, 2], ("PLTE", [1, 2, 3]));
        var error = Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("j.png", file)));
        Assert.Contains("color 2; expected less than the 1 of the palette", error.Message, StringComparison.Ordinal);
        file = File(1, 1, depth: 8, color: 0, [0, 2], ("NEWS", [1]));
        error = Assert.Throws<FileFormatException>(() => Image.Read(_folder.Bytes("j.png", file)));
        Assert.Contains("chunk NEWS", error.Message, StringComparison.Ordinal);
        file = File(1, 1, depth: 8, color: 0, [0, 2], ("teXt", [1]));
        Assert.Equal(2 / 255.0, Image.Read(_folder.Bytes("j.png", file)).Pixels[0, 0]);
    }

    static double Rgba(Image image, int i, int channel)
    {
        int colors = image.HasAlpha ? image.Channels - 1 : image.Channels;
        if (channel == 3)
            return image.HasAlpha ? image.Pixels[i, colors] : 1;
        return image.Pixels[i, colors == 1 ? 0 : channel];
    }

    /// <summary>A PNG file of these chunks, with right check sums.</summary>
    static byte[] File(
        int width, int height, int depth, int color, byte[] rows, params (string Name, byte[] Data)[] others)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)color);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        byte[] file = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        (string, byte[])[] chunks = [("IHDR", header), .. others, ("IDAT", packed.ToArray()), ("IEND", [])];
        foreach ((string name, byte[] data) in chunks)
        {
            byte[] covered = [.. Encoding.ASCII.GetBytes(name), .. data], number = new byte[4], sum = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(sum, Checked(covered));
            file = [.. file, .. number, .. covered, .. sum];
        }

        return file;
    }

    /// <summary>The check sum by its definition, bit by bit.</summary>
    static uint Checked(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
        }

        return ~sum;
    }
}
