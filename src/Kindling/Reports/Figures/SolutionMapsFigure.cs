using System.Text.Json.Nodes;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>
/// A differential equation's solution over two coordinates: computed, exact, their difference, the residual.
/// </summary>
static class SolutionMapsFigure
{
    const int MostPointsOnASide = 64;

    public static Figure? Make(SingleRunResult result)
    {
        if (result.Problem.Inputs != 2 || result.Problem.Test is not DataSet test || result.Last is null)
            return null;
        double[] computed = result.Predictions.Column(0), exact = test.Targets.Column(0);
        double low = exact.Min(), high = exact.Max();
        string x = result.Problem.InputNames.ElementAtOrDefault(0) ?? "x";
        string y = result.Problem.InputNames.ElementAtOrDefault(1) ?? "y";
        var maps = new List<JsonNode?>
        {
            Map("solution", test.Inputs, computed, low, high, x, y),
            Map("exact solution", test.Inputs, exact, low, high, x, y),
            Map("error", test.Inputs, [.. computed.Zip(exact, (c, e) => c - e)], x, y),
        };
        if (result.Residual is Matrix<double> residual)
            maps.Add(Map("residual", result.Problem.Terms[0].Data.Inputs, residual.Column(0), x, y));
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 240 }, "columns": 2, "spacing": 24,
              "resolve": { "scale": { "color": "independent" } },
              "concat": {{VegaLite.Array(maps)}}
            }
            """);
        return new Figure(
            "solution",
            "The solution, and where it is off",
            "Solution and exact solution share their colors, of the exact one's range. The error is their difference, "
            + "the residual what the equation leaves at the training points; both are drawn blue below and orange "
            + "above zero, each on its own scale: read it before judging. An error without a residual comes from the "
            + "conditions or from between the points.",
            spec);
    }

    /// <summary>A map of values of both signs.</summary>
    static JsonNode? Map(string title, Matrix<double> points, double[] values, string x, string y)
    {
        double most = values.Max(Math.Abs);
        most = most > 0 ? most : 1;
        return Map(title, points, values, -most, most, x, y, scheme: "blueorange");
    }

    static JsonNode? Map(
        string title,
        Matrix<double> points,
        double[] values,
        double low,
        double high,
        string x,
        string y,
        string scheme = "viridis")
    {
        double[][] places = [.. Enumerable.Range(0, points.Rows).Select(i => points.Row(i).ToArray())];
        PlaneGrid? grid = PlaneGrid.Of(places, MostPointsOnASide);
        int[] kept = grid?.Points ?? EvenSpread.WithEnds(points.Rows, MostPointsOnASide * MostPointsOnASide);
        double dx = grid?.FirstStep ?? 0, dy = grid?.SecondStep ?? 0;
        var row = new JsonObject
        {
            ["x"] = VegaLite.Numbers(kept.Select(p => places[p][0])),
            ["y"] = VegaLite.Numbers(kept.Select(p => places[p][1])),
            ["v"] = VegaLite.Numbers(kept.Select(p => values[p])),
        };
        double size = Math.Clamp(40e3 / kept.Length, 8, 160);
        JsonNode mark = grid is null
            ? VegaLite.Part($$"""{ "type": "square", "opacity": 1, "size": {{size}} }""")
            : VegaLite.Part($$"""{ "type": "rect", "stroke": null, "clip": true }""");
        JsonNode map = VegaLite.Part(
            $$"""
            {
              "title": { "text": {{title}}, "anchor": "start", "fontSize": 13, "offset": 6 },
              "width": 300, "height": 240,
              "data": { "values": [ {{row}} ] },
              "transform": [
                { "flatten": ["x", "y", "v"] },
                { "calculate": {{$"datum.x - {dx / 2:R}"}}, "as": "left" },
                { "calculate": {{$"datum.x + {0.7 * dx:R}"}}, "as": "right" },
                { "calculate": {{$"datum.y - {dy / 2:R}"}}, "as": "bottom" },
                { "calculate": {{$"datum.y + {0.7 * dy:R}"}}, "as": "top" }
              ],
              "mark": {{mark}},
              "encoding": {
                "x": { "field": "left", "type": "quantitative", "title": {{x}},
                       "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 4, "grid": false } },
                "y": { "field": "bottom", "type": "quantitative", "title": {{y}},
                       "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 4, "grid": false } },
                "color": { "field": "v", "type": "quantitative", "title": null,
                           "scale": { "scheme": {{scheme}}, "domain": [{{low}}, {{high}}], "clamp": true },
                           "legend": { "orient": "right", "gradientLength": 180, "format": ".2~g" } },
                "tooltip": [ { "field": "x", "format": ".3~g" }, { "field": "y", "format": ".3~g" },
                             { "field": "v", "title": {{title}}, "format": ".4~g" } ]
              }
            }
            """);
        if (grid is not null)
        {
            JsonObject encoding = map["encoding"]!.AsObject();
            encoding["x2"] = VegaLite.Part($$"""{ "field": "right" }""");
            encoding["y2"] = VegaLite.Part($$"""{ "field": "top" }""");
        }

        return map;
    }
}
