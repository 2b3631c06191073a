using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Predictions against targets of a regression, for each scheme's best run.</summary>
static class PredictionsFigure
{
    const int MostRows = 9000;

    public static IEnumerable<Figure> Make(StudyDocument study, SchemePalette palette)
    {
        SchemeDocument[] schemes = [.. study.Schemes.Where(s => s.Predictions is { Inputs.Length: > 0 })];
        if (schemes.Length == 0 || study.Problem.IsClassification)
            yield break;
        int inputs = schemes[0].Predictions!.Inputs[0].Length;
        if (inputs == 1)
            yield return Curves(study, schemes, palette);
        if (inputs == 2)
            yield return Maps(study, schemes);
        if (inputs > 1)
            yield return Scatter(study, schemes, palette);
    }

    static Figure Curves(StudyDocument study, SchemeDocument[] schemes, SchemePalette palette)
    {
        (double low, double high) = TargetRange(schemes, margin: 0.2);
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 230 },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(s => Rows(study, s, schemes.Length)))}} },
              "facet": { "field": "scheme", "type": "nominal", "title": null, "sort": {{Names(schemes)}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 150,
                "encoding": {
                  "x": { "field": "x", "type": "quantitative", "title": {{InputName(study, 0)}},
                         "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 5, "grid": false } }
                },
                "layer": [
                  { "mark": { "type": "point", "filled": true, "size": 16, "color": "#8a8f98", "opacity": 0.55,
                    "clip": true },
                    "encoding": { "y": { "field": "target", "type": "quantitative", "title": null,
                                         "scale": { "domain": [{{low}}, {{high}}], "nice": false },
                                         "axis": { "tickCount": 4, "labelExpr": {{VegaLite.PlainLabels}} } } } },
                  { "mark": { "type": "line", "strokeWidth": 1.8, "clip": true },
                    "encoding": {
                      "y": { "field": "prediction", "type": "quantitative" },
                      "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                        "legend": null } } }
                ]
              }
            }
            """);
        ChooseOutput(study, spec);
        return new Figure(
            "predictions",
            "What the trained networks compute",
            "Gray dots are the targets of the test points, the line is the trained network of the scheme's best seed. "
            + "Look where the line leaves the dots: rounded corners and missed fast wiggles are the typical failures.",
            spec);
    }

    static Figure Maps(StudyDocument study, SchemeDocument[] schemes)
    {
        (double low, double high) = TargetRange(schemes, margin: 0);
        JsonNode?[] rows = [.. schemes.SelectMany(s => Rows(study, s, schemes.Length))];
        string first = schemes[0].Name;
        IEnumerable<JsonNode?> targets = rows.Where(r => (string?)r!["scheme"] == first).Select(AsTarget).ToList();
        int points = Math.Max(1, targets.Count());
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 200 },
              "data": { "values": {{VegaLite.Array(targets.Concat(rows))}} },
              "facet": { "field": "scheme", "type": "nominal", "title": null,
                         "sort": {{VegaLite.Strings(schemes.Select(s => s.Name).Prepend("targets"))}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 200,
                "mark": { "type": "square", "opacity": 1, "size": {{Math.Clamp(50_000.0 / points, 14, 160)}},
                  "clip": true },
                "encoding": {
                  "x": { "field": "x", "type": "quantitative", "title": {{InputName(study, 0)}},
                         "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 4, "grid": false } },
                  "y": { "field": "y", "type": "quantitative", "title": {{InputName(study, 1)}},
                         "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 4, "grid": false } },
                  "color": { "field": "prediction", "type": "quantitative", "title": {{OutputName(study, 0)}},
                             "scale": { "scheme": "viridis", "domain": [{{low}}, {{high}}], "clamp": true },
                             "legend": { "orient": "top", "gradientLength": 160, "titleOrient": "left" } },
                  "tooltip": [ { "field": "x", "format": ".3~g" }, { "field": "y", "format": ".3~g" },
                               { "field": "target", "format": ".3~g" }, { "field": "prediction", "format": ".3~g" } ]
                }
              }
            }
            """);
        ChooseOutput(study, spec);
        return new Figure(
            "predictions",
            "What the trained networks compute",
            "The first panel shows the targets at the test points, the others the trained network of each scheme's "
            + "best seed, in the same colors. Look for structure in the first panel that is blurred or missing in the "
            + "others.",
            spec);
    }

    static Figure Scatter(StudyDocument study, SchemeDocument[] schemes, SchemePalette palette)
    {
        (double low, double high) = TargetRange(schemes, margin: 0.05);
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 200 },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(s => Rows(study, s, schemes.Length)))}} },
              "facet": { "field": "scheme", "type": "nominal", "title": null, "sort": {{Names(schemes)}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 200,
                "layer": [
                  { "data": { "values": [ { "d": {{low}} }, { "d": {{high}} } ] },
                    "mark": { "type": "line", "strokeDash": [4, 3], "strokeWidth": 1, "color": "#8a8f98" },
                    "encoding": { "x": { "field": "d", "type": "quantitative" }, "y": { "field": "d",
                      "type": "quantitative" } } },
                  { "mark": { "type": "point", "filled": true, "size": 14, "opacity": 0.5, "clip": true },
                    "encoding": {
                      "x": { "field": "target", "type": "quantitative", "title": "target",
                             "scale": { "domain": [{{low}}, {{high}}], "nice": false }, "axis": { "tickCount": 4,
                               "labelExpr": {{VegaLite.PlainLabels}} } },
                      "y": { "field": "prediction", "type": "quantitative", "title": "prediction",
                             "scale": { "domain": [{{low}}, {{high}}], "nice": false }, "axis": { "tickCount": 4,
                               "labelExpr": {{VegaLite.PlainLabels}} } },
                      "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                        "legend": null },
                      "tooltip": [ { "field": "target", "format": ".3~g" }, { "field": "prediction",
                        "format": ".3~g" } ] } }
                ]
              }
            }
            """);
        ChooseOutput(study, spec);
        return new Figure(
            "predictions-against-targets",
            "Predictions against targets",
            "One dot is one test point of the scheme's best seed. On the dashed line prediction and target agree; a "
            + "cloud that is flatter than the line pulls everything toward the mean, a level line predicts a constant.",
            spec);
    }

    static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme, int schemes)
    {
        PredictionsDocument data = scheme.Predictions!;
        int outputs = data.Targets.Select(t => t.Length).DefaultIfEmpty(0).First();
        int most = Math.Clamp(MostRows / Math.Max(1, schemes * outputs), 60, 1500);
        foreach (int point in FeaturesFigure.Spread(Math.Min(data.Inputs.Length, data.Predictions.Length), most))
        {
            double[] inputs = data.Inputs[point];
            for (int output = 0; output < outputs && output < data.Predictions[point].Length; output++)
            {
                var row = new JsonObject { ["scheme"] = scheme.Name };
                if (inputs.Length <= 2)
                    row["x"] = VegaLite.Number(inputs[0]);
                if (inputs.Length == 2)
                    row["y"] = VegaLite.Number(inputs[1]);
                if (outputs > 1)
                    row["output"] = OutputName(study, output);
                row["target"] = VegaLite.Number(data.Targets[point][output]);
                row["prediction"] = VegaLite.Number(data.Predictions[point][output]);
                yield return row;
            }
        }
    }

    static JsonNode? AsTarget(JsonNode? row)
    {
        JsonObject target = row!.DeepClone().AsObject();
        target["scheme"] = "targets";
        target["prediction"] = target["target"]?.DeepClone();
        return target;
    }

    /// <summary>With several outputs, a menu on the figure chooses the one that is shown.</summary>
    static void ChooseOutput(StudyDocument study, JsonObject spec)
    {
        int outputs = study.Schemes.Select(s => s.Predictions?.Targets.FirstOrDefault()?.Length ?? 0).Max();
        if (outputs < 2)
            return;
        JsonArray names = VegaLite.Strings(Enumerable.Range(0, outputs).Select(o => OutputName(study, o)));
        spec["params"] = VegaLite.Part(
            $$"""
            [ { "name": "output", "value": {{OutputName(study, 0)}},
                "bind": { "input": "select", "options": {{names}}, "name": "Output " } } ]
            """);
        spec["transform"] = VegaLite.Part($$"""[ { "filter": "datum.output === output" } ]""");
    }

    static JsonArray Names(SchemeDocument[] schemes) => VegaLite.Strings(schemes.Select(s => s.Name));

    static string InputName(StudyDocument study, int index) =>
        study.Problem.InputNames.ElementAtOrDefault(index) ?? $"input {index + 1}";

    static string OutputName(StudyDocument study, int index) =>
        study.Problem.OutputNames.ElementAtOrDefault(index) ?? $"output {index + 1}";

    static (double Low, double High) TargetRange(SchemeDocument[] schemes, double margin)
    {
        IEnumerable<double[]> rows = schemes.SelectMany(s => s.Predictions!.Targets);
        double[] targets = [.. rows.SelectMany(t => t).Where(double.IsFinite)];
        if (targets.Length == 0)
            return (-1, 1);
        double low = targets.Min(), high = targets.Max();
        double pad = high > low ? margin * (high - low) : 1;
        return (NumberText.Significant(low - pad, 4), NumberText.Significant(high + pad, 4));
    }
}
