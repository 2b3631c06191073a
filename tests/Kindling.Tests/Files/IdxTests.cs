using System.IO.Compression;
using Kindling.Files;

namespace Kindling.Tests.Files;

public sealed class IdxTests : IDisposable
{
    /// <summary>Two images of 2 x 3 bytes.</summary>
    static readonly byte[] Images = Convert.FromHexString(
        "00000803" + "00000002" + "00000002" + "00000003" + "000102030405" + "0A0B0C0D0EFF");

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_image_becomes_a_row()
    {
        IdxArray images = Idx.Read(_folder.Bytes("images", Images));
        Assert.Equal([2, 2, 3], images.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], images.Values.Row(0).ToArray());
        Assert.Equal([10, 11, 12, 13, 14, 255], images.Values.Row(1).ToArray());
    }

    [Fact]
    public void Gzip_is_unpacked_whatever_the_name()
    {
        using (var stream = new GZipStream(File.Create(_folder["images"]), CompressionMode.Compress))
            stream.Write(Images);
        Assert.Equal(255, Idx.Read(_folder["images"]).Values[1, 5]);
    }

    [Theory]
    [InlineData("0000090100000001FF", -1)]
    [InlineData("00000B0100000001FFFE", -2)]
    [InlineData("00000C0100000001FFFFFFFD", -3)]
    [InlineData("00000D01000000013FC00000", 1.5)]
    [InlineData("00000E0100000001BFF8000000000000", -1.5)]
    public void Element_types_are_decoded(string hex, double value) =>
        Assert.Equal(value, Idx.Read(_folder.Bytes("a", Convert.FromHexString(hex))).Values[0, 0]);

    [Theory]
    [InlineData("0000080100000002FF", "1 bytes of data; expected 2")]
    [InlineData("00000801000000", "7 bytes; expected the 8 bytes of a header")]
    [InlineData("0000080180000000", "extent -2147483648")]
    [InlineData("50000801", "the bytes 50000801; expected an IDX file")]
    [InlineData("1F8B0800000000000000FFFFFFFF", "damaged gzip data")]
    [InlineData("1F8B0801", "nothing in a gzip file")]
    public void Bad_files_are_refused_in_words(string hex, string message)
    {
        string path = _folder.Bytes("a", Convert.FromHexString(hex));
        var error = Assert.Throws<FileFormatException>(() => Idx.Read(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
