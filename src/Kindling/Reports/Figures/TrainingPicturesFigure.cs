using System.Text.Json.Nodes;
using Kindling.Diagnostics;
using Kindling.Sampling;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>
/// What a network of one or two inputs computes at several steps, with its cut planes, under a slider.
/// </summary>
static class TrainingPicturesFigure
{
    const string Name = "while-training";
    const string Title = "The network at several steps";

    public static Figure? Make(SingleRunResult result)
    {
        if (result.Pictures.Count == 0 || result.Pictures.Any(p => HasGaps(p)))
            return null;
        JsonObject spec = result.Problem.Inputs == 2 ? Maps(result) : Curves(result);
        int last = result.Pictures.Count - 1;
        spec["params"] = VegaLite.Part(
            $$"""
            [ { "name": "shown", "value": {{last}},
                "bind": { "input": "range", "min": 0, "max": {{Math.Max(1, last)}}, "step": 1, "name": "Picture " } } ]
            """);
        string what = result.Problem.Inputs == 2
            ? $"The colors are {Shown(result)}, the same in every picture. "
            : "The line is the network's output, gray dots are the targets. ";
        string cuts = !CutPlanes.Exist(result.Network) ? ""
            : "Thin lines are the cut planes: where a unit's pre-activation is zero, so that the network bends there "
                + "and is linear between them. Training moves them to where the target bends; a place without any "
                + "cannot bend. ";
        return new Figure(Name, Title, $"Drag the slider to go through the training. {what}{cuts}".TrimEnd(), spec);
    }

    static string Shown(SingleRunResult result) =>
        result.Problem.IsClassification ? $"the score of class {OutputName(result, 0)}"
        : result.Problem.Outputs > 1 ? $"the output {OutputName(result, 0)}"
        : "the network's output";

    static bool HasGaps(TrainingPicture picture) =>
        Enumerable.Range(0, picture.Outputs.Rows).Any(i => !double.IsFinite(picture.Outputs[i, 0]));

    static JsonObject Maps(SingleRunResult result)
    {
        DisplayPoints points = result.Pictures[0].Points;
        double[][] places = [.. Enumerable.Range(0, points.Shown.Rows).Select(i => points.Shown.Row(i).ToArray())];
        PlaneGrid grid = PlaneGrid.Of(places, places.Length)!;
        (double low, double high) = Range(result);
        int side = grid.Second.Length;
        string row = $"floor((datum.place - 1) / {side})", column = $"((datum.place - 1) % {side})";
        return VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 460,
              "encoding": {
                "x": { "type": "quantitative", "title": {{InputName(result, 0)}},
                       "scale": { "domain": [{{grid.First[0]}}, {{grid.First[^1]}}], "nice": false },
                       "axis": { "tickCount": 6, "grid": false } },
                "y": { "type": "quantitative", "title": {{InputName(result, 1)}},
                       "scale": { "domain": [{{grid.Second[0]}}, {{grid.Second[^1]}}], "nice": false },
                       "axis": { "tickCount": 6, "grid": false } }
              },
              "layer": [
                { "data": { "values": {{VegaLite.Array(result.Pictures.Select(MapRow))}} },
                  "transform": [
                    { "filter": "datum.picture === shown" },
                    { "flatten": ["v"] },
                    { "window": [ { "op": "row_number", "as": "place" } ] },
                    { "calculate": {{$"{grid.First[0]:R} + {grid.FirstStep:R} * ({row} - 0.5)"}}, "as": "x" },
                    { "calculate": {{$"{grid.Second[0]:R} + {grid.SecondStep:R} * ({column} - 0.5)"}}, "as": "y" },
                    { "calculate": {{$"datum.x + {1.05 * grid.FirstStep:R}"}}, "as": "x2" },
                    { "calculate": {{$"datum.y + {1.05 * grid.SecondStep:R}"}}, "as": "y2" }
                  ],
                  "mark": { "type": "rect", "stroke": null, "clip": true },
                  "encoding": {
                    "x": { "field": "x" }, "y": { "field": "y" }, "x2": { "field": "x2" }, "y2": { "field": "y2" },
                    "color": { "field": "v", "type": "quantitative", "title": {{OutputName(result, 0)}},
                               "scale": { "scheme": "viridis", "domain": [{{low}}, {{high}}], "clamp": true },
                               "legend": { "gradientLength": 260, "format": ".2~g" } } } },
                { "data": { "values": {{VegaLite.Array(Cuts(result))}} },
                  "transform": [ { "filter": "datum.picture === shown" }, { "flatten": ["x", "y"] } ],
                  "mark": { "type": "line", "strokeWidth": 1.1, "opacity": 0.85, "clip": true },
                  "encoding": {
                    "x": { "field": "x" }, "y": { "field": "y" },
                    "detail": { "field": "cut", "type": "nominal" },
                    "stroke": {{CutColor(result)}} } },
                {{StepText(result)}}
              ],
              "resolve": { "scale": { "color": "independent", "stroke": "independent" } }
            }
            """);
    }

    static JsonObject Curves(SingleRunResult result)
    {
        (double low, double high) = Range(result);
        double pad = 0.15 * (high - low);
        return VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 400,
              "encoding": {
                "x": { "type": "quantitative", "title": {{InputName(result, 0)}},
                       "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 6, "grid": false } },
                "y": { "type": "quantitative", "title": null,
                       "scale": { "domain": [{{low - pad}}, {{high + pad}}], "nice": false } }
              },
              "layer": [
                { "data": { "values": {{VegaLite.Array(Cuts(result))}} },
                  "transform": [ { "filter": "datum.picture === shown" }, { "flatten": ["x"] } ],
                  "mark": { "type": "rule", "strokeWidth": 0.8, "opacity": 0.45 },
                  "encoding": { "x": { "field": "x" }, "y": null, "stroke": {{CutColor(result, "#8a8f98")}} } },
                { "data": { "values": [ {{TargetRow(result)}} ] },
                  "transform": [ { "flatten": ["x", "target"] } ],
                  "mark": { "type": "point", "filled": true, "size": 14, "color": "#8a8f98", "opacity": 0.6,
                            "clip": true },
                  "encoding": { "x": { "field": "x" }, "y": { "field": "target" } } },
                { "data": { "values": {{VegaLite.Array(CurveRows(result))}} },
                  "transform": [ { "filter": "datum.picture === shown" }, { "flatten": ["x", "v"] } ],
                  "mark": { "type": "line", "strokeWidth": 1.8, "clip": true },
                  "encoding": {
                    "x": { "field": "x" }, "y": { "field": "v" },
                    "color": { "field": "output", "type": "nominal", "legend": null } } },
                {{StepText(result)}}
              ],
              "resolve": { "scale": { "color": "independent", "stroke": "independent" } }
            }
            """);
    }

    static JsonNode StepText(SingleRunResult result) => VegaLite.Part(
        $$"""
        { "data": { "values": {{VegaLite.Array(result.Pictures.Select((p, i) => (JsonNode?)new JsonObject
        {
            ["picture"] = i,
            ["text"] = $"after {NumberText.Count(p.Step)} steps",
        }))}} },
          "transform": [ { "filter": "datum.picture === shown" } ],
          "mark": { "type": "text", "align": "left", "baseline": "bottom", "fontSize": 14, "fontWeight": 600,
                    "dx": 2, "dy": -5 },
          "encoding": { "x": { "value": 0 }, "y": { "value": 0 }, "text": { "field": "text", "type": "nominal" } } }
        """);

    /// <summary>
    /// One color where there is one hidden layer, one for each of the first four where there are more.
    /// </summary>
    static JsonNode CutColor(SingleRunResult result, string only = "#ffffff")
    {
        int depth = result.Network.Depth;
        if (depth == 1 || result.Pictures.All(p => p.Cuts.Count == 0))
            return VegaLite.Part($$"""{ "value": {{only}} }""");
        return VegaLite.Part(
            $$"""
            { "field": "layer", "type": "ordinal", "title": "cuts of layer",
              "scale": { "domain": {{VegaLite.Numbers(Enumerable.Range(1, depth).Select(l => (double)l))}},
                         "range": [{{only}}, "#ffb000", "#fe6100", "#dc267f"] },
              "legend": { "symbolType": "stroke" } }
            """);
    }

    static JsonNode? MapRow(TrainingPicture picture, int place) => new JsonObject
    {
        ["picture"] = place,
        ["v"] = new JsonArray([.. picture.Outputs.Column(0).Select(v => (JsonNode?)NumberText.Significant(v, 4))]),
    };

    static IEnumerable<JsonNode?> CurveRows(SingleRunResult result)
    {
        for (int i = 0; i < result.Pictures.Count; i++)
        {
            TrainingPicture picture = result.Pictures[i];
            for (int output = 0; output < picture.Outputs.Columns; output++)
            {
                yield return new JsonObject
                {
                    ["picture"] = i,
                    ["output"] = OutputName(result, output),
                    ["x"] = VegaLite.Numbers(picture.Points.Shown.Column(0)),
                    ["v"] = VegaLite.Numbers(picture.Outputs.Column(output)),
                };
            }
        }
    }

    static JsonObject TargetRow(SingleRunResult result)
    {
        Problems.DataSet shown = result.Problem.ErrorData;
        int[] rows = EvenSpread.Of(shown.Count, 400);
        return new JsonObject
        {
            ["x"] = VegaLite.Numbers(rows.Select(i => shown.Inputs[i, 0])),
            ["target"] = VegaLite.Numbers(rows.Select(i => shown.Targets[i, 0])),
        };
    }

    static IEnumerable<JsonNode?> Cuts(SingleRunResult result)
    {
        for (int i = 0; i < result.Pictures.Count; i++)
        {
            int cut = 0;
            foreach (CutLine line in result.Pictures[i].Cuts)
            {
                var row = new JsonObject
                {
                    ["picture"] = i,
                    ["layer"] = line.Layer + 1,
                    ["cut"] = cut++,
                    ["x"] = new JsonArray([.. line.X.Select(v => (JsonNode?)NumberText.Significant(v, 4))]),
                };
                if (line.Y.Count > 0)
                    row["y"] = new JsonArray([.. line.Y.Select(v => (JsonNode?)NumberText.Significant(v, 4))]);
                yield return row;
            }
        }
    }

    /// <summary>The range of the targets; all pictures are drawn in it.</summary>
    static (double Low, double High) Range(SingleRunResult result)
    {
        Problems.DataSet shown = result.Problem.ErrorData;
        IEnumerable<double> targets = Enumerable.Range(0, shown.Count).SelectMany(i => shown.Targets.Row(i).ToArray());
        double low = targets.Min(), high = targets.Max();
        return high > low ? (NumberText.Significant(low, 5), NumberText.Significant(high, 5)) : (low - 1, high + 1);
    }

    static string InputName(SingleRunResult result, int index) =>
        result.Problem.InputNames.ElementAtOrDefault(index) ?? (index == 0 ? "x" : "y");

    static string OutputName(SingleRunResult result, int index) =>
        result.Problem.OutputNames.ElementAtOrDefault(index) ?? (result.Problem.Outputs == 1 ? "f" : $"f{index + 1}");
}
