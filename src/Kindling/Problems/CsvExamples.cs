using System.Globalization;
using Kindling.Files;

namespace Kindling.Problems;

/// <summary>Takes inputs and target from a CSV table.</summary>
/// <remarks>
/// A column with at least as many numbers as texts is numeric, and every cell of it must then be a finite number; else
/// it holds categories, one-hot in the order of their texts. A column of texts with more different values than a tenth
/// of the rows (but 10 are always allowed, and more than 100 never) is taken for a name or an identifier and left out.
/// </remarks>
internal sealed class CsvExamples
{
    readonly CsvTable _table;
    readonly List<CsvInput> _inputs = [];
    readonly List<string> _notes = [];

    CsvExamples(CsvTable table) => _table = table;

    /// <summary>Reads the table.</summary>
    public static Examples Read(string path, TableOptions options)
    {
        CsvTable table = CsvTable.Read(path);
        if (table.Columns.Count == 1)
        {
            throw new FileFormatException(
                path,
                $"a single column, '{table.Columns[0]}'",
                "at least one input and a target, separated by commas, semicolons or tabs");
        }

        var reader = new CsvExamples(table);
        CsvLayout layout = reader.Layout(options);
        return layout.Read(table) with
        {
            Notes = reader._notes,
            ReadOther = other => layout.Read(CsvTable.Read(other)),
        };
    }

    CsvLayout Layout(TableOptions options)
    {
        var ignored = options.Ignored.Select(FindColumn).ToHashSet();
        int target = options.Target is null ? LastUsed(ignored) : FindColumn(options.Target);
        if (ignored.Contains(target))
            throw new FileFormatException(
                _table.Path, $"the target '{_table.Columns[target]}' among the ignored columns", "another target");
        if (options.Target is null)
            _notes.Add($"No target was named: the last column, '{_table.Columns[target]}', is taken.");
        ClassLabels? classes = Classes(target, options.Classification);
        for (int column = 0; column < _table.Columns.Count; column++)
        {
            if (column != target && !ignored.Contains(column))
                AddInput(column);
        }

        return _inputs.Count > 0
            ? new CsvLayout(_table.Path, _inputs, _table.Columns[target], classes)
            : throw NoInput(target, options);
    }

    /// <summary>No column is left to learn from: all others are ignored, or texts that hardly repeat.</summary>
    FileFormatException NoInput(int target, TableOptions options)
    {
        int other = Enumerable.Range(0, _table.Columns.Count)
            .FirstOrDefault(c => c != target && !options.Ignored.Contains(_table.Columns[c]), -1);
        string others = other < 0 ? "only ignored columns"
            : $"only texts that hardly repeat, such as '{_table[0, other]}' in column '{_table.Columns[other]}',";
        return new(_table.Path, $"{others} beside '{_table.Columns[target]}'", "numbers or categories as inputs");
    }

    int LastUsed(HashSet<int> ignored)
    {
        int last = _table.Columns.Count - 1;
        while (last > 0 && ignored.Contains(last))
            last--;
        return last;
    }

    int FindColumn(string nameOrIndex)
    {
        int column = _table.IndexOf(nameOrIndex);
        if (column >= 0)
            return column;
        if (int.TryParse(nameOrIndex, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index))
        {
            column = index < 0 ? index + _table.Columns.Count : index;
            if (column >= 0 && column < _table.Columns.Count)
                return column;
        }

        throw _table.NoColumn(nameOrIndex, $"one of: {string.Join(", ", _table.Columns)}");
    }

    /// <summary>The classes of the target; null if it is a number.</summary>
    /// <remarks>Classes such as 1, 2 and "other" are texts, however many of them are numbers.</remarks>
    ClassLabels? Classes(int column, bool? classification)
    {
        (int numbers, int texts) = Count(column);
        if (classification == false || (classification is null && numbers >= texts))
            return null;
        return numbers >= texts && texts == 0
            ? ClassLabels.Of(_table.Path, _table.Numbers(column))
            : ClassLabels.Of(_table.Path, Texts(column));
    }

    void AddInput(int column)
    {
        string name = _table.Columns[column];
        (int numbers, int texts) = Count(column);
        if (numbers >= texts)
        {
            _inputs.Add(new CsvInput(name, Categories: null));
            return;
        }

        string[] cells = Texts(column);
        string[] categories = [.. new SortedSet<string>(cells, StringComparer.Ordinal)];
        if (categories.Length <= Math.Clamp(_table.Rows / 10, 10, 100))
        {
            _inputs.Add(new CsvInput(name, categories));
            return;
        }

        _notes.Add(
            $"Left out: column '{name}', with {categories.Length} different texts in {_table.Rows} rows, "
            + $"such as '{cells[0]}'.");
    }

    (int Numbers, int Texts) Count(int column)
    {
        int numbers = 0;
        int texts = 0;
        for (int row = 0; row < _table.Rows; row++)
        {
            CellKind kind = _table.Kind(row, column);
            numbers += kind is CellKind.Number or CellKind.NotFinite or CellKind.NumberWithCommas ? 1 : 0;
            texts += kind == CellKind.Text ? 1 : 0;
        }

        return (numbers, texts);
    }

    string[] Texts(int column) =>
        [.. Enumerable.Range(0, _table.Rows).Select(row => CsvLayout.Text(_table, row, column))];
}
