using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Targets and predictions of a regression over two inputs, as maps side by side.</summary>
static class PredictionMapsFigure
{
    const int MostPointsOnASide = 41;

    public static Figure Make(StudyDocument study, SchemeDocument[] schemes)
    {
        (double low, double high) = PredictionsFigure.TargetRange(schemes, margin: 0);
        JsonNode?[] rows = [.. schemes.SelectMany(s => PredictionsFigure.Rows(study, s, schemes.Length))];
        string first = schemes[0].Name;
        JsonNode?[] targets = [.. rows.Where(r => (string?)r!["scheme"] == first).Select(AsTarget)];
        int points = targets.Select(t => t!["x"]!.AsArray().Count).DefaultIfEmpty(1).First();
        PlaneGrid? grid = GridOf(schemes[0].Predictions!);
        double dx = grid?.FirstStep ?? 0, dy = grid?.SecondStep ?? 0;
        JsonNode mark = grid is null
            ? VegaLite.Part($$"""{ "type": "square", "opacity": 1, "size": {{Math.Clamp(50e3 / points, 14, 160)}} }""")
            : VegaLite.Part($$"""{ "type": "rect", "stroke": null }""");
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 200 },
              "data": { "values": {{VegaLite.Array(targets.Concat(rows))}} },
              "transform": [
                { "flatten": ["x", "y", "target", "prediction"] },
                { "calculate": {{$"datum.x - {dx / 2:R}"}}, "as": "left" },
                { "calculate": {{$"datum.x + {0.55 * dx:R}"}}, "as": "right" },
                { "calculate": {{$"datum.y - {dy / 2:R}"}}, "as": "bottom" },
                { "calculate": {{$"datum.y + {0.55 * dy:R}"}}, "as": "top" }
              ],
              "facet": { "field": "scheme", "type": "nominal", "title": null,
                         "sort": {{VegaLite.Strings(schemes.Select(s => s.Name).Prepend("targets"))}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 200,
                "mark": {{mark}},
                "encoding": {
                  "x": { "field": "left", "type": "quantitative", "title": {{PredictionsFigure.InputName(study, 0)}},
                         "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 4, "grid": false } },
                  "y": { "field": "bottom", "type": "quantitative", "title": {{PredictionsFigure.InputName(study, 1)}},
                         "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 4, "grid": false } },
                  "color": { "field": "prediction", "type": "quantitative",
                             "title": {{PredictionsFigure.OutputName(study, 0)}},
                             "scale": { "scheme": "viridis", "domain": [{{low}}, {{high}}], "clamp": true },
                             "legend": { "orient": "top", "gradientLength": 160, "titleOrient": "left" } },
                  "tooltip": [ { "field": "x", "format": ".3~g" }, { "field": "y", "format": ".3~g" },
                               { "field": "target", "format": ".3~g" }, { "field": "prediction", "format": ".3~g" } ]
                }
              }
            }
            """);
        if (grid is not null)
        {
            JsonObject encoding = spec["spec"]!["encoding"]!.AsObject();
            encoding["x2"] = VegaLite.Part($$"""{ "field": "right" }""");
            encoding["y2"] = VegaLite.Part($$"""{ "field": "top" }""");
        }

        PredictionsFigure.ChooseOutput(study, spec);
        return new Figure(
            "predictions",
            "What the trained networks compute",
            "The first panel shows the targets at the test points, the others the trained network of each scheme's "
            + "best seed, in the same colors. Look for structure in the first panel that is blurred or missing in the "
            + "others.",
            spec);
    }

    /// <summary>The grid that the points of two inputs form; null if they form none or have not two.</summary>
    public static PlaneGrid? GridOf(PredictionsDocument data) =>
        data.Inputs[0].Length == 2 && data.Predictions.Length == data.Inputs.Length
            ? PlaneGrid.Of(data.Inputs, MostPointsOnASide)
            : null;

    static JsonNode? AsTarget(JsonNode? row)
    {
        JsonObject target = row!.DeepClone().AsObject();
        target["scheme"] = "targets";
        target["prediction"] = target["target"]!.DeepClone();
        return target;
    }
}
