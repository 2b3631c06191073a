using System.Globalization;
using System.Text;

namespace Kindling.Files;

/// <summary>Takes the text of a CSV file apart (RFC 4180, with the separator found from the header).</summary>
internal ref struct CsvParser
{
    readonly string _path;
    readonly ReadOnlySpan<char> _text;
    readonly char _separator;
    readonly StringBuilder _cell = new();
    int _position;
    int _line = 1;

    CsvParser(string path, ReadOnlySpan<char> text)
    {
        _path = path;
        _text = text;
        _separator = FindSeparator(text);
    }

    /// <summary>Reads header and rows.</summary>
    public static CsvTable Parse(string path, string text)
    {
        var parser = new CsvParser(path, text);
        var cells = new List<string>();
        if (!parser.ReadRecord(cells, out int headerLine))
            throw new FileFormatException(path, "an empty file", "a CSV table");
        string[] columns = ReadHeader(path, cells, headerLine);
        var rows = new List<string[]>();
        var lines = new List<int>();
        while (parser.ReadRecord(cells, out int line))
        {
            if (cells.Count != columns.Length)
            {
                throw new FileFormatException(
                    path, $"{Count(cells.Count, "cell")}", $"{columns.Length}, as in the header", line);
            }

            rows.Add([.. cells]);
            lines.Add(line);
        }

        if (rows.Count == 0)
            throw new FileFormatException(path, "a header without rows", "rows of data below it", headerLine);
        return new CsvTable(path, columns, rows, lines);
    }

    static string[] ReadHeader(string path, List<string> cells, int line)
    {
        if (cells.TrueForAll(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            throw new FileFormatException(path, "only numbers", "a header with the names of the columns", line);
        string[] columns = new string[cells.Count];
        var taken = new HashSet<string>();
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = cells[i].Length == 0 ? $"column {i + 1}" : cells[i];
            if (!taken.Add(columns[i]))
                throw new FileFormatException(path, $"the column name '{columns[i]}' twice", "different names", line);
        }

        return columns;
    }

    /// <summary>Reads the next record that is not an empty line.</summary>
    bool ReadRecord(List<string> cells, out int line)
    {
        do
        {
            cells.Clear();
            line = _line;
            if (_position >= _text.Length)
                return false;
            while (ReadCell(cells, line))
            {
            }
        }
        while (cells.Count == 1 && cells[0].Length == 0);
        return true;
    }

    /// <summary>Reads one cell; false if it was the last of its record.</summary>
    bool ReadCell(List<string> cells, int recordLine)
    {
        _cell.Clear();
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
        if (_position < _text.Length && _text[_position] == '"')
        {
            ReadQuoted(recordLine);
            cells.Add(_cell.ToString());
            return SkipToNextCell();
        }

        int length = _text[_position..].IndexOfAny(_separator, '\r', '\n');
        ReadOnlySpan<char> cell = length < 0 ? _text[_position..] : _text.Slice(_position, length);
        cells.Add(cell.Trim().ToString());
        _position += cell.Length;
        return SkipToNextCell();
    }

    void ReadQuoted(int recordLine)
    {
        for (_position++; _position < _text.Length; _position++)
        {
            char c = _text[_position];
            if (c == '"')
            {
                _position++;
                if (_position >= _text.Length || _text[_position] != '"')
                    return;
            }
            else if (c == '\n')
            {
                _line++;
            }

            _cell.Append(c);
        }

        throw new FileFormatException(_path, "a quote that is never closed", "a closing quote", recordLine);
    }

    /// <summary>Steps over a separator (true) or an end of line (false).</summary>
    bool SkipToNextCell()
    {
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
        if (_position >= _text.Length)
            return false;
        char c = _text[_position++];
        if (c == _separator)
            return true;
        if (c == '\r' && _position < _text.Length && _text[_position] == '\n')
            c = _text[_position++];
        if (c is not ('\r' or '\n'))
        {
            throw new FileFormatException(
                _path, $"'{c}' after a closing quote", "a separator or the end of the line", _line);
        }

        _line++;
        return false;
    }

    static char FindSeparator(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[3];
        bool isQuoted = false;
        foreach (char c in text.TrimStart("\r\n"))
        {
            if (c == '"')
                isQuoted = !isQuoted;
            else if (isQuoted)
                continue;
            else if (c is '\n' or '\r')
                break;
            int index = ",;\t".IndexOf(c);
            if (index >= 0)
                counts[index]++;
        }

        int best = counts[1] > counts[0] ? 1 : 0;
        return ",;\t"[counts[2] > counts[best] ? 2 : best];
    }

    static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
