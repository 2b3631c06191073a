using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>The learning rate search: the loss of short runs over the rate, a line for each scheme.</summary>
static class RatesFigure
{
    public static Figure? Make(StudyDocument study, SchemePalette palette)
    {
        JsonArray rows = VegaLite.Array(study.Schemes.SelectMany(scheme => Rows(study, scheme)));
        if (rows.Count == 0)
            return null;
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 260,
              "data": { "values": {{rows}} },
              "encoding": {
                "x": { "field": "rate", "type": "quantitative", "title": "learning rate",
                       "scale": { "type": "log", "nice": false, "padding": 14 }, "axis": { "format": "~g",
                         "tickCount": 6 } },
                "y": { "field": "loss", "type": "quantitative", "title": "training loss of short runs",
                       "scale": { "type": "log" }, "axis": { "format": "~g", "tickCount": 6 } },
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "tooltip": [ { "field": "scheme" }, { "field": "rate", "title": "learning rate", "format": ".3~g" },
                             { "field": "loss", "format": ".3~g" }, { "field": "chosen" } ]
              },
              "layer": [
                { "params": [ { "name": "pick", "select": { "type": "point", "fields": ["scheme"] },
                  "bind": "legend" } ],
                  "mark": { "type": "line", "strokeWidth": 1.6 },
                  "encoding": {
                    "strokeDash": { "field": "scheme", "type": "nominal", "scale": {{palette.DashScale()}},
                                    "legend": {{SchemePalette.LineLegend()}} },
                    "opacity": { "condition": { "param": "pick", "value": 0.9 }, "value": 0.1 } } },
                { "mark": { "type": "point", "filled": true },
                  "encoding": {
                    "size": { "condition": { "test": "datum.chosen", "value": 130 }, "value": 22 },
                    "opacity": { "condition": { "param": "pick", "value": 1 }, "value": 0.1 } } }
              ]
            }
            """);
        return new Figure(
            "learning-rates",
            "Each scheme at its own learning rate",
            "Short runs at a few learning rates, the geometric mean over seeds. The large dot is the lowest: at this "
            + "rate the scheme was then trained, as one rate for all would favor the schemes it happens to suit. Test "
            + "points are not looked at. A line that breaks off on the right diverged there.",
            spec);
    }

    static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme)
    {
        IEnumerable<RateRun> runs = study.RateRuns.Where(r => r.Scheme == scheme.Name);
        foreach (var rate in runs.GroupBy(r => r.LearningRate).OrderBy(g => g.Key))
        {
            double loss = Math.Exp(rate.Average(r => Math.Log(r.Loss ?? double.NaN)));
            if (!(loss > 0))
                continue;
            yield return new JsonObject
            {
                ["scheme"] = scheme.Name,
                ["rate"] = VegaLite.Number(rate.Key),
                ["loss"] = VegaLite.Number(loss),
                ["chosen"] = scheme.LearningRate is double chosen && Math.Abs(rate.Key - chosen) <= 1e-6 * chosen,
            };
        }
    }
}
