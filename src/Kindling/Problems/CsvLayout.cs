using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>An input column of a CSV table.</summary>
/// <param name="Name">As in the header.</param>
/// <param name="Categories">The texts it may hold, in ordinal order; null for numbers.</param>
internal sealed record CsvInput(string Name, string[]? Categories);

/// <summary>
/// Which columns of a CSV table are the inputs and the target, and what they may hold: what tables with the same
/// columns are read by.
/// </summary>
/// <param name="path">The table it was taken from, for messages.</param>
/// <param name="inputs">The input columns, in the order of the inputs.</param>
/// <param name="target">The target column.</param>
/// <param name="classes">The classes of the target; null for numbers.</param>
internal sealed class CsvLayout(string path, IReadOnlyList<CsvInput> inputs, string target, ClassLabels? classes)
{
    /// <summary>Reads inputs and target; columns are found by name, and others are not read.</summary>
    /// <exception cref="FileFormatException">
    /// A column is not there; a cell holds no finite number, or a category or class that is not known.
    /// </exception>
    public Examples Read(CsvTable table)
    {
        Matrix<double> targets = Targets(table, Find(table, target));
        List<string> names = [];
        List<double[]> columns = [];
        HashSet<int> categoryColumns = [];
        foreach (CsvInput input in inputs)
        {
            int column = Find(table, input.Name);
            if (input.Categories is not { } categories)
            {
                names.Add(input.Name);
                columns.Add(table.Numbers(column));
                continue;
            }

            int[] found = Indices(table, column, "category", categories, text => IndexOf(categories, text));
            for (int c = 0; c < categories.Length; c++)
            {
                categoryColumns.Add(columns.Count);
                names.Add($"{input.Name}={categories[c]}");
                columns.Add([.. found.Select(index => index == c ? 1.0 : 0.0)]);
            }
        }

        IReadOnlyList<string> outputs = classes?.Names ?? [target];
        return new Examples(table.Path, Joined(columns), names, targets, outputs, classes is not null)
        {
            CategoryColumns = categoryColumns,
        };
    }

    static int IndexOf(string[] categories, string text) =>
        Array.BinarySearch(categories, text, StringComparer.Ordinal);

    static Matrix<double> Joined(List<double[]> columns)
    {
        var joined = new Matrix<double>(columns[0].Length, columns.Count);
        for (int i = 0; i < joined.Rows; i++)
        {
            for (int j = 0; j < joined.Columns; j++)
                joined[i, j] = columns[j][i];
        }

        return joined;
    }

    Matrix<double> Targets(CsvTable table, int column)
    {
        if (classes is null)
            return Joined([table.Numbers(column)]);
        return classes.OneHot(Indices(
            table,
            column,
            "class",
            classes.Names,
            text => classes.IndexOf(text),
            classes.AreNumbers ? row => classes.IndexOf(table.Number(row, column)) : null));
    }

    int Find(CsvTable table, string name)
    {
        int column = table.IndexOf(name);
        return column >= 0
            ? column
            : throw table.NoColumn(
                name, $"the columns of {path}: {string.Join(", ", inputs.Select(i => i.Name).Append(target))}");
    }

    /// <summary>The place of each cell's text among the known ones.</summary>
    int[] Indices(
        CsvTable table,
        int column,
        string noun,
        IReadOnlyList<string> known,
        Func<string, int> ofText,
        Func<int, int>? ofRow = null)
    {
        int[] indices = new int[table.Rows];
        for (int row = 0; row < indices.Length; row++)
        {
            indices[row] = ofRow?.Invoke(row) ?? ofText(Text(table, row, column));
            if (indices[row] < 0)
            {
                throw new FileFormatException(
                    table.Path,
                    $"'{table[row, column]}', a {noun} that {path} does not have",
                    ClassLabels.Shortened(known),
                    table.Line(row),
                    table.Columns[column]);
            }
        }

        return indices;
    }

    /// <summary>The text of a cell that is a category or a class.</summary>
    /// <exception cref="FileFormatException">The cell is empty.</exception>
    public static string Text(CsvTable table, int row, int column) => table[row, column] is { Length: > 0 } text
        ? text
        : throw new FileFormatException(table.Path, "no value", "a category", table.Line(row), table.Columns[column]);
}
