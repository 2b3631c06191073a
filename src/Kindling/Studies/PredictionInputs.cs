using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Studies;

/// <summary>
/// Reads raw inputs for a trained network: arrays, images, or tables with the columns it was trained on.
/// </summary>
public static class PredictionInputs
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">
    /// NPY [rows, inputs], IDX (an image a row, as it was trained on), or CSV. The columns of a table are found by the
    /// names that the weights know, in any order, others are passed over; where the weights know none, all columns are
    /// taken in their order.
    /// </param>
    /// <param name="metadata">What the weights know.</param>
    /// <param name="inputs">Of the network.</param>
    /// <returns>[rows, inputs], finite, at least one row, not scaled.</returns>
    /// <exception cref="FileFormatException">The file cannot be read, or does not fit the network.</exception>
    public static Matrix<double> Read(string path, WeightMetadata metadata, int inputs)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        byte[] beginning = InputFile.Beginning(path, "inputs (NPY, IDX or CSV)");
        Matrix<double> read = Npy.IsNpy(beginning) ? Fitting(path, Npy.ReadMatrix(path), inputs)
            : Idx.IsIdx(beginning) ? Fitting(path, Idx.Read(path).Values, inputs)
            : ReadTable(path, metadata.InputNames, inputs);
        if (read.Rows == 0)
            throw new FileFormatException(path, "no rows", "at least one");
        return read.FirstNotFinite() is not (int i, int j)
            ? read
            : throw new FileFormatException(
                path, $"{read[i, j]} in row {i}, column {j} (counted from 0)", "finite numbers");
    }

    static Matrix<double> Fitting(string path, Matrix<double> read, int inputs) => read.Columns == inputs
        ? read
        : throw new FileFormatException(
            path,
            $"{read.Columns} columns",
            $"{inputs}, the inputs of the network: an array of shape (rows, {inputs})");

    static Matrix<double> ReadTable(string path, IReadOnlyList<string> names, int inputs)
    {
        CsvTable table = CsvTable.Read(path);
        if (names.Count == 0 && table.Columns.Count != inputs)
            throw new FileFormatException(
                path, $"{table.Columns.Count} columns", $"{inputs}, the inputs of the network");
        var read = new Matrix<double>(table.Rows, inputs);
        for (int j = 0; j < inputs; j++)
        {
            double[] column = names.Count == 0 ? table.Numbers(j) : Column(table, names[j], names);
            for (int i = 0; i < read.Rows; i++)
                read[i, j] = column[i];
        }

        return read;
    }

    /// <summary>
    /// The numbers of a column, or for <c>column=value</c> 1 where the column has the value and 0 elsewhere.
    /// </summary>
    static double[] Column(CsvTable table, string name, IReadOnlyList<string> names)
    {
        int at = table.IndexOf(name);
        if (at >= 0)
            return table.Numbers(at);
        for (int cut = name.IndexOf('=', StringComparison.Ordinal); cut > 0; cut = name.IndexOf('=', cut + 1))
        {
            string column = name[..cut];
            at = table.IndexOf(column);
            if (at >= 0)
                return Category(table, at, column, name[(cut + 1)..], names);
        }

        throw table.NoColumn(name.Split('=')[0], "the columns that the weights were trained on");
    }

    static double[] Category(CsvTable table, int at, string column, string value, IReadOnlyList<string> names)
    {
        double[] indicator = new double[table.Rows];
        for (int i = 0; i < indicator.Length; i++)
        {
            string cell = table[i, at];
            indicator[i] = cell == value ? 1 : 0;
            if (!names.Contains($"{column}={cell}"))
            {
                string prefix = column + "=";
                IEnumerable<string> known =
                    names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]);
                throw new FileFormatException(
                    table.Path,
                    $"'{cell}'",
                    $"one of those trained on: {string.Join(", ", known)}",
                    table.Line(i),
                    column);
            }
        }

        return indicator;
    }
}
