using System.IO.Compression;
using System.Text;
using Kindling.Files;

namespace Kindling.Tests.Files;

public sealed class CsvTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\n1;2\n3;4")]
    [InlineData("a\tb\r\n1\t2\r\n3\t4\r\n")]
    [InlineData("\uFEFFa, b\n 1 ,2\n\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\" \n")]
    [InlineData("a,b\r1,2\r3,4\r")]
    public void Separators_quotes_spaces_and_line_ends_are_understood(string text)
    {
        CsvTable table = CsvTable.Read(_folder.Text("a.csv", text));
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal([1, 3], table.Numbers(0));
        Assert.Equal([2, 4], table.Numbers(1));
    }

    [Fact]
    public void Quoted_cells_hold_separators_quotes_and_line_breaks()
    {
        CsvTable table = CsvTable.Read(_folder.Text("a.csv", "x,y\n\"a,\"\"b\"\"\nc\",1\n2,d\n"));
        Assert.Equal("a,\"b\"\nc", table[0, 0]);
        Assert.Equal(2, table.Line(0));
        Assert.Equal(4, table.Line(1));
    }

    [Fact]
    public void Gzip_is_unpacked()
    {
        using (var stream = new GZipStream(File.Create(_folder["a.csv.gz"]), CompressionMode.Compress))
            stream.Write(Encoding.UTF8.GetBytes("a\n1\n"));
        Assert.Equal(1, CsvTable.Read(_folder["a.csv.gz"]).Number(0, 0));
    }

    [Fact]
    public void Gzip_that_was_cut_off_is_refused_even_after_a_whole_line()
    {
        string rows = string.Concat(Enumerable.Range(0, 20000).Select(i => $"{i * i}\n"));
        using (var stream = new GZipStream(File.Create(_folder["a.csv.gz"]), CompressionMode.Compress))
            stream.Write(Encoding.UTF8.GetBytes("a\n" + rows));
        byte[] whole = File.ReadAllBytes(_folder["a.csv.gz"]);
        for (int length = whole.Length - 1; length > whole.Length / 2; length -= 997)
        {
            File.WriteAllBytes(_folder["a.csv.gz"], whole[..length]);
            Assert.Throws<FileFormatException>(() => CsvTable.Read(_folder["a.csv.gz"]));
        }
    }

    [Theory]
    [InlineData("", "found an empty file; expected a CSV table")]
    [InlineData("\n\n", "found an empty file")]
    [InlineData("a,b\n", "line 1: found a header without rows")]
    [InlineData("1,2\n3,4\n", "line 1: found only numbers; expected a header")]
    [InlineData("a,b\n1,2\n3\n", "line 3: found 1 cell; expected 2, as in the header")]
    [InlineData("a,b\n1,2\n\n3,4,5\n", "line 4: found 3 cells; expected 2")]
    [InlineData("a,a\n1,2\n", "line 1: found the column name 'a' twice")]
    [InlineData("a,b\n1,2\n\"3,4\n5,6\n", "line 3: found a quote that is never closed")]
    [InlineData("a,b\n\"1\"x,2\n", "line 2: found 'x' after a closing quote")]
    [InlineData("a,b\n1,\0\n", "found binary data")]
    public void Bad_tables_are_refused_with_the_line(string text, string message)
    {
        string path = _folder.Text("a.csv", text);
        var error = Assert.Throws<FileFormatException>(() => CsvTable.Read(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", CellKind.Missing, "found no value; expected a number")]
    [InlineData("NA", CellKind.Missing, "found 'NA', a missing value; expected a number")]
    [InlineData("?", CellKind.Missing, "found '?', a missing value; expected a number")]
    [InlineData("abc", CellKind.Text, "found 'abc'; expected a number")]
    [InlineData("NaN", CellKind.NotFinite, "found 'NaN'; expected a finite number")]
    [InlineData("-inf", CellKind.NotFinite, "found '-inf'; expected a finite number")]
    [InlineData("Infinity", CellKind.NotFinite, "found 'Infinity'; expected a finite number")]
    [InlineData("1e999", CellKind.NotFinite, "found '1e999'; expected a finite number")]
    public void Bad_cells_are_named_with_line_and_column(string cell, CellKind kind, string message)
    {
        CsvTable table = CsvTable.Read(_folder.Text("a.csv", $"x,mpg\n1,2\n3,{cell}\n"));
        Assert.Equal(kind, table.Kind(1, 1));
        var error = Assert.Throws<FileFormatException>(() => table.Numbers(1));
        Assert.Contains($"a.csv, line 3, column 'mpg': {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal((3L, "mpg"), (error.Line, error.Column));
    }
}
