using System.Text.Json.Nodes;
using Kindling.Diagnostics;

namespace Kindling.Reports;

/// <summary>
/// Measurements over the layers of a network, with theory as dots and the range of several draws as a band.
/// </summary>
static class LayerFigures
{
    public static Figure Length(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections, SchemePalette palette) => new(
        "length",
        "The length of signals",
        "The mean square of the pre-activations over inputs and units, layer by layer. The band is the range over "
        + "several draws; dots are mean-field theory with the measured variances of the weights. On the logarithmic "
        + "axis a straight line is a constant factor per layer.",
        Spec(inspections, palette, "length", "log", l => l.SecondMoment, l => l.LengthTheory, l => l.Band));

    public static Figure Correlation(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections, SchemePalette palette) => new(
        "correlation",
        "The correlation of inputs",
        "The mean cosine of the pre-activations of pairs of inputs. Near 1, the network cannot tell inputs apart; if "
        + "it falls to 0, similar inputs become unrelated. Dots are mean-field theory.",
        Spec(inspections, palette, "correlation", "linear", l => l.Correlation, l => l.CorrelationTheory, _ => null));

    public static Figure Gradient(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections, SchemePalette palette) => new(
        "gradient",
        "The size of gradients",
        "The mean square of the gradients in the pre-activations, of one random combination of the outputs; 1 in the "
        + "read-out, from where they go back to the left. Dots are mean-field theory.",
        Spec(
            inspections,
            palette,
            "mean square gradient",
            "log",
            l => l.GradientSecondMoment,
            l => l.GradientTheory,
            _ => null));

    static JsonObject Spec(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections,
        SchemePalette palette,
        string title,
        string scale,
        Func<LayerSignal, double> measured,
        Func<LayerSignal, double?> theory,
        Func<LayerSignal, (double Low, double High)?> band)
    {
        bool positive = scale == "log";
        JsonArray rows = VegaLite.Array(
            from inspection in inspections
            from layer in inspection.Inspection.Layers
            where CanDraw(measured(layer))
            let range = band(layer) is (double low, double high) && CanDraw(low) && CanDraw(high) ? band(layer) : null
            select (JsonNode?)new JsonObject
            {
                ["scheme"] = inspection.Name,
                ["layer"] = layer.Index + 1,
                ["value"] = VegaLite.Number(measured(layer)),
                ["theory"] = theory(layer) is double t && CanDraw(t) ? VegaLite.Number(t) : null,
                ["low"] = VegaLite.Number(range?.Low),
                ["high"] = VegaLite.Number(range?.High),
            });
        return VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 300,
              "data": { "values": {{rows}} },
              "encoding": {
                "x": { "field": "layer", "type": "quantitative", "title": "layer (the read-out last)",
                       "axis": { "format": "d", "tickMinStep": 1 }, "scale": { "nice": false } },
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "tooltip": [ { "field": "scheme" }, { "field": "layer" },
                             { "field": "value", "title": {{title}}, "format": ".3~g" },
                             { "field": "theory", "format": ".3~g" } ]
              },
              "layer": [
                { "mark": { "type": "area", "opacity": 0.15 },
                  "transform": [ { "filter": "datum.low != null" } ],
                  "encoding": { "y": { "field": "low", "type": "quantitative", "title": {{title}} },
                                "y2": { "field": "high" } } },
                { "mark": { "type": "line", "strokeWidth": 2 },
                  "encoding": {
                    "y": { "field": "value", "type": "quantitative", "title": {{title}},
                           "scale": { "type": {{scale}}, "zero": false, "nice": false },
                           "axis": { "format": "~g", "tickCount": 6 } },
                    "strokeDash": { "field": "scheme", "type": "nominal", "scale": {{palette.DashScale()}},
                                    "legend": {{SchemePalette.LineLegend()}} } } },
                { "mark": { "type": "point", "size": 36 },
                  "transform": [ { "filter": "datum.theory != null" } ],
                  "encoding": { "y": { "field": "theory", "type": "quantitative" } } }
              ]
            }
            """);

        bool CanDraw(double value) => double.IsFinite(value) && (!positive || value > 0);
    }
}
