using System.Text.Json.Nodes;
using Kindling.Training;

namespace Kindling.Reports;

/// <summary>Errors over training steps: the median over seeds with its 80 % band, on log axes.</summary>
static class ErrorCurvesFigure
{
    static readonly (string Name, Func<CurvePoint, double> Of)[] s_measures =
    [
        ("test error", row => row.TestError),
        ("validation error", row => row.ValidationError ?? double.NaN),
        ("training error", row => row.TrainError),
        ("training loss", row => row.Loss),
    ];

    public static Figure? Make(StudyDocument study, SchemePalette palette)
    {
        JsonArray rows = VegaLite.Array(study.Schemes.SelectMany(s => Rows(study, s)));
        if (rows.Count == 0)
            return null;
        bool isSingle = study.Runs.Count() == 1;
        string title = isSingle ? "error" : "error (median over seeds)";
        long last = study.Runs.SelectMany(r => r.Curve).Max(row => row.Step);
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 380,
              "data": { "values": {{rows}} },
              "params": [
                { "name": "measure", "value": "test error",
                  "bind": { "input": "radio", "options": {{Shown(study)}},
                    "name": "Show " } },
                {{Band(isSingle)}}
              ],
              "transform": [ { "filter": "datum.measure === measure" } ],
              "encoding": {
                "x": {{StepAxis.To(last)}},
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} }
              },
              "layer": [
                { "data": { "values": {{ConstantRow(study)}} },
                  "transform": [ { "filter": "measure === 'test error'" } ],
                  "mark": { "type": "rule", "strokeDash": [4, 3], "color": "#8a8f98" },
                  "encoding": { "x": null, "color": null, "y": { "field": "constant", "type": "quantitative" } } },
                { "mark": { "type": "area", "clip": true },
                  "encoding": {
                    "y": { "field": "low", "type": "quantitative" }, "y2": { "field": "high" },
                    "opacity": { "condition": [ { "test": "!band", "value": 0 }, { "param": "pick", "value": 0.13 } ],
                                 "value": 0 } } },
                { "params": [ { "name": "pick", "select": { "type": "point", "fields": ["scheme"] },
                  "bind": "legend" } ],
                  "mark": { "type": "line", "clip": true, "strokeWidth": 2.2, "interpolate": "linear" },
                  "encoding": {
                    "y": { "field": "median", "type": "quantitative", "title": {{title}},
                           "scale": { "type": {{study.Problem.ErrorScale}}, "nice": false },
                           "axis": { "format": "~g", "labelExpr": {{VegaLite.LargeLabels}}, "tickCount": 8 } },
                    "strokeDash": { "field": "scheme", "type": "nominal", "scale": {{palette.DashScale()}},
                                    "legend": {{SchemePalette.LineLegend()}} },
                    "opacity": { "condition": { "param": "pick", "value": 1 }, "value": 0.12 } } },
                { "mark": { "type": "point", "size": 60, "opacity": 0, "filled": true },
                  "encoding": {
                    "y": { "field": "median", "type": "quantitative" },
                    "tooltip": [
                      { "field": "scheme", "title": "scheme" }, { "field": "step", "title": "step", "format": "," },
                      { "field": "median", "title": "median", "format": ".3~g" },
                      { "field": "low", "title": "10 % of seeds below", "format": ".3~g" },
                      { "field": "high", "title": "10 % of seeds above", "format": ".3~g" } ] } }
              ]
            }
            """);
        string caption = isSingle ? SingleCaption : Caption(study.Problem);
        return new Figure("error-curves", "How the error falls", caption, spec);
    }

    const string SingleCaption =
        "The axes are logarithmic (the point at 0 is the untrained network, with least squares after its first "
        + "solve). The dashed line is the error of the best constant. Test points take no part in training; where "
        + "their error rises while the training loss falls, the network learns the points by heart.";

    static string Caption(ProblemDocument problem)
    {
        string axes = problem.IsClassification
            ? "The axis of the steps is logarithmic (the point at 0 is the untrained network). "
            : "Both axes are logarithmic (the point at 0 is the untrained network), so a straight line is a power law "
                + "and equal heights are equal factors. ";
        return $"Each line is the median over seeds of the {problem.ErrorName}; the band around it holds the "
            + $"middle 80 % of the seeds. {axes}The dashed line is the error of the best constant. Where bands "
            + "overlap for long, the "
            + "schemes do not really differ. A band that reaches up to the top holds runs that diverged. Click a name "
            + "to single it out; shift-click adds another.";
    }

    /// <summary>The measures that there are; without validation points one less.</summary>
    static JsonArray Shown(StudyDocument study)
    {
        bool isValidated = study.Runs.SelectMany(r => r.Curve).Any(p => p.ValidationError is not null);
        return VegaLite.Strings(
            s_measures.Select(m => m.Name).Where(name => isValidated || name != "validation error"));
    }

    /// <summary>Whether the band is shown; around a single run there is none to switch off.</summary>
    static JsonNode Band(bool isSingle) => isSingle
        ? VegaLite.Part($$"""{ "name": "band", "value": true }""")
        : VegaLite.Part(
            $$"""{ "name": "band", "value": true, "bind": { "input": "checkbox", "name": "80 % band " } }""");

    /// <summary>The error of the best constant, as data of one row or none.</summary>
    internal static JsonArray ConstantRow(StudyDocument study) => study.Problem.CanDraw(study.Problem.ConstantError)
        ? VegaLite.Array([new JsonObject { ["constant"] = VegaLite.Number(study.Problem.ConstantError) }])
        : [];

    static IEnumerable<JsonNode?> Rows(StudyDocument study, SchemeDocument scheme)
    {
        foreach ((string name, Func<CurvePoint, double> of) in s_measures)
        {
            double top = study.Runs.SelectMany(r => r.Curve).Select(of).Where(double.IsFinite).DefaultIfEmpty().Max();
            foreach (CurveBand band in CurveBand.Over(scheme.Runs, of))
            {
                if (!study.Problem.CanDraw(band.Median))
                    continue; // Nothing to draw on a log axis.
                yield return new JsonObject
                {
                    ["scheme"] = scheme.Name,
                    ["measure"] = name,
                    ["step"] = band.Step,
                    ["median"] = VegaLite.Number(band.Median),
                    ["low"] = VegaLite.Number(study.Problem.CanDraw(band.Low) ? band.Low : band.Median),
                    ["high"] = VegaLite.Number(band.High ?? top),
                };
            }
        }
    }
}
