using System.Text;

namespace Kindling.Files;

/// <summary>A file that cannot be read, or does not hold what it should: which file, where, what was found.</summary>
/// <remarks>The message is one line: <c>cars.csv, line 7, column 'mpg': found 'abc'; expected a number.</c></remarks>
public sealed class FileFormatException : IOException
{
    /// <summary>Makes the exception and its one-line message.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="found">What was found, as it should stand after "found".</param>
    /// <param name="expected">What was expected, as it should stand after "expected".</param>
    /// <param name="line">The line, counted from 1, in text files.</param>
    /// <param name="column">The name of the column, in tables.</param>
    /// <param name="byteOffset">The offset from the start, in binary files.</param>
    /// <param name="cause">The exception behind this one.</param>
    public FileFormatException(
        string path,
        string found,
        string expected,
        long? line = null,
        string? column = null,
        long? byteOffset = null,
        Exception? cause = null)
        : base(Describe(path, found, expected, line, column, byteOffset), cause)
    {
        Path = path;
        Found = found;
        Expected = expected;
        Line = line;
        Column = column;
        ByteOffset = byteOffset;
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>The line, counted from 1, or null where there are no lines.</summary>
    public long? Line { get; }

    /// <summary>The name of the table's column, or null.</summary>
    public string? Column { get; }

    /// <summary>The offset from the start of the file, or null.</summary>
    public long? ByteOffset { get; }

    static string Describe(string path, string found, string expected, long? line, string? column, long? byteOffset)
    {
        var text = new StringBuilder(path);
        if (line is not null)
            text.Append($", line {line}");
        if (column is not null)
            text.Append($", column '{column}'");
        if (byteOffset is not null)
            text.Append($", byte {byteOffset}");
        return text.Append($": found {found}; expected {expected}.").ToString();
    }
}
