using System.Text.Json.Nodes;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>Puts together what a study folder says of one scheme; what the results do not say yet comes from its
/// runs.</summary>
static class SchemeSummary
{
    public static SchemeDocument Make(
        string name, JsonObject? result, JsonObject? start, JsonObject? predictions, RunDocument[] runs)
    {
        result ??= [];
        string[] warnings = [.. result.Strings("warnings").Concat(start?.Strings("warnings") ?? []).Distinct()];
        double? Error(double level) => SampleQuantiles.Finite(runs.Select(r => r.TestError), level);
        return new SchemeDocument(name)
        {
            Warnings = warnings,
            Start = start is null ? null : ReadStart(start),
            Predictions = predictions is null ? null : ReadPredictions(predictions),
            Runs = runs,
            LearningRate = result.Number("learningRate") ?? runs.FirstOrDefault()?.LearningRate,
            TestErrorMedian = result.Number("testErrorMedian") ?? Error(0.5),
            TestErrorLow = result.Number("testErrorLow") ?? Error(0.1),
            TestErrorHigh = result.Number("testErrorHigh") ?? Error(0.9),
            TestErrorAtEnd = result.Number("testErrorAtEnd")
                ?? SampleQuantiles.Finite(runs.Select(r => r.TestErrorAtEnd), 0.5),
            LearningRateLow = result.Number("learningRateLow"),
            LearningRateHigh = result.Number("learningRateHigh"),
            KeptStepMedian = result.Number("keptStepMedian"),
            InitialErrorMedian = result.Number("initialErrorMedian")
                ?? SampleQuantiles.Finite(runs.Select(r => r.InitialTestError), 0.5),
            StepsToThreshold = result.Integer("stepsToThreshold"),
            SecondsPerRun = result.Number("secondsPerRun")
                ?? SampleQuantiles.Finite(runs.Select(r => r.Seconds).Where(s => s is not null), 0.5),
            Collapsed = (int?)result.Integer("collapsed") ?? runs.Count(r => r.IsCollapsed),
            Diverged = (int?)result.Integer("diverged") ?? runs.Count(r => r.IsDiverged),
        };
    }

    static StartDocument ReadStart(JsonObject json)
    {
        JsonObject features = json["features"] as JsonObject ?? [];
        JsonObject outputs = json["outputs"] as JsonObject ?? [];
        return new StartDocument(
            [.. json.Objects("layers").Select((layer, i) => new LayerSpread(
                (int?)layer.Integer("layer") ?? i + 1,
                layer.Number("std") ?? double.NaN,
                JsonFields.Numbers(layer["quantiles"])))],
            features.Text("coordinate") ?? "x",
            features.Rows("inputs"),
            features.Rows("values"),
            outputs.Rows("values"));
    }

    static PredictionsDocument ReadPredictions(JsonObject json) =>
        new(json.Rows("inputs"), json.Rows("targets"), json.Rows("predictions"));
}
