using System.Globalization;
using System.Text;
using Kindling.Networks;

namespace Kindling.Files;

/// <summary>What a cell of a table holds.</summary>
public enum CellKind
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>Nothing, or one of the usual words for nothing: NA, N/A, ?, null, none, -.</summary>
    Missing,

    /// <summary>NaN, an infinity, or a number too large for a double.</summary>
    NotFinite,

    /// <summary>A number with commas in it, such as 0,5 or 1,000: which of the two is meant cannot be known.</summary>
    NumberWithCommas,

    /// <summary>Anything else.</summary>
    Text,
}

/// <summary>A table of text cells with named columns, and the line of the file each row began at.</summary>
public sealed class CsvTable
{
    readonly List<string[]> _rows;
    readonly List<int> _lines;

    internal CsvTable(string path, IReadOnlyList<string> columns, List<string[]> rows, List<int> lines)
    {
        Path = path;
        Columns = columns;
        _rows = rows;
        _lines = lines;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The names in the header, each different.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows below the header.</summary>
    public int Rows => _rows.Count;

    /// <summary>The text of a cell, without surrounding spaces.</summary>
    public string this[int row, int column] => _rows[row][column];

    /// <summary>Reads a table.</summary>
    /// <remarks>
    /// UTF-8, gzip or plain. The first line names the columns. Cells are separated by the one of comma, semicolon and
    /// tab that the first line has most of. Quoted cells may hold separators, line breaks and doubled quotes. Empty
    /// lines are skipped.
    /// </remarks>
    /// <exception cref="FileFormatException">
    /// The file cannot be read, is empty or binary, has no header or no rows, a name twice, an open quote, or a row
    /// that is longer or shorter than the header.
    /// </exception>
    public static CsvTable Read(string path)
    {
        byte[] bytes = InputFile.ReadAllUnpacked(path, "a CSV table");
        int zero = bytes.AsSpan().IndexOf((byte)0);
        if (zero >= 0)
        {
            throw new FileFormatException(
                path, "binary data", "a CSV table in UTF-8, an NPY or an IDX file", byteOffset: zero);
        }

        using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        return CsvParser.Parse(path, text.ReadToEnd());
    }

    /// <summary>The error of a column that is not there, with the nearest one that is.</summary>
    internal FileFormatException NoColumn(string name, string expected)
    {
        string? nearest = NearestName.Find(name, Columns);
        string hint = nearest is null ? "" : $" (did you mean '{nearest}'?)";
        return new(Path, $"no column '{name}'{hint}", expected);
    }

    /// <summary>The line of the file where a row begins, counted from 1.</summary>
    public int Line(int row) => _lines[row];

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }

        return -1;
    }

    /// <summary>What a cell holds.</summary>
    public CellKind Kind(int row, int column) => Classify(this[row, column], out _);

    /// <summary>The number in a cell.</summary>
    /// <exception cref="FileFormatException">It is not a finite number; the message has line and column.</exception>
    public double Number(int row, int column)
    {
        CellKind kind = Classify(this[row, column], out double value);
        if (kind == CellKind.Number)
            return value;
        string cell = this[row, column];
        string remark = kind == CellKind.Missing ? ", a missing value" : "";
        string found = cell.Length == 0 ? "no value" : $"'{cell}'{remark}";
        string expected = kind switch
        {
            CellKind.NotFinite => "a finite number",
            CellKind.NumberWithCommas => "a number without commas (decimals follow a point)",
            _ => "a number",
        };
        throw new FileFormatException(Path, found, expected, Line(row), Columns[column]);
    }

    /// <summary>All numbers of a column.</summary>
    /// <inheritdoc cref="Number"/>
    public double[] Numbers(int column)
    {
        double[] numbers = new double[Rows];
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = Number(row, column);
        return numbers;
    }

    static bool IsNumberWithCommas(string cell) => cell.Contains(',') && double.TryParse(
        cell.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    static CellKind Classify(string cell, out double value)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return double.IsFinite(value) ? CellKind.Number : CellKind.NotFinite;
        return cell.ToLowerInvariant() switch
        {
            "" or "na" or "n/a" or "?" or "null" or "none" or "-" => CellKind.Missing,
            "inf" or "+inf" or "-inf" => CellKind.NotFinite,
            _ when IsNumberWithCommas(cell) => CellKind.NumberWithCommas,
            _ => CellKind.Text,
        };
    }
}
