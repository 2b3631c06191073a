using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Reads a study folder (docs/study-folder.md), finished or half-finished.</summary>
static class StudyReader
{
    static readonly JsonObject s_nothing = [];

    public static StudyDocument Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"study folder '{folder}' does not exist.");
        JsonObject results = ReadObject(folder, "results.json") ?? s_nothing;
        ILookup<string, RunDocument> runs = RunReader.Read(folder).ToLookup(r => r.Scheme);
        var starts = ReadSchemeFiles(folder, "start.json");
        var predictions = ReadSchemeFiles(folder, "predictions.json");
        var summaries = results.Objects("schemes").ToDictionary(s => s.Text("name") ?? "", s => s);
        IEnumerable<string> names = summaries.Keys.Concat(runs.Select(g => g.Key).Order()).Concat(starts.Keys.Order());
        var schemes = names.Distinct().Where(n => n.Length > 0).Select(name => SchemeSummary.Make(
            name,
            summaries.GetValueOrDefault(name),
            starts.GetValueOrDefault(name),
            predictions.GetValueOrDefault(name),
            [.. runs[name].OrderBy(r => r.Seed)])).ToList();
        if (summaries.Count == 0)
            schemes = [.. schemes.OrderBy(s => s.TestErrorMedian ?? double.PositiveInfinity)];
        string definition = Path.Combine(folder, "study.yaml");
        return new StudyDocument(
            File.Exists(definition) ? File.ReadAllText(definition) : null,
            ReadProblem(folder, results),
            schemes,
            [.. results.Objects("comparisons").Select(ReadComparison)],
            ReadVerdict(results),
            ReadOutcome(results));
    }

    internal static JsonObject? ReadObject(params string[] path)
    {
        string file = Path.Combine(path);
        if (!File.Exists(file))
            return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject
                ?? throw new InvalidDataException($"{file}: expected one JSON object.");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new InvalidDataException($"{file}: not JSON: {e.Message}", e);
        }
    }

    static Dictionary<string, JsonObject> ReadSchemeFiles(string folder, string file)
    {
        var found = new Dictionary<string, JsonObject>();
        string schemes = Path.Combine(folder, "schemes");
        if (!Directory.Exists(schemes))
            return found;
        foreach (string directory in Directory.EnumerateDirectories(schemes))
        {
            if (ReadObject(directory, file) is JsonObject json)
                found[json.Text("scheme") ?? Path.GetFileName(directory)] = json;
        }

        return found;
    }

    static ProblemDocument ReadProblem(string folder, JsonObject results)
    {
        JsonObject json = ReadObject(folder, "problem.json") ?? s_nothing;
        string[] inputs = json.Strings("inputNames"), outputs = json.Strings("outputNames");
        return new ProblemDocument(
            json.Text("name") ?? results.Text("problem") ?? "unnamed problem",
            json.Text("task") ?? "regression",
            (int?)json.Integer("inputs") ?? inputs.Length,
            inputs,
            outputs,
            json.Integer("trainPoints"),
            json.Integer("testPoints"),
            json.Text("errorName") ?? "test error",
            json.Number("constantError") ?? results.Number("constantError"),
            json.Text("description"),
            json.Strings("notes"));
    }

    static ComparisonDocument ReadComparison(JsonObject json) => new(
        json.Text("better") ?? "",
        json.Text("worse") ?? "",
        json.Number("ratio") ?? double.NaN,
        json.Number("ratioLow") ?? double.NaN,
        json.Number("ratioHigh") ?? double.NaN,
        json.Number("confidence"),
        json.Flag("real"));

    static VerdictDocument? ReadVerdict(JsonObject results) => results["verdict"] is JsonObject verdict
        ? new VerdictDocument(
            verdict.Text("best"), verdict.Text("text") ?? "", verdict.Number("confidence"), verdict.Strings("details"))
        : null;

    static OutcomeDocument ReadOutcome(JsonObject results) => new(
        results.Text("network"),
        results.Text("optimizer") + (results.Flag("leastSquares") ? " with least squares" : ""),
        results.Text("precision"),
        results.Text("version"),
        results.Text("thresholdText"),
        results.Number("threshold"),
        results.Integer("steps"),
        results.Integer("seeds"),
        results["complete"] is null || results.Flag("complete"))
    {
        Notes = results.Strings("notes"),
        KeptStep = (results["learnedByHeart"] as JsonObject)?.Number("keptStep"),
        TrainCommand = results.Text("trainOnAllRows"),
    };
}
