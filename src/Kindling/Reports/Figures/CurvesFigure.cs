using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>What a figure of curves says beside its curves.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Caption">How to read it.</param>
/// <param name="X">The title of the axis from left to right.</param>
/// <param name="Y">The title of the axis upward.</param>
sealed record CurveTexts(string Name, string Title, string Caption, string X, string Y);

/// <summary>Curves over one variable, with bands and dots.</summary>
static class CurvesFigure
{
    /// <summary>The figure, or one that says that nothing can be drawn if no point is finite.</summary>
    public static Figure Make(CurveTexts texts, IReadOnlyList<Curve> curves, bool logX = false, bool logY = false)
    {
        var palette = new SchemePalette(curves.Select(c => c.Name));
        return new Figure(texts.Name, texts.Title, texts.Caption, VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 300,
              "data": { "values": {{VegaLite.Array(curves.SelectMany(c => Rows(c, logX, logY)))}} },
              "encoding": {
                "x": { "field": "x", "type": "quantitative", "title": {{texts.X}},
                       "scale": { "type": {{Scale(logX)}}, "zero": false, "nice": false },
                       "axis": { "labelExpr": {{VegaLite.PlainLabels}}, "tickCount": 8 } },
                "color": { "field": "curve", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "tooltip": [ { "field": "curve" }, { "field": "x", "title": {{texts.X}}, "format": ".4~g" },
                             { "field": "y", "title": {{texts.Y}}, "format": ".4~g" } ]
              },
              "layer": [
                { "mark": { "type": "area", "opacity": 0.15 },
                  "transform": [ { "filter": "datum.low != null" } ],
                  "encoding": { "y": { "field": "low", "type": "quantitative", "title": {{texts.Y}} },
                                "y2": { "field": "high" } } },
                { "mark": { "type": "line", "strokeWidth": 2 },
                  "transform": [ { "filter": "!datum.dots" } ],
                  "encoding": {
                    "y": { "field": "y", "type": "quantitative", "title": {{texts.Y}},
                           "scale": { "type": {{Scale(logY)}}, "zero": false, "nice": false },
                           "axis": {{(logY ? VegaLite.Part($$"""{ "format": "~g", "tickCount": 6 }""")
                               : VegaLite.Part($$"""{ "labelExpr": {{VegaLite.PlainLabels}}, "tickCount": 6 }"""))}} },
                    "strokeDash": { "field": "curve", "type": "nominal", "scale": {{palette.DashScale()}},
                                    "legend": {{SchemePalette.LineLegend()}} } } },
                { "mark": { "type": "point", "size": 44, "filled": false },
                  "transform": [ { "filter": "datum.dots" } ],
                  "encoding": { "y": { "field": "y", "type": "quantitative" } } }
              ]
            }
            """));
    }

    static string Scale(bool isLog) => isLog ? "log" : "linear";

    static IEnumerable<JsonNode?> Rows(Curve curve, bool logX, bool logY)
    {
        foreach ((double x, double y, double? low, double? high) in curve.Points)
        {
            if (!CanDraw(x, logX) || !CanDraw(y, logY))
                continue;
            bool hasBand = low is double l && high is double h && CanDraw(l, logY) && CanDraw(h, logY);
            yield return new JsonObject
            {
                ["curve"] = curve.Name,
                ["x"] = VegaLite.Number(x),
                ["y"] = VegaLite.Number(y),
                ["low"] = hasBand ? VegaLite.Number(low) : null,
                ["high"] = hasBand ? VegaLite.Number(high) : null,
                ["dots"] = curve.IsDots,
            };
        }
    }

    static bool CanDraw(double value, bool isLog) => double.IsFinite(value) && (!isLog || value > 0);
}
