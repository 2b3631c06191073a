using System.Text.Json.Nodes;
using Kindling.Sampling;

namespace Kindling.Reports;

/// <summary>Predictions against targets of a regression, for each scheme's best run.</summary>
static class PredictionsFigure
{
    const int MostPoints = 20_000;

    public static IEnumerable<Figure> Make(StudyDocument study, SchemePalette palette)
    {
        SchemeDocument[] schemes =
            [.. study.Schemes.Where(s => s.Predictions is { Inputs.Length: > 0, Targets.Length: > 0 })];
        if (schemes.Length == 0 || study.Problem.IsClassification)
            yield break;
        int inputs = schemes[0].Predictions!.Inputs[0].Length;
        if (inputs == 1)
            yield return Curves(study, schemes, palette);
        if (inputs == 2)
            yield return PredictionMapsFigure.Make(study, schemes);
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
              "transform": [ { "flatten": ["x", "target", "prediction"] } ],
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

    static Figure Scatter(StudyDocument study, SchemeDocument[] schemes, SchemePalette palette)
    {
        (double low, double high) = TargetRange(schemes, margin: 0.05);
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 200 },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(s => Rows(study, s, schemes.Length)))}} },
              "transform": [ { "flatten": ["target", "prediction"] } ],
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

    /// <summary>One row for each scheme and output, with arrays that the figure's first transform flattens.</summary>
    internal static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme, int schemes)
    {
        PredictionsDocument data = scheme.Predictions!;
        int outputs = Math.Min(data.Targets[0].Length, data.Predictions[0].Length);
        int most = Math.Clamp(MostPoints / Math.Max(1, schemes * outputs), 60, 2000);
        int[] points = PredictionMapsFigure.GridOf(data)?.Points
            ?? EvenSpread.WithEnds(Math.Min(data.Inputs.Length, data.Predictions.Length), most);
        for (int output = 0; output < outputs; output++)
        {
            var row = new JsonObject { ["scheme"] = scheme.Name, ["output"] = OutputName(study, output) };
            if (data.Inputs[0].Length <= 2)
                row["x"] = VegaLite.Numbers(points.Select(p => data.Inputs[p][0]));
            if (data.Inputs[0].Length == 2)
                row["y"] = VegaLite.Numbers(points.Select(p => data.Inputs[p][1]));
            row["target"] = VegaLite.Numbers(points.Select(p => data.Targets[p][output]));
            row["prediction"] = VegaLite.Numbers(points.Select(p => data.Predictions[p][output]));
            yield return row;
        }
    }

    /// <summary>With several outputs, a menu on the figure chooses the one that is shown.</summary>
    internal static void ChooseOutput(StudyDocument study, JsonObject spec)
    {
        int outputs = study.Schemes.Select(s => s.Predictions?.Targets.FirstOrDefault()?.Length ?? 0).Max();
        if (outputs < 2)
            return;
        JsonArray names = VegaLite.Strings(Enumerable.Range(0, outputs).Select(o => OutputName(study, o)));
        spec["params"] = VegaLite.Part(
            $$"""
            [ { "name": "shown", "value": {{OutputName(study, 0)}},
                "bind": { "input": "select", "options": {{names}}, "name": "Output " } } ]
            """);
        spec["transform"]!.AsArray().Insert(0, VegaLite.Part($$"""{ "filter": "datum.output === shown" }"""));
    }

    static JsonArray Names(SchemeDocument[] schemes) => VegaLite.Strings(schemes.Select(s => s.Name));

    internal static string InputName(StudyDocument study, int index) =>
        study.Problem.InputNames.ElementAtOrDefault(index) ?? $"input {index + 1}";

    internal static string OutputName(StudyDocument study, int index) =>
        study.Problem.OutputNames.ElementAtOrDefault(index) ?? $"output {index + 1}";

    internal static (double Low, double High) TargetRange(SchemeDocument[] schemes, double margin)
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
