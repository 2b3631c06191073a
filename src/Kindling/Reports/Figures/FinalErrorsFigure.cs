using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>The error of every single run after training, a row for each scheme.</summary>
static class FinalErrorsFigure
{
    public static Figure? Make(StudyDocument study, SchemePalette palette)
    {
        JsonArray rows = VegaLite.Array(study.Runs.Where(r => study.Problem.CanDraw(r.TestError)).Select(Row));
        if (rows.Count == 0)
            return null;
        double worst = study.Runs.Max(r => Math.Max(r.TestError ?? 0, r.InitialTestError ?? 0));
        JsonArray summaries = VegaLite.Array(
            study.Schemes.Where(s => study.Problem.CanDraw(s.TestErrorMedian))
                .Select(s => Summary(study.Problem, s, worst)));
        JsonArray order = VegaLite.Strings(study.Schemes.Select(s => s.Name));
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": { "step": 40 },
              "data": { "values": {{rows}} },
              "encoding": {
                "y": { "field": "scheme", "type": "nominal", "sort": {{order}}, "title": null,
                  "axis": { "labelFontSize": 13 } }
              },
              "layer": [
                { "data": { "values": {{ErrorCurvesFigure.ConstantRow(study)}} },
                  "mark": { "type": "rule", "strokeDash": [4, 3], "color": "#8a8f98" },
                  "encoding": { "y": null, "x": { "field": "constant", "type": "quantitative" } } },
                { "data": { "values": {{summaries}} },
                  "mark": { "type": "bar", "height": 18, "cornerRadius": 4, "opacity": 0.22 },
                  "encoding": {
                    "x": { "field": "low", "type": "quantitative" }, "x2": { "field": "high" },
                    "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                      "legend": null },
                    "tooltip": [
                      { "field": "scheme" }, { "field": "median", "title": "median", "format": ".3~g" },
                      { "field": "low", "title": "80 % from", "format": ".3~g" },
                      { "field": "high", "title": "to", "format": ".3~g" } ] } },
                { "data": { "values": {{summaries}} },
                  "mark": { "type": "tick", "thickness": 3, "size": 24 },
                  "encoding": {
                    "x": { "field": "median", "type": "quantitative" },
                    "color": { "field": "scheme", "type": "nominal" } } },
                { "transform": [ { "filter": "datum.initial !== null" } ],
                  "mark": { "type": "point", "shape": "diamond", "size": 34, "strokeWidth": 1, "opacity": 0.55,
                    "filled": false },
                  "encoding": {
                    "x": { "field": "initial", "type": "quantitative" },
                    "color": { "value": "#8a8f98" },
                    "tooltip": [ { "field": "scheme" }, { "field": "seed" },
                                 { "field": "initial", "title": "before training", "format": ".3~g" } ] } },
                { "mark": { "type": "point", "filled": true, "size": 46, "opacity": 0.75, "strokeWidth": 0 },
                  "encoding": {
                    "x": { "field": "error", "type": "quantitative",
                      "title": {{study.Problem.ErrorName + " on test data"}},
                           "scale": { "type": {{study.Problem.ErrorScale}}, "nice": false, "padding": 14 },
                           "axis": { "format": "~g", "tickCount": 8 } },
                    "shape": { "field": "collapsed", "type": "nominal", "legend": null,
                               "scale": { "domain": [false, true], "range": ["circle", "triangle-down"] } },
                    "color": { "field": "scheme", "type": "nominal" },
                    "tooltip": [ { "field": "scheme" }, { "field": "seed" },
                                 { "field": "error", "title": "test error", "format": ".3~g" },
                                 { "field": "status" }, { "field": "collapsed" } ] } }
              ]
            }
            """);
        return new Figure(
            "final-errors",
            "Where every seed ends",
            "One dot is one run: the same network, started from another draw of the scheme. The bar holds the middle "
            + "80 % of the seeds, the thick tick is the median, and the gray diamonds show the same runs before "
            + "training. Further left is better; a wide bar means that luck decides. The dashed line is the error of "
            + "the best constant. Triangles are runs that collapsed to a constant output"
            + Diverged(study) + ".",
            spec);
    }

    static JsonNode? Row(RunDocument run) => new JsonObject
    {
        ["scheme"] = run.Scheme,
        ["seed"] = run.Seed,
        ["error"] = VegaLite.Number(run.TestError),
        ["initial"] = VegaLite.Number(run.InitialTestError),
        ["status"] = run.Status,
        ["collapsed"] = run.IsCollapsed,
    };

    static JsonObject Summary(ProblemDocument problem, SchemeDocument scheme, double worst) => new JsonObject
    {
        ["scheme"] = scheme.Name,
        ["median"] = VegaLite.Number(scheme.TestErrorMedian),
        ["low"] = VegaLite.Number(problem.CanDraw(scheme.TestErrorLow) ? scheme.TestErrorLow : scheme.TestErrorMedian),
        ["high"] = VegaLite.Number(scheme.TestErrorHigh ?? worst),
    };

    static string Diverged(StudyDocument study)
    {
        int runs = study.Runs.Count(r => r.IsDiverged);
        return runs == 0 ? "" : $"; {runs} diverged {(runs == 1 ? "run has" : "runs have")} no dot";
    }
}
