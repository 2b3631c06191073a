using System.Text.Json.Nodes;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Reports;

/// <summary>Rank and condition of the least-squares systems over the steps.</summary>
static class SolveFigure
{
    public static Figure? Make(SingleRunResult result)
    {
        CurvePoint[] solved = [.. result.Curve.Where(p => p.Solve is not null)];
        if (solved.Length == 0)
            return null;
        long last = solved[^1].Step;
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 220,
              "data": { "values": {{VegaLite.Array(solved.Select(Row))}} },
              "params": [ { "name": "measure", "value": "rank",
                "bind": { "input": "radio", "options": ["rank", "condition, log10"], "name": "Show " } } ],
              "transform": [ { "calculate": "measure === 'rank' ? datum.rank : datum.condition", "as": "value" } ],
              "encoding": {
                "x": {{StepAxis.To(last)}},
                "y": { "field": "value", "type": "quantitative", "title": null, "scale": { "zero": false },
                       "axis": { "format": "~g", "tickCount": 5 } },
                "tooltip": [ { "field": "step", "format": "," }, { "field": "rank" }, { "field": "unknowns" },
                             { "field": "condition", "title": "log10 of the condition", "format": ".3~g" } ]
              },
              "layer": [
                { "mark": { "type": "line", "interpolate": "step-after", "strokeWidth": 2, "color": "#2f7fc1" } },
                { "mark": { "type": "point", "filled": true, "size": 24, "color": "#2f7fc1" } }
              ]
            }
            """);
        return new Figure(
            "least-squares",
            "What the least-squares solves meet",
            $"The numerical rank of the last layer's features, of {solved[^1].Solve!.Unknowns} unknowns, and the "
            + "condition number of the part that counts. A rank below the number of unknowns means that features are "
            + "alike or zero on the points: the network has less to add up than its width says.",
            spec);
    }

    static JsonNode? Row(CurvePoint point) => new JsonObject
    {
        ["step"] = point.Step,
        ["rank"] = point.Solve!.Rank,
        ["unknowns"] = point.Solve.Unknowns,
        ["condition"] = VegaLite.Number(Math.Log10(point.Solve.Condition)),
    };
}
