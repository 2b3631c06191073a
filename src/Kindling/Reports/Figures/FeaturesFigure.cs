using System.Text.Json.Nodes;
using Kindling.Sampling;

namespace Kindling.Reports;

/// <summary>The features of the last hidden layer before training, as in Fig. 16 of Cyr et al. (2019).</summary>
static class FeaturesFigure
{
    const int MostCurves = 24;
    const int MostPointsOfACurve = 101;
    const int MapsPerScheme = 4;
    const int MostPointsOnASide = 21;

    public static Figure? Make(StudyDocument study, SchemePalette palette)
    {
        SchemeDocument[] schemes =
            [.. study.Schemes.Where(s => s.Start is { Features.Length: > 0, Inputs.Length: > 1 })];
        if (schemes.Length == 0)
            return null;
        JsonArray order = VegaLite.Strings(schemes.Select(s => s.Name));
        return schemes[0].Start!.Inputs[0].Length == 2 ? Maps(study, schemes, order) : Curves(schemes, order, palette);
    }

    static Figure Curves(SchemeDocument[] schemes, JsonArray order, SchemePalette palette)
    {
        string coordinate = schemes[0].Start!.Coordinate;
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 230 },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(CurveRows))}} },
              "transform": [ { "flatten": ["x", "y"] } ],
              "facet": { "field": "scheme", "type": "nominal", "title": null, "sort": {{order}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 150,
                "mark": { "type": "line", "strokeWidth": 1, "opacity": 0.75 },
                "encoding": {
                  "x": { "field": "x", "type": "quantitative", "title": {{coordinate}},
                         "scale": { "nice": false, "zero": false }, "axis": { "tickCount": 5, "grid": false } },
                  "y": { "field": "y", "type": "quantitative", "title": null, "axis": { "tickCount": 4,
                    "labelExpr": {{VegaLite.PlainLabels}} } },
                  "detail": { "field": "unit", "type": "nominal" },
                  "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}}, "legend": null }
                }
              },
              "resolve": { "scale": { "y": "independent" } }
            }
            """);
        string line = schemes[0].Start!.Inputs[0].Length == 1
            ? $"over the input {coordinate}"
            : "along the straight line between two opposite corners of the data";
        return new Figure(
            "features",
            "The features that training starts from",
            $"Each curve is the output of one unit of the last hidden layer {line}, before any training. The network "
            + "can only add these curves up, until training bends them. Many different curves with bends spread over "
            + "the whole range are a good start; straight, parallel or constant ones mean that the deep layers have "
            + "lost the input. Mind the scale at the left: it differs from panel to panel.",
            spec);
    }

    static IEnumerable<JsonNode?> CurveRows(SchemeDocument scheme)
    {
        StartDocument start = scheme.Start!;
        bool alongLine = start.Inputs[0].Length > 1;
        int points = start.Inputs.Length;
        int[] kept = EvenSpread.WithEnds(points, MostPointsOfACurve);
        JsonArray x = VegaLite.Numbers(kept.Select(p => alongLine ? p / (points - 1.0) : start.Inputs[p][0]));
        foreach (int unit in EvenSpread.WithEnds(start.Features.Length, MostCurves))
        {
            double[] values = start.Features[unit];
            yield return new JsonObject
            {
                ["scheme"] = scheme.Name,
                ["unit"] = unit,
                ["x"] = x.DeepClone(),
                ["y"] = VegaLite.Numbers(kept.Where(p => p < values.Length).Select(p => values[p])),
            };
        }
    }

    static Figure? Maps(StudyDocument study, SchemeDocument[] schemes, JsonArray order)
    {
        if (PlaneGrid.Of(schemes[0].Start!.Inputs, MostPointsOnASide) is not PlaneGrid grid)
            return null;
        string x = study.Problem.InputNames.ElementAtOrDefault(0) ?? "x";
        string y = study.Problem.InputNames.ElementAtOrDefault(1) ?? "y";
        string rows = $"{grid.Second.Length}";
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 90, "columns": {{MapsPerScheme}} },
              "data": { "values": {{VegaLite.Array(schemes.SelectMany(s => MapRows(s, grid)))}} },
              "params": [
                { "name": "x0", "value": {{grid.First[0]}} }, { "name": "dx", "value": {{grid.FirstStep}} },
                { "name": "y0", "value": {{grid.Second[0]}} }, { "name": "dy", "value": {{grid.SecondStep}} }
              ],
              "transform": [
                { "flatten": ["v"] },
                { "window": [ { "op": "row_number", "as": "place" } ], "groupby": ["scheme", "unit"] },
                { "calculate": {{$"x0 + dx * (floor((datum.place - 1) / {rows}) - 0.5)"}}, "as": "x" },
                { "calculate": {{$"y0 + dy * ((datum.place - 1) % {rows} - 0.5)"}}, "as": "y" },
                { "calculate": "datum.x + 1.05 * dx", "as": "x2" },
                { "calculate": "datum.y + 1.05 * dy", "as": "y2" },
                { "calculate": "datum.high > datum.low ? (datum.v - datum.low) / (datum.high - datum.low) : 0.5",
                  "as": "share" }
              ],
              "facet": {
                "row": { "field": "scheme", "type": "nominal", "title": null, "sort": {{order}},
                         "header": { "labelAngle": 0, "labelAlign": "left", "labelOrient": "left" } },
                "column": { "field": "unit", "type": "nominal", "title": null }
              },
              "spec": {
                "width": 130, "height": 90,
                "mark": { "type": "rect", "stroke": null, "clip": true },
                "encoding": {
                  "x": { "field": "x", "type": "quantitative", "title": {{x}},
                         "scale": { "domain": [{{grid.First[0]}}, {{grid.First[^1]}}], "nice": false },
                         "axis": { "tickCount": 3, "grid": false } },
                  "x2": { "field": "x2" },
                  "y": { "field": "y", "type": "quantitative", "title": {{y}},
                         "scale": { "domain": [{{grid.Second[0]}}, {{grid.Second[^1]}}], "nice": false },
                         "axis": { "tickCount": 3, "grid": false } },
                  "y2": { "field": "y2" },
                  "color": { "field": "share", "type": "quantitative", "legend": null,
                             "scale": { "scheme": "viridis", "domain": [0, 1] } },
                  "tooltip": [ { "field": "scheme" }, { "field": "unit" },
                               { "field": "v", "title": "value", "format": ".3~g" } ]
                }
              }
            }
            """);
        return new Figure(
            "features",
            "The features that training starts from",
            "Each map is the output of one unit of the last hidden layer over the two inputs, before any training, "
            + "from its lowest value (dark) to its highest (bright). The network can only add these maps up, until "
            + "training bends them. Different maps with edges all over the plane are a good start; maps of one color, "
            + "or all alike, mean that the deep layers have lost the input.",
            spec);
    }

    static IEnumerable<JsonNode?> MapRows(SchemeDocument scheme, PlaneGrid grid)
    {
        int place = 0;
        foreach (int unit in EvenSpread.WithEnds(scheme.Start!.Features.Length, MapsPerScheme))
        {
            double[] all = scheme.Start.Features[unit];
            double[] values = [.. grid.Points.Where(p => p < all.Length).Select(p => all[p])];
            yield return new JsonObject
            {
                ["scheme"] = scheme.Name,
                ["unit"] = $"unit {(char)('A' + place++)}",
                ["low"] = VegaLite.Number(values.DefaultIfEmpty().Min()),
                ["high"] = VegaLite.Number(values.DefaultIfEmpty().Max()),
                ["v"] = VegaLite.Numbers(values),
            };
        }
    }
}
