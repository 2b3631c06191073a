using System.Globalization;
using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Reads the runs of a study folder with their curves.</summary>
static class RunReader
{
    public static IEnumerable<RunDocument> Read(string folder)
    {
        foreach ((string directory, JsonObject json) in Folders(folder, "runs"))
        {
            yield return new RunDocument(
                json.Text("scheme") ?? "",
                json.Integer("seed") ?? 0,
                json.Text("status") ?? "finished",
                json.Number("initialTestError"),
                json.Number("testError"),
                json.Number("seconds"),
                json.Number("learningRate"),
                json.Flag("collapsed"),
                ReadCurve(Path.Combine(directory, "curve.csv")));
        }
    }

    public static IReadOnlyList<RateRun> ReadRates(string folder)
    {
        var rates = new List<RateRun>();
        foreach ((_, JsonObject json) in Folders(folder, "rates"))
        {
            if (json.Number("learningRate") is double rate)
                rates.Add(new RateRun(json.Text("scheme") ?? "", rate, json.Number("testError")));
        }

        return rates;
    }

    static IEnumerable<(string Directory, JsonObject Json)> Folders(string folder, string kind)
    {
        string root = Path.Combine(folder, kind);
        if (!Directory.Exists(root))
            yield break;
        foreach (string directory in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (StudyReader.ReadObject(directory, "run.json") is JsonObject json)
                yield return (directory, json);
        }
    }

    static List<CurveRow> ReadCurve(string file)
    {
        var rows = new List<CurveRow>();
        if (!File.Exists(file))
            return rows;
        string[] lines = File.ReadAllLines(file);
        string[] head = lines.Length == 0 ? [] : lines[0].Split(',');
        int Place(string name) => System.Array.IndexOf(head, name);
        int step = Place("step"), loss = Place("loss"), train = Place("trainError"), test = Place("testError");
        if (step < 0)
            throw new InvalidDataException($"{file}: line 1: expected a column 'step'.");
        foreach (string[] cells in lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')))
        {
            var at = (long)Value(cells, step);
            rows.Add(new CurveRow(at, Value(cells, loss), Value(cells, train), Value(cells, test)));
        }

        return rows;
    }

    static double Value(string[] cells, int column) =>
        column >= 0 && column < cells.Length
        && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : double.NaN;
}
