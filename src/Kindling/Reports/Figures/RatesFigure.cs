using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>The races of learning rates: validation loss over the rate, a line for each scheme.</summary>
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
                "y": { "field": "loss", "type": "quantitative", "title": "lowest validation loss",
                       "scale": { "type": "log" }, "axis": { "format": "~g", "tickCount": 6 } },
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "tooltip": [ { "field": "scheme" }, { "field": "rate", "title": "learning rate", "format": ".3~g" },
                             { "field": "loss", "title": "validation loss", "format": ".3~g" },
                             { "field": "share", "title": "of the steps", "format": ".0%" },
                             { "field": "chosen", "title": "seeds that chose it" } ]
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
                    "size": { "field": "chosen", "type": "quantitative", "legend": null,
                              "scale": { "domain": [0, {{study.Runs.Count() / Math.Max(1, study.Schemes.Count)}}],
                                         "range": [18, 220] } },
                    "opacity": { "condition": { "param": "pick", "value": 1 }, "value": 0.1 } } }
              ]
            }
            """);
        return new Figure(
            "learning-rates",
            "Each run at its own learning rate",
            "Every run starts at five learning rates and more beyond the ends if the best one is there. Those that "
            + "fall behind on the validation points stop at a tenth, a quarter or a half of the steps. A dot is the "
            + "lowest validation loss that a rate came to, the geometric mean over seeds; the larger it is, the more "
            + "seeds chose this rate. Test points are not looked at. Rates that diverged have no dot.",
            spec);
    }

    static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme)
    {
        long steps = Math.Max(1, study.Runs.SelectMany(r => r.Curve).Select(p => p.Step).DefaultIfEmpty(1).Max());
        var arms = scheme.Runs.SelectMany(run => run.Rates);
        foreach (var rate in arms.GroupBy(a => a.Rate).OrderBy(g => g.Key))
        {
            double[] scores = [.. rate.Select(a => a.Score).OfType<double>().Where(s => s > 0)];
            if (scores.Length == 0)
                continue;
            yield return new JsonObject
            {
                ["scheme"] = scheme.Name,
                ["rate"] = VegaLite.Number(rate.Key),
                ["loss"] = VegaLite.Number(Math.Exp(scores.Average(Math.Log))),
                ["share"] = VegaLite.Number(rate.Average(a => (double)a.Steps) / steps),
                ["chosen"] = scheme.Runs.Count(r => r.LearningRate == rate.Key),
            };
        }
    }
}
