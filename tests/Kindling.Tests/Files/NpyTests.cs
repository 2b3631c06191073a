using System.Text;
using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.Files;

public sealed class NpyTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_comes_back_bit_for_bit()
    {
        var matrix = Matrix<double>.FromRows([1, double.NaN, -0.0], [double.Epsilon, 1e300, double.NegativeInfinity]);
        Npy.Write(_folder["a.npy"], matrix);
        Matrix<double> back = Npy.ReadMatrix(_folder["a.npy"]);
        Assert.Equal((2, 3), (back.Rows, back.Columns));
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
                Assert.Equal(BitConverter.DoubleToInt64Bits(matrix[i, j]), BitConverter.DoubleToInt64Bits(back[i, j]));
        }
    }

    [Fact]
    public void A_vector_of_floats_becomes_a_column()
    {
        Npy.Write<float>(_folder["a.npy"], new float[] { 1.5f, -2 });
        Assert.Equal([2], Npy.Read(_folder["a.npy"]).Shape);
        Matrix<double> back = Npy.ReadMatrix(_folder["a.npy"]);
        Assert.Equal((2, 1), (back.Rows, back.Columns));
        Assert.Equal(-2, back[1, 0]);
    }

    [Fact]
    public void Data_begin_at_a_multiple_of_64_bytes()
    {
        Npy.Write(_folder["a.npy"], new Matrix<float>(3, 5));
        Assert.Equal(0, (new FileInfo(_folder["a.npy"]).Length - 60) % 64);
    }

    [Theory]
    [InlineData("<i4", "0100000002000000FDFFFFFF04000000", 1, 2, -3, 4)]
    [InlineData(">i2", "00010002FFFD0004", 1, 2, -3, 4)]
    [InlineData("|u1", "0102FD04", 1, 2, 253, 4)]
    [InlineData("|i1", "0102FD04", 1, 2, -3, 4)]
    [InlineData("|b1", "01000100", 1, 0, 1, 0)]
    [InlineData("<f2", "003C004000C20044", 1, 2, -3, 4)]
    [InlineData("<f4", "0000803F00000040000040C000008040", 1, 2, -3, 4)]
    [InlineData(">f8", "3FF00000000000004000000000000000C0080000000000004010000000000000", 1, 2, -3, 4)]
    [InlineData(
        "<u8", "0100000000000000020000000000000003000000000000000000000000000080", 1, 2, 3, 9223372036854775808d)]
    public void Element_types_are_decoded(string type, string hex, double a, double b, double c, double d)
    {
        string path = File("x.npy", $"{{'descr': '{type}', 'fortran_order': False, 'shape': (2, 2), }}", hex);
        Matrix<double> matrix = Npy.ReadMatrix(path);
        Assert.Equal([a, b, c, d], [matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]]);
    }

    [Fact]
    public void Fortran_order_runs_down_the_columns()
    {
        string path = File("x.npy", "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "010203040506");
        Matrix<double> matrix = Npy.ReadMatrix(path);
        Assert.Equal([1, 3, 5], matrix.Row(0).ToArray());
        Assert.Equal([2, 4, 6], matrix.Row(1).ToArray());
    }

    [Fact]
    public void Version_2_has_a_longer_header_length()
    {
        string path = File("x.npy", "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", "07", version: 2);
        Assert.Equal(7, Npy.ReadMatrix(path)[0, 0]);
    }

    [Theory]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "00000000",
        "4 bytes of data; expected 8 for shape (2)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }", "00000000", "4 bytes of data; expected 0")]
    [InlineData(
        "{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }", "00", "elements of type '<U3'; expected numbers")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "00", "expected descr")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "00", "expected descr")]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "00", "whole numbers below 2^31")]
    [InlineData(
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 1), }",
        "00",
        "shape (1, 1, 1); expected one or two axes")]
    [InlineData("nonsense", "", "found the header nonsense")]
    public void Bad_headers_are_refused_in_words(string header, string hex, string message)
    {
        string path = File("x.npy", header, hex);
        var error = Assert.Throws<FileFormatException>(() => Npy.ReadMatrix(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        Npy.Write(_folder["a.npy"], new Matrix<float>(2, 2));
        byte[] whole = System.IO.File.ReadAllBytes(_folder["a.npy"]);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<FileFormatException>(() => Npy.Read(_folder.Bytes("b.npy", whole[..length])));
    }

    string File(string name, string header, string hex, byte version = 1)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        return _folder.Bytes(
            name, [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. Convert.FromHexString(hex)]);
    }
}
