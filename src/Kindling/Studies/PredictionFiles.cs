using System.Globalization;
using System.Numerics;
using System.Text;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Writes predictions: a table with a column for each number, or arrays beside each other.</summary>
public static class PredictionFiles
{
    /// <summary>
    /// Writes <c>y.csv</c>, or <c>y.npy</c> with <c>y.first.npy</c> and <c>y.second.npy</c> beside it.
    /// </summary>
    /// <param name="path">Ends in .csv or .npy.</param>
    /// <param name="prediction">What to write.</param>
    /// <param name="metadata">Names of columns, and whether a column says the class.</param>
    /// <returns>The files.</returns>
    /// <typeparam name="T">The element type of arrays, float or double.</typeparam>
    /// <exception cref="ArgumentException">The path ends in something else.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write<T>(string path, Prediction prediction, WeightMetadata metadata)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(metadata);
        RequireKind(path);
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.WriteText(path, Table(prediction, metadata));
            return [path];
        }

        var files = new List<string> { path };
        Npy.Write(path, prediction.Outputs.To<T>());
        int rows = prediction.Outputs.Rows, outputs = prediction.Outputs.Columns, inputs = prediction.First.Count;
        if (prediction.First.Count > 0)
        {
            files.Add(Path.ChangeExtension(path, ".first.npy"));
            Npy.Write<T>(files[^1], FirstOf<T>(prediction), [rows, outputs, inputs]);
        }

        if (prediction.Second.Count > 0)
        {
            files.Add(Path.ChangeExtension(path, ".second.npy"));
            Npy.Write<T>(files[^1], SecondOf<T>(prediction), [rows, outputs, inputs, inputs]);
        }

        return files;
    }

    /// <summary>Refuses paths that <see cref="Write"/> would refuse.</summary>
    /// <exception cref="ArgumentException">The path ends neither in .csv nor in .npy.</exception>
    public static void RequireKind(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            && !path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException(
                $"the file of predictions is '{path}'; it must end in .npy or .csv.", nameof(path));
    }

    static T[] FirstOf<T>(Prediction p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int outputs = p.Outputs.Columns, inputs = p.First.Count;
        var values = new T[p.Outputs.Rows * outputs * inputs];
        for (int at = 0; at < values.Length; at++)
            values[at] = T.CreateTruncating(p.First[at % inputs][at / inputs / outputs, at / inputs % outputs]);
        return values;
    }

    static T[] SecondOf<T>(Prediction p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int outputs = p.Outputs.Columns, n = p.First.Count;
        var values = new T[p.Outputs.Rows * outputs * n * n];
        foreach ((int i, int j, Matrix<double> of) in p.Second)
        {
            for (int block = 0; block < values.Length / (n * n); block++)
            {
                T value = T.CreateTruncating(of[block / outputs, block % outputs]);
                values[(block * n * n) + (i * n) + j] = values[(block * n * n) + (j * n) + i] = value;
            }
        }

        return values;
    }

    static string Table(Prediction prediction, WeightMetadata metadata)
    {
        string[] outputs = Names(metadata.OutputNames, prediction.Outputs.Columns, "y");
        string[] inputs = Names(metadata.InputNames, prediction.First.Count, "x");
        bool isShort = inputs.Concat(outputs).All(name => name.Length == 1);
        var columns = new List<(string Name, Matrix<double> Values, int Output)>();
        for (int o = 0; o < outputs.Length; o++)
        {
            string u = outputs[o];
            columns.Add((u, prediction.Outputs, o));
            for (int i = 0; i < prediction.First.Count; i++)
                columns.Add((isShort ? $"{u}_{inputs[i]}" : $"d {u} / d {inputs[i]}", prediction.First[i], o));
            foreach ((int i, int j, Matrix<double> values) in prediction.Second)
            {
                columns.Add((
                    isShort ? $"{u}_{inputs[i]}{inputs[j]}" : $"d2 {u} / d {inputs[i]} d {inputs[j]}", values, o));
            }
        }

        var text = new StringBuilder(string.Join(',', columns.Select(c => CsvText.Quoted(c.Name))));
        text.Append(metadata.AreClasses ? ",class\n" : "\n");
        for (int r = 0; r < prediction.Outputs.Rows; r++)
        {
            text.AppendJoin(
                ',', columns.Select(c => c.Values[r, c.Output].ToString("R", CultureInfo.InvariantCulture)));
            if (metadata.AreClasses)
                text.Append(',').Append(CsvText.Quoted(outputs[Vectors.ArgMax<double>(prediction.Outputs.Row(r))]));
            text.Append('\n');
        }

        return text.ToString();
    }

    static string[] Names(IReadOnlyList<string> known, int count, string usual) =>
        known.Count == count && count > 0 ? [.. known]
        : count == 1 ? [usual]
        : [.. Enumerable.Range(1, count).Select(i => $"{usual}{i}")];
}
