using System.Globalization;
using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>Takes inputs and targets from NPY arrays: two files, or one with the target in a column.</summary>
internal static class NpyExamples
{
    /// <summary>Reads the arrays.</summary>
    public static Examples Read(string path, TableOptions options)
    {
        Matrix<double> inputs = ReadFinite(path);
        string[] names = Names(inputs.Columns, "x");
        if (TargetFile(options.Target) is { } target)
        {
            Matrix<double> targets = ReadFinite(target);
            if (targets.Rows != inputs.Rows)
                throw new FileFormatException(target, Rows(targets), $"{Rows(inputs)}, as in {path}");
            return AsClassesIfAsked(
                new Examples(path, inputs, names, targets, Names(targets.Columns, "y"), AreClasses: false)
                {
                    TargetPath = target,
                    ReadOther = RefuseOther,
                },
                options);
        }

        int column = FindColumn(path, inputs.Columns, options.Target);
        Examples main = AsClassesIfAsked(TakeColumn(path, inputs, column), options);
        return main with
        {
            Notes = options.Target is null ? [$"No target was named: the last column, {column}, is taken."] : [],
            ReadOther = Other(path, inputs.Columns, column, main.Labels),
        };
    }

    /// <summary>The file of the targets; null where the target is an index.</summary>
    public static string? TargetFile(string? target) =>
        int.TryParse(target, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : target;

    static Examples AsClassesIfAsked(Examples main, TableOptions options)
    {
        if (options.Classification != true)
            return main;
        if (main.Targets.Columns != 1)
            throw new FileFormatException(
                main.TargetPath, $"{main.Targets.Columns} target columns", "one column of labels");
        return main.AsClasses(ClassLabels.Of(main.TargetPath, main.Targets.Column(0)), main.Path);
    }

    /// <summary>Reads further arrays with the columns of the first.</summary>
    static Func<string, Examples> Other(string main, int columns, int target, ClassLabels? classes) => path =>
    {
        Matrix<double> all = ReadFinite(path);
        if (all.Columns != columns)
            throw new FileFormatException(path, $"{all.Columns} columns", $"{columns}, as in {main}");
        if (all.Rows == 0)
            throw new FileFormatException(path, "no rows of data", "at least 1 row");
        Examples other = TakeColumn(path, all, target);
        return classes is null ? other : other.AsClasses(classes, main);
    };

    static Examples RefuseOther(string path) => throw new FileFormatException(
        path,
        "inputs whose targets would be in a file of their own",
        "NPY arrays with the target in a column (named by its index) for the rows of a second file");

    static int FindColumn(string path, int columns, string? target)
    {
        int index = target is null ? -1 : int.Parse(target, CultureInfo.InvariantCulture);
        int column = index < 0 ? index + columns : index;
        if (column < 0 || column >= columns)
            throw new FileFormatException(path, $"no column {index}", $"0 to {columns - 1}, or {-columns} to -1");
        if (columns == 1)
            throw new FileFormatException(path, "a single column", "inputs and a target (or a file of targets)");
        return column;
    }

    static Examples TakeColumn(string path, Matrix<double> all, int column)
    {
        var rest = new Matrix<double>(all.Rows, all.Columns - 1);
        var taken = new Matrix<double>(all.Rows, 1);
        for (int i = 0; i < all.Rows; i++)
        {
            Span<double> row = all.Row(i);
            row[..column].CopyTo(rest.Row(i));
            row[(column + 1)..].CopyTo(rest.Row(i)[column..]);
            taken[i, 0] = row[column];
        }

        string[] names = Names(all.Columns, "x");
        string[] others = [.. names.Where((_, j) => j != column)];
        return new Examples(path, rest, others, taken, [names[column]], AreClasses: false);
    }

    static Matrix<double> ReadFinite(string path)
    {
        Matrix<double> matrix = Npy.ReadMatrix(path);
        if (matrix.Columns == 0)
            throw new FileFormatException(path, "an array without columns", "at least one column");
        return matrix.FirstNotFinite() is not (int i, int j)
            ? matrix
            : throw new FileFormatException(
                path, $"{matrix[i, j]} in row {i}, column {j} (counted from 0)", "finite numbers");
    }

    static string[] Names(int count, string letter) => [.. Enumerable.Range(0, count).Select(j => $"{letter}{j}")];

    static string Rows(Matrix<double> matrix) => matrix.Rows == 1 ? "1 row" : $"{matrix.Rows} rows";
}
