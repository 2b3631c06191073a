using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kindling.Files;

namespace Kindling.Tests.Files;

public sealed class SafetensorsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_bit_for_bit() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<double[]>(),
            values =>
            {
                string path = _folder["a.safetensors"];
                SafetensorsWriter.Write(path, [new NamedTensor<double>("x", [values.Length], values)]);
                double[] back = new double[values.Length];
                using Safetensors file = Safetensors.Open(path);
                file.Read("x", [values.Length], back.AsSpan());
                return Bits(back).SequenceEqual(Bits(values));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Metadata_shapes_and_order_are_kept()
    {
        string path = _folder["a.safetensors"];
        SafetensorsWriter.Write<float>(
            path,
            [new("b", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }), new("a", [], new float[] { 7 })],
            new Dictionary<string, string> { ["scheme"] = "he \"x\"" });
        using Safetensors file = Safetensors.Open(path);
        Assert.Equal("he \"x\"", file.Metadata["scheme"]);
        Assert.Equal(["b", "a"], file.Tensors.Select(t => t.Name));
        Assert.Equal([2L, 3L], file.Tensors[0].Shape);
        float[] b = new float[6];
        file.Read("b", [2, 3], b.AsSpan());
        Assert.Equal([1, 2, 3, 4, 5, 6], b);
        double[] a = new double[1];
        file.Read("a", [], a.AsSpan());
        Assert.Equal(7, a[0]);
    }

    [Fact]
    public void The_first_tensor_begins_at_a_multiple_of_8_bytes()
    {
        string path = _folder["a.safetensors"];
        SafetensorsWriter.Write<float>(path, [new("odd name", [1], new float[] { 1 })]);
        byte[] bytes = File.ReadAllBytes(path);
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(8 + header + 4, bytes.Length);
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "tensor 'a' at data bytes 0 to 8 of only 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "4 bytes for F32 of shape [1]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 8, "an end that is not before")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "after a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "8 bytes of data; expected 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "tensor 'a' described by")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "expected dtype, shape and two data_offsets")]
    [InlineData("""{"a":7}""", 4, "tensor 'a' described by 7")]
    [InlineData("""{"__metadata__":{"a":7}}""", 0, "metadata 'a' that is a number; expected a string")]
    [InlineData("""{"__metadata__":[]}""", 0, "metadata that is an array")]
    [InlineData("""[1]""", 0, "a header that is an array; expected an object")]
    [InlineData("""{"a":""", 0, "a header that is not JSON")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[9223372036854775807,4611686018427387904],"data_offsets":[0,4]}}""",
        4,
        "expected")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""
            + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "tensor 'b' at data bytes 4 to 8, overlapping the tensor before")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
            + ""","a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "two tensors 'a'")]
    public void A_bad_header_is_refused_in_words(string header, int dataBytes, string message)
    {
        string path = _folder.Bytes("bad.safetensors", Pack(header, dataBytes));
        var error = Assert.Throws<FileFormatException>(() => Safetensors.Open(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        byte[] bytes = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 1UL << 60);
        var error = Assert.Throws<FileFormatException>(() => Safetensors.Open(_folder.Bytes("a", bytes)));
        Assert.Contains(
            "found a header of 1152921504606846976 bytes in a file of 12; expected a header that ends in the file",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(0, error.ByteOffset);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        string path = _folder["a.safetensors"];
        SafetensorsWriter.Write<float>(path, [new("x", [3], new float[] { 1, 2, 3 })]);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<FileFormatException>(() => Safetensors.Open(_folder.Bytes("b", whole[..length])).Dispose());
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        var missing = Assert.Throws<FileFormatException>(() => Safetensors.Open(_folder["nothing"]));
        Assert.Contains("found no such file", missing.Message, StringComparison.Ordinal);
        var folder = Assert.Throws<FileFormatException>(() => Safetensors.Open(_folder.Path));
        Assert.Contains("found a folder", folder.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_element_types_are_named_when_read()
    {
        string header = """{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""";
        using Safetensors file = Safetensors.Open(_folder.Bytes("a", Pack(header, 4)));
        var error = Assert.Throws<FileFormatException>(() => file.Read("a", [2], new float[2].AsSpan()));
        Assert.Contains("element type BF16; expected F32 or F64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_refuses_a_name_twice_and_a_shape_that_does_not_fit()
    {
        string path = _folder["a.safetensors"];
        Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write<float>(path, [new("x", [1], new float[1]), new("x", [1], new float[1])]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write<float>(path, [new("x", [2, 2], new float[3])]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    static IEnumerable<long> Bits(double[] values) => values.Select(BitConverter.DoubleToInt64Bits);

    static byte[] Pack(string header, int dataBytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }
}
