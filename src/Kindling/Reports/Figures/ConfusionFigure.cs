using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Predicted against true classes of a classification, for each scheme's best run.</summary>
static class ConfusionFigure
{
    /// <summary>Numbers in the cells of more classes than this run into one another.</summary>
    const int MostClassesWithNumbers = 12;

    public static Figure? Make(StudyDocument study)
    {
        SchemeDocument[] schemes = [.. study.Schemes.Where(s => s.Predictions is { Predictions.Length: > 0 })];
        if (schemes.Length == 0 || !study.Problem.IsClassification)
            return null;
        int[] classes =
            [.. schemes.SelectMany(Pairs).SelectMany(p => new[] { p.Truth, p.Predicted }).Distinct().Order()];
        JsonArray names = VegaLite.Strings(classes.Select(c => Name(study, c)));
        string numbers = classes.Length > MostClassesWithNumbers ? "false" : "datum.count > 0";
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 220 },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(s => Rows(study, s, classes)))}} },
              "facet": { "field": "scheme", "type": "nominal", "title": null,
                         "sort": {{VegaLite.Strings(schemes.Select(s => s.Name))}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 200,
                "encoding": {
                  "x": { "field": "predicted", "type": "nominal", "scale": { "domain": {{names}} },
                         "title": "predicted class" },
                  "y": { "field": "truth", "type": "nominal", "scale": { "domain": {{names}} }, "title": "true class" }
                },
                "layer": [
                  { "mark": "rect",
                    "encoding": {
                      "color": { "field": "share", "type": "quantitative", "title": "share of the true class",
                                 "scale": { "scheme": "blues", "domain": [0, 1] },
                                 "legend": { "orient": "top", "format": ".0%", "gradientLength": 160 } },
                      "tooltip": [ { "field": "truth", "title": "true" }, { "field": "predicted" },
                                   { "field": "count", "title": "points" }, { "field": "share", "format": ".1%" } ] } },
                  { "transform": [ { "filter": {{numbers}} } ],
                    "mark": { "type": "text", "fontSize": 11 },
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
            + "The diagonal holds the right answers. A single full column is a network that always gives the "
            + "same answer.",
            spec);
    }

    static IEnumerable<(int Truth, int Predicted)> Pairs(SchemeDocument scheme) =>
        scheme.Predictions!.Targets.Zip(scheme.Predictions.Predictions, (t, p) => (ClassOf(t), ClassOf(p)));

    static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme, int[] classes)
    {
        (int Truth, int Predicted)[] pairs = [.. Pairs(scheme)];
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
