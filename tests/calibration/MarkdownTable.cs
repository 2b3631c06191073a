using System.Text;

namespace Kindling.Calibration;

/// <summary>A table in Markdown.</summary>
/// <param name="columns">The headings.</param>
sealed class MarkdownTable(params string[] columns)
{
    readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length)
            throw new ArgumentException($"a row has {cells.Length} cells; the table has {columns.Length} columns.");
        _rows.Add(cells);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        AppendRow(text, columns);
        AppendRow(text, [.. columns.Select(_ => "---")]);
        foreach (string[] row in _rows)
            AppendRow(text, row);
        return text.ToString();
    }

    static void AppendRow(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
