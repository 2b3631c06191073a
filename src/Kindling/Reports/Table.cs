using System.Globalization;
using System.Text;

namespace Kindling.Reports;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its head, a few words.</param>
/// <param name="Definition">What its numbers are, in whole sentences; null where the head says it.</param>
/// <param name="Numeric">True to align its cells to the right.</param>
public sealed record Column(string Title, string? Definition = null, bool Numeric = true)
{
    /// <summary>True for cells of many words, which may take several lines.</summary>
    public bool Wraps { get; init; }
}

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
public sealed record Cell(string Text)
{
    /// <summary>What the row is sorted by in this column; null sorts last.</summary>
    public double? SortValue { get; init; }

    /// <summary>A color as <c>#rrggbb</c> shown before the text.</summary>
    public string? Swatch { get; init; }

    /// <summary>A smaller second line.</summary>
    public string? Note { get; init; }

    /// <summary>An interval with its middle, each as a share (0 to 1) of the column's width, drawn under the
    /// text.</summary>
    public (double Low, double Middle, double High)? Interval { get; init; }

    /// <summary>True where the value is a reason to worry.</summary>
    public bool IsWarning { get; init; }

    /// <summary>A number with three significant digits that sorts by its value.</summary>
    public static Cell Number(double? value) => new(NumberText.Short(value)) { SortValue = value };
}

/// <summary>A table of an HTML page, with columns that explain themselves.</summary>
public sealed class Table
{
    readonly List<(Cell[] Cells, bool Highlighted)> _rows = [];

    /// <summary>Makes an empty table.</summary>
    /// <param name="caption">What it shows, one sentence.</param>
    /// <param name="columns">At least one; the first one names the rows.</param>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public Table(string caption, params IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
            throw new ArgumentException("columns is empty; a table has at least one.", nameof(columns));
        Caption = caption;
        Columns = columns;
    }

    /// <summary>What it shows.</summary>
    public string Caption { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Adds a row.</summary>
    /// <param name="highlighted">True for the row that the page is about.</param>
    /// <param name="cells">One for each column.</param>
    /// <exception cref="ArgumentException">The number of cells is not the number of columns.</exception>
    public void AddRow(bool highlighted, params Cell[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != Columns.Count)
        {
            throw new ArgumentException(
                $"cells has {cells.Length} entries but the table has {Columns.Count} columns.", nameof(cells));
        }

        _rows.Add((cells, highlighted));
    }

    internal string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(Html.Escape(Caption))
            .Append("\">\n<table>\n<caption>").Append(Html.Escape(Caption)).Append("</caption>\n<thead><tr>");
        foreach (Column column in Columns)
            AppendHead(html, column);
        html.Append("</tr></thead>\n<tbody>\n");
        foreach ((Cell[] cells, bool highlighted) in _rows)
        {
            html.Append(highlighted ? "<tr class=\"best\">" : "<tr>");
            for (int i = 0; i < cells.Length; i++)
                AppendCell(html, cells[i], Columns[i], isRowHead: i == 0);
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n");
        return html.ToString();
    }

    static void AppendHead(StringBuilder html, Column column)
    {
        html.Append("<th scope=\"col\"").Append(column.Numeric ? " class=\"number\"" : "");
        if (column.Definition is not null)
            html.Append(" title=\"").Append(Html.Escape(column.Definition)).Append('"');
        html.Append("><button type=\"button\">").Append(Html.Escape(column.Title)).Append("</button></th>");
    }

    static void AppendCell(StringBuilder html, Cell cell, Column column, bool isRowHead)
    {
        string classes = (column.Numeric ? "number" : column.Wraps ? "words" : "") + (cell.IsWarning ? " warning" : "");
        html.Append(isRowHead ? "<th scope=\"row\"" : "<td");
        if (classes.Length > 0)
            html.Append(" class=\"").Append(classes.Trim()).Append('"');
        if (cell.SortValue is double key && double.IsFinite(key))
            html.Append(" data-sort=\"").Append(key.ToString("R", CultureInfo.InvariantCulture)).Append('"');
        html.Append('>');
        if (cell.Swatch is not null)
            html.Append($"<span class=\"swatch\" style=\"background:{Html.Escape(cell.Swatch)}\"></span>");
        html.Append(Html.Escape(cell.Text));
        if (cell.Note is not null)
            html.Append("<small>").Append(Html.Escape(cell.Note)).Append("</small>");
        if (cell.Interval is (double low, double middle, double high))
            AppendInterval(html, low, middle, high);
        html.Append(isRowHead ? "</th>" : "</td>");
    }

    static void AppendInterval(StringBuilder html, double low, double middle, double high)
    {
        string x = Percent(low), width = Percent(Math.Max(high - low, 0.01)), tick = Percent(middle);
        html.Append("<svg class=\"interval\" aria-hidden=\"true\" preserveAspectRatio=\"none\">")
            .Append($"<rect class=\"track\" width=\"100%\" y=\"4\" height=\"1\"/>")
            .Append($"<rect class=\"span\" x=\"{x}\" width=\"{width}\" y=\"2\" height=\"5\" rx=\"2\"/>")
            .Append($"<rect class=\"tick\" x=\"{tick}\" width=\"2\" y=\"0\" height=\"9\"/></svg>");
    }

    static string Percent(double share) =>
        NumberText.Significant(100 * Math.Clamp(share, 0, 1), 4).ToString("R", CultureInfo.InvariantCulture) + "%";
}
