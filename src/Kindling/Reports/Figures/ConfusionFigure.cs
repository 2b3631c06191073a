using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Predicted against true classes of a classification, for each scheme's best run.</summary>
static class ConfusionFigure
{
    public static Figure? Make(StudyDocument study)
    {
        SchemeDocument[] schemes = [.. study.Schemes.Where(s => s.Predictions is { Predictions.Length: > 0 })];
        if (schemes.Length == 0 || !study.Problem.IsClassification)
            return null;
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 220 },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(s => Rows(study, s)))}} },
              "facet": { "field": "scheme", "type": "nominal", "title": null,
                         "sort": {{VegaLite.Strings(schemes.Select(s => s.Name))}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 200,
                "encoding": {
                  "x": { "field": "predicted", "type": "nominal", "sort": null, "title": "predicted class" },
                  "y": { "field": "truth", "type": "nominal", "sort": null, "title": "true class" }
                },
                "layer": [
                  { "mark": "rect",
                    "encoding": {
                      "color": { "field": "share", "type": "quantitative", "title": "share of the true class",
                                 "scale": { "scheme": "blues", "domain": [0, 1] },
                                 "legend": { "orient": "top", "format": ".0%", "gradientLength": 160 } },
                      "tooltip": [ { "field": "truth", "title": "true" }, { "field": "predicted" },
                                   { "field": "count", "title": "points" }, { "field": "share", "format": ".1%" } ] } },
                  { "mark": { "type": "text", "fontSize": 11 },
                    "encoding": {
                      "text": { "field": "count", "type": "quantitative" },
                      "color": { "condition": { "test": "datum.share > 0.5", "value": "white" },
                        "value": "#1d2733" } } }
                ]
              }
            }
            """);
        return new Figure(
            "confusion",
            "Which classes are mistaken for which",
            "Rows are the true classes of the test points, columns what the network of the scheme's best seed said. "
            + "Numbers on the diagonal are right answers. A single full column is a network that always gives the "
            + "same answer.",
            spec);
    }

    static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme)
    {
        PredictionsDocument data = scheme.Predictions!;
        (int Truth, int Predicted)[] pairs =
            [.. data.Targets.Zip(data.Predictions, (t, p) => (ClassOf(t), ClassOf(p)))];
        int[] classes = [.. pairs.SelectMany(p => new[] { p.Truth, p.Predicted }).Distinct().Order()];
        foreach (int truth in classes)
        {
            int all = pairs.Count(p => p.Truth == truth);
            foreach (int predicted in classes)
            {
                int count = pairs.Count(p => p.Truth == truth && p.Predicted == predicted);
                yield return new JsonObject
                {
                    ["scheme"] = scheme.Name,
                    ["truth"] = Name(study, truth),
                    ["predicted"] = Name(study, predicted),
                    ["count"] = count,
                    ["share"] = VegaLite.Number(all == 0 ? 0 : (double)count / all),
                };
            }
        }
    }

    /// <summary>The class of a row: its largest entry, or the number itself where there is only one.</summary>
    static int ClassOf(double[] row) => row.Length switch
    {
        0 => 0,
        1 => double.IsFinite(row[0]) ? (int)Math.Round(row[0]) : 0,
        _ => System.Array.IndexOf(row, row.Max()),
    };

    static string Name(StudyDocument study, int index) =>
        study.Problem.OutputNames.ElementAtOrDefault(index) ?? $"class {index}";
}
