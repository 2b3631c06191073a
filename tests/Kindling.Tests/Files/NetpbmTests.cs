using System.Text;
using Kindling.Files;

namespace Kindling.Tests.Files;

public sealed class NetpbmTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("P2\n# two pixels\n2 1 #wide\n10\n0 5\n", 1, new[] { 0, 0.5 })]
    [InlineData("P3 1 1 1000 1000 500 0", 3, new[] { 1, 0.5, 0 })]
    [InlineData("P5 2 1 10\n\u0000\u0005", 1, new[] { 0, 0.5 })]
    [InlineData("P6\n1 1\n1000\n\u0003\u00E8\u0001\u00F4\u0000\u0000", 3, new[] { 1, 0.5, 0 })]
    public void The_four_kinds_are_read(string text, int channels, double[] expected)
    {
        Image image = Read(text);
        Assert.Equal(channels, image.Channels);
        Assert.Equal((1, expected.Length / channels), (image.Height, image.Width));
        Assert.Equal(expected, Enumerable.Range(0, image.Width).SelectMany(i => image.Pixels.Row(i).ToArray()));
    }

    [Theory]
    [InlineData("P5 2 1 10\n\u0000", "1 bytes of pixels; expected 2")]
    [InlineData("P6 1 1 1000\n\u0000", "1 bytes of pixels; expected 6")]
    [InlineData("P2 2 1 10 3", "2 bytes of pixels; expected 3 or more")]
    [InlineData("P2 2 1 10 3 11", "sample 11; expected at most 10")]
    [InlineData("P2 2 1 10 3 x", "the byte 78; expected a sample, a whole number")]
    [InlineData("P5 0 1 10\n", "0 x 1 pixels; expected 1 or more")]
    [InlineData("P5 100000 100000 255\n", "100000 x 100000 pixels; expected at most")]
    [InlineData("P5 99999999999 1 255\n", "fewer")]
    [InlineData("P5 1 1 70000\n", "largest value 70000; expected 1 to 65535")]
    [InlineData("P4 8 1\n\u0000", "a file of kind P4; expected PGM or PPM")]
    [InlineData("P5 1", "the end of the file; expected the height")]
    [InlineData("GIF89a..", "expected an image: PNG, PGM or PPM")]
    public void Bad_files_are_refused_in_words(string text, string message)
    {
        var error = Assert.Throws<FileFormatException>(() => Read(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    Image Read(string text) => Image.Read(_folder.Bytes("a.ppm", Encoding.Latin1.GetBytes(text)));
}
