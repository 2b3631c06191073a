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
        Matrix<double> targets;
        string targetPath = path;
        string[] inputNames = Names(inputs.Columns, "x");
        string[] outputNames;
        var notes = new List<string>();
        if (TargetFile(options.Target) is { } target)
        {
            targetPath = target;
            targets = ReadFinite(target);
            if (targets.Rows != inputs.Rows)
                throw new FileFormatException(target, Rows(targets), $"{Rows(inputs)}, as in {path}");
            outputNames = Names(targets.Columns, "y");
        }
        else
        {
            int column = FindColumn(path, inputs.Columns, options.Target);
            if (options.Target is null)
                notes.Add($"No target was named: the last column, {column}, is taken.");
            outputNames = [inputNames[column]];
            inputNames = [.. inputNames.Where((_, j) => j != column)];
            (inputs, targets) = TakeColumn(inputs, column);
        }

        if (options.Classification != true)
        {
            return new Examples(path, inputs, inputNames, targets, outputNames, AreClasses: false)
            {
                TargetPath = targetPath,
                Notes = notes,
            };
        }

        if (targets.Columns != 1)
            throw new FileFormatException(targetPath, $"{targets.Columns} target columns", "one column of labels");
        (Matrix<double> oneHot, string[] classes) = ClassLabels.FromNumbers(targetPath, targets.Column(0));
        return new Examples(path, inputs, inputNames, oneHot, classes, AreClasses: true)
        {
            TargetPath = targetPath,
            Notes = notes,
        };
    }

    /// <summary>The file of the targets; null where the target is an index.</summary>
    public static string? TargetFile(string? target) =>
        int.TryParse(target, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : target;

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

    static (Matrix<double> Others, Matrix<double> Column) TakeColumn(Matrix<double> all, int column)
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

        return (rest, taken);
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
