using System.Text.Json.Nodes;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>SNR and loss over the steps of an image fit, one line a scheme.</summary>
static class ImageCurveFigures
{
    public static Figure Snr(IReadOnlyList<ImageFitResult> results, SchemePalette palette) => new(
        "snr-curves",
        "How the picture gets sharper",
        "The signal-to-noise ratio over the whole picture (over 16,384 of its pixels where it has more). The axis of "
        + "the steps is logarithmic, and the point at 0 is the untrained network. 3 dB more are half the squared "
        + "error.",
        Spec(results, palette, "SNR in dB", "linear", p => p.Snr));

    public static Figure Loss(IReadOnlyList<ImageFitResult> results, SchemePalette palette) => new(
        "loss-curves",
        "How the training loss falls",
        "The squared error on the sampled pixels, channels added up and in units of their variance, plus the weighted "
        + "mean square of the Jacobian. Both axes are logarithmic.",
        Spec(results, palette, "training loss", "log", p => p.Loss));

    static JsonObject Spec(
        IReadOnlyList<ImageFitResult> results,
        SchemePalette palette,
        string title,
        string scale,
        Func<ImageCurvePoint, double> of)
    {
        long last = results.Max(r => r.Curve[^1].Step);
        IEnumerable<JsonNode?> rows = from result in results
                                      from point in result.Curve
                                      let value = of(point)
                                      where double.IsFinite(value) && (scale == "linear" || value > 0)
                                      select (JsonNode?)new JsonObject
                                      {
                                          ["scheme"] = result.Scheme.Name,
                                          ["step"] = point.Step,
                                          ["value"] = VegaLite.Number(value),
                                      };
        JsonNode axis = scale == "log"
            ? VegaLite.Part($$"""{ "format": "~g" }""")
            : VegaLite.Part($$"""{ "labelExpr": {{VegaLite.PlainLabels}} }""");
        return VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 340,
              "data": { "values": {{VegaLite.Array(rows)}} },
              "encoding": {
                "x": {{StepAxis.To(last)}},
                "y": { "field": "value", "type": "quantitative", "title": {{title}},
                       "scale": { "type": {{scale}}, "zero": false, "nice": false }, "axis": {{axis}} },
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "strokeDash": { "field": "scheme", "type": "nominal", "scale": {{palette.DashScale()}},
                                "legend": {{SchemePalette.LineLegend()}} }
              },
              "layer": [
                { "mark": { "type": "line", "strokeWidth": 2.2, "clip": true } },
                { "mark": { "type": "point", "size": 60, "opacity": 0, "filled": true },
                  "encoding": { "tooltip": [
                    { "field": "scheme", "title": "scheme" }, { "field": "step", "title": "step", "format": "," },
                    { "field": "value", "title": {{title}}, "format": ".4~g" } ] } }
              ]
            }
            """);
    }
}
