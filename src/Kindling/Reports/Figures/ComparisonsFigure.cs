using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>How many times lower one scheme's error is than another's, with its interval.</summary>
static class ComparisonsFigure
{
    public static Figure? Make(StudyDocument study)
    {
        var drawn = study.Comparisons.Where(c => double.IsFinite(c.Ratio) && c.RatioLow > 0 && c.Ratio > 0).ToList();
        if (drawn.Count == 0 || study.Schemes.All(s => s.TestErrorMedian is null))
            return null; // where nothing trains there is no ranking
        JsonArray rows = VegaLite.Array(drawn.Select(Row));
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": { "step": 30 },
              "data": { "values": {{rows}} },
              "encoding": {
                "y": { "field": "pair", "type": "nominal", "sort": null, "title": null, "axis": { "labelLimit": 260 } },
                "color": { "field": "verdict", "type": "nominal",
                           "scale": { "domain": ["a real difference", "not sure"], "range": ["#2f7fc1", "#8a8f98"] },
                           "legend": { "title": null, "orient": "top" } },
                "tooltip": [
                  { "field": "pair", "title": "schemes" }, { "field": "ratio", "title": "times lower",
                    "format": ".3~g" },
                  { "field": "low", "title": "from", "format": ".3~g" }, { "field": "high", "title": "to",
                    "format": ".3~g" },
                  { "field": "confidence", "title": "confidence", "format": ".1%" } ]
              },
              "layer": [
                { "mark": { "type": "rule", "strokeDash": [4, 3] },
                  "encoding": { "x": { "datum": 1, "type": "quantitative" }, "y": null, "tooltip": null,
                                "color": { "value": "#8a8f98" } } },
                { "mark": { "type": "rule", "strokeWidth": 3, "opacity": 0.6 },
                  "encoding": { "x": { "field": "low", "type": "quantitative" }, "x2": { "field": "high" } } },
                { "mark": { "type": "point", "filled": true, "size": 80, "opacity": 1 },
                  "encoding": { "x": { "field": "ratio", "type": "quantitative", "title": "times lower error",
                                       "scale": { "type": "log", "nice": false, "padding": 20 },
                                       "axis": { "format": "~g", "tickCount": 6 } } } }
              ]
            }
            """);
        return new Figure(
            "comparisons",
            "How sure the ranking is",
            "The first scheme of each row has an error so many times lower than the second. All pairs are compared "
            + "seed by seed, and the line is the 95 % interval of the factor. An interval that crosses the dashed line "
            + "at 1 leaves open which of the two is better. The intervals are as wide as all pairs together need: in "
            + "at most 5 % of such studies any of the differences called real is not there.",
            spec);
    }

    static JsonNode? Row(ComparisonDocument comparison) => new JsonObject
    {
        ["pair"] = $"{comparison.Better} vs {comparison.Worse}",
        ["ratio"] = VegaLite.Number(comparison.Ratio),
        ["low"] = VegaLite.Number(comparison.RatioLow),
        ["high"] = VegaLite.Number(double.IsFinite(comparison.RatioHigh) ? comparison.RatioHigh : comparison.Ratio),
        ["confidence"] = VegaLite.Number(comparison.Confidence),
        ["verdict"] = comparison.IsReal ? "a real difference" : "not sure",
    };
}
