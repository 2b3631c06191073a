using System.Text.Json.Nodes;
using Kindling.Studies;
using Kindling.Training;

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
                ReadCurve(Path.Combine(directory, "curve.csv")))
            {
                KeptStep = json.Integer("keptStep"),
                TestErrorAtEnd = json.Number("testErrorAtEnd"),
                Rates =
                [
                    .. json.Objects("rates").Select(a => new RateArm(
                        a.Number("rate") ?? double.NaN, a.Integer("steps") ?? 0, a.Number("score"))),
                ],
            };
        }
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

    static CurvePoint[] ReadCurve(string file)
    {
        try
        {
            return File.Exists(file) ? CurveFile.Read(file) : [];
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }
}
