using System.Text.Json.Nodes;
using Kindling.Diagnostics;

namespace Kindling.Reports;

/// <summary>What the untrained network computes: its frequencies, and what it makes of the unit square.</summary>
static class FunctionFigures
{
    public static Figure Frequencies(IReadOnlyList<(string Name, Inspection Inspection)> inspections) =>
        CurvesFigure.Make(
            new(
                "frequencies",
                "Frequencies of the outputs along lines between inputs",
                "The share of each frequency in the outputs' power, after the straight line from end to end is taken "
                + "off; frequencies are in cycles from one input to the other. A steep fall is a smooth function, a "
                + "flat curve is noise.",
                "cycles",
                "share of power"),
            [
                .. inspections.Select(i => Curve.Of(
                    i.Name,
                    i.Inspection.Frequencies.Power.Select((_, k) => k + 1.0),
                    i.Inspection.Frequencies.Power)),
            ],
            logX: true,
            logY: true);

    public static Figure Square(string name, SquareImages images)
    {
        JsonArray rows = VegaLite.Array(
            from index in Enumerable.Range(0, images.Layers.Count)
            from point in Enumerable.Range(0, images.Points[index].Rows)
            select (JsonNode?)new JsonObject
            {
                ["layer"] = images.Layers[index] == 0 ? "the unit square" : $"after layer {images.Layers[index]}",
                ["order"] = images.Layers[index],
                ["x"] = VegaLite.Number(images.Points[index][point, 0]),
                ["y"] = VegaLite.Number(images.Points[index][point, 1]),
                ["from"] = VegaLite.Number(images.Points[0][point, 0]),
                ["height"] = VegaLite.Number(images.Points[0][point, 1]),
            });
        return new Figure(
            "square-" + name,
            $"The unit square under the layers: {name}",
            "Each panel shows where the hidden layers up to there take an even grid of points, in the colors of their "
            + "first coordinate; points of larger second coordinate are larger. Panels have their own scales. A line "
            + "or a point means that inputs can no longer be told apart.",
            VegaLite.Spec(
                $$"""
                {
                  "usermeta": { "panel": 200 },
                  "data": { "values": {{rows}} },
                  "facet": { "field": "layer", "type": "nominal", "title": null, "sort": { "field": "order" } },
                  "columns": 3,
                  "spec": {
                    "width": 200, "height": 200,
                    "mark": { "type": "circle", "opacity": 0.8 },
                    "encoding": {
                      "x": { "field": "x", "type": "quantitative", "title": null, "scale": { "zero": false },
                             "axis": { "tickCount": 3, "labelExpr": {{VegaLite.PlainLabels}} } },
                      "y": { "field": "y", "type": "quantitative", "title": null, "scale": { "zero": false },
                             "axis": { "tickCount": 3, "labelExpr": {{VegaLite.PlainLabels}} } },
                      "color": { "field": "from", "type": "quantitative", "scale": { "scheme": "viridis" },
                                 "legend": null },
                      "size": { "field": "height", "type": "quantitative", "scale": { "range": [4, 22] },
                                "legend": null }
                    }
                  },
                  "resolve": { "scale": { "x": "independent", "y": "independent" } }
                }
                """));
    }
}
