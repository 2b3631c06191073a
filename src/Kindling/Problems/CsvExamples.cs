using System.Globalization;
using Kindling.Files;
using Kindling.LinearAlgebra;

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
    readonly List<double[]> _columns = [];
    readonly List<string> _names = [];
    readonly HashSet<int> _categoryColumns = [];
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

        var ignored = options.Ignored.Select(name => FindColumn(table, name)).ToHashSet();
        int target = options.Target is null ? LastUsed(table, ignored) : FindColumn(table, options.Target);
        if (ignored.Contains(target))
            throw new FileFormatException(
                path, $"the target '{table.Columns[target]}' among the ignored columns", "another target");
        var reader = new CsvExamples(table);
        if (options.Target is null)
            reader._notes.Add($"No target was named: the last column, '{table.Columns[target]}', is taken.");
        (Matrix<double> targets, string[] outputs, bool areClasses) = reader.ReadTarget(target, options.Classification);
        for (int column = 0; column < table.Columns.Count; column++)
        {
            if (column != target && !ignored.Contains(column))
                reader.AddInput(column);
        }

        if (reader._columns.Count == 0)
            throw reader.NoInput(target, options);
        var inputs = new Matrix<double>(table.Rows, reader._columns.Count);
        for (int i = 0; i < inputs.Rows; i++)
        {
            for (int j = 0; j < inputs.Columns; j++)
                inputs[i, j] = reader._columns[j][i];
        }

        return new Examples(path, inputs, reader._names, targets, outputs, areClasses)
        {
            CategoryColumns = reader._categoryColumns,
            Notes = reader._notes,
        };
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

    static int LastUsed(CsvTable table, HashSet<int> ignored)
    {
        int last = table.Columns.Count - 1;
        while (last > 0 && ignored.Contains(last))
            last--;
        return last;
    }

    static int FindColumn(CsvTable table, string nameOrIndex)
    {
        int column = table.IndexOf(nameOrIndex);
        if (column >= 0)
            return column;
        if (int.TryParse(nameOrIndex, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index))
        {
            column = index < 0 ? index + table.Columns.Count : index;
            if (column >= 0 && column < table.Columns.Count)
                return column;
        }

        throw table.NoColumn(nameOrIndex, $"one of: {string.Join(", ", table.Columns)}");
    }

    (Matrix<double> Targets, string[] Names, bool AreClasses) ReadTarget(int column, bool? classification)
    {
        if (classification == false || (classification is null && IsNumeric(column)))
        {
            double[] numbers = _table.Numbers(column);
            var targets = new Matrix<double>(numbers.Length, 1);
            for (int i = 0; i < numbers.Length; i++)
                targets[i, 0] = numbers[i];
            return (targets, [_table.Columns[column]], false);
        }

        (Matrix<double> oneHot, string[] classes) = HoldsNumbersAlone(column)
            ? ClassLabels.FromNumbers(_table.Path, _table.Numbers(column))
            : ClassLabels.FromTexts(_table.Path, Texts(column));
        return (oneHot, classes, true);
    }

    void AddInput(int column)
    {
        string name = _table.Columns[column];
        if (IsNumeric(column))
        {
            _columns.Add(_table.Numbers(column));
            _names.Add(name);
            return;
        }

        string[] texts = Texts(column);
        string[] categories = [.. new SortedSet<string>(texts, StringComparer.Ordinal)];
        if (categories.Length > Math.Clamp(_table.Rows / 10, 10, 100))
        {
            _notes.Add(
                $"Left out: column '{name}', with {categories.Length} different texts in {_table.Rows} rows, "
                + $"such as '{texts[0]}'.");
            return;
        }

        foreach (string category in categories)
        {
            _categoryColumns.Add(_columns.Count);
            _columns.Add([.. texts.Select(text => text == category ? 1.0 : 0.0)]);
            _names.Add($"{name}={category}");
        }
    }

    bool IsNumeric(int column)
    {
        (int numbers, int texts) = Count(column);
        return numbers >= texts;
    }

    /// <summary>Classes such as 1, 2 and "other" are texts, however many of them are numbers.</summary>
    bool HoldsNumbersAlone(int column) => IsNumeric(column) && Count(column).Texts == 0;

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

    string[] Texts(int column)
    {
        string[] texts = new string[_table.Rows];
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row] = _table[row, column];
            if (texts[row].Length == 0)
            {
                throw new FileFormatException(
                    _table.Path, "no value", "a category", _table.Line(row), _table.Columns[column]);
            }
        }

        return texts;
    }
}
