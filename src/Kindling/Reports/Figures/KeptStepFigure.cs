using System.Text.Json.Nodes;
using Kindling.Training;

namespace Kindling.Reports;

/// <summary>Training, validation and test error of the first scheme over the steps, where it learns by heart.</summary>
static class KeptStepFigure
{
    static readonly (string Name, Func<CurvePoint, double> Of)[] s_measures =
    [
        ("training error", row => row.TrainError),
        ("validation error", row => row.ValidationError ?? double.NaN),
        ("test error", row => row.TestError),
    ];

    public static Figure? Make(StudyDocument study)
    {
        if (study.Outcome.KeptStep is not double kept || study.Schemes.Count == 0)
            return null;
        SchemeDocument first = study.Schemes[0];
        JsonArray rows = VegaLite.Array(s_measures.SelectMany(m => Rows(study, first, m.Name, m.Of)));
        if (rows.Count == 0)
            return null;
        long last = first.Runs.SelectMany(r => r.Curve).Max(row => row.Step);
        JsonArray rule = VegaLite.Array([new JsonObject { ["kept"] = kept }]);
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 280,
              "data": { "values": {{rows}} },
              "encoding": { "x": {{StepAxis.To(last)}} },
              "layer": [
                { "data": { "values": {{rule}} },
                  "mark": { "type": "rule", "strokeDash": [4, 3], "color": "#8a8f98" },
                  "encoding": { "x": { "field": "kept", "type": "quantitative" } } },
                { "mark": { "type": "line", "clip": true, "strokeWidth": 2.2 },
                  "encoding": {
                    "y": { "field": "median", "type": "quantitative", "title": "error (median over seeds)",
                           "scale": { "type": {{study.Problem.ErrorScale}}, "nice": false },
                           "axis": { "format": "~g", "tickCount": 8 } },
                    "color": { "field": "measure", "type": "nominal",
                               "scale": { "domain": ["training error", "validation error", "test error"],
                                          "range": ["#8a8f98", "#2f7fc1", "#d9822b"] },
                               "legend": { "title": null, "orient": "top" } },
                    "tooltip": [ { "field": "measure" }, { "field": "step", "format": "," },
                                 { "field": "median", "format": ".3~g" } ] } }
              ]
            }
            """);
        return new Figure(
            "kept-step",
            "Where learning ends and learning by heart begins",
            $"Errors of {first.Name}. While the training error goes on falling, the errors on validation and "
            + "test points rise again. The dashed line is the median step that is kept: the one with the lowest "
            + "validation loss.",
            spec);
    }

    static IEnumerable<JsonNode?> Rows(
        StudyDocument study, SchemeDocument scheme, string name, Func<CurvePoint, double> of)
    {
        foreach (CurveBand band in CurveBand.Over(scheme.Runs, of))
        {
            if (!study.Problem.CanDraw(band.Median))
                continue;
            yield return new JsonObject
            {
                ["measure"] = name,
                ["step"] = band.Step,
                ["median"] = VegaLite.Number(band.Median),
            };
        }
    }
}
