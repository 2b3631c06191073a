using System.Text.Json.Nodes;
using Kindling.Diagnostics;

namespace Kindling.Reports;

/// <summary>Singular values of Jacobians and eigenvalues of features, largest first.</summary>
static class SpectrumFigures
{
    /// <summary>Values that are this much smaller than the largest are rounding.</summary>
    const double Rounding = 1e-16;

    public static Figure Jacobian(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections, SchemePalette palette) => new(
        "jacobian",
        "Singular values of the input-output Jacobian",
        "At the first input, largest first. A flat line at 1 is dynamical isometry: all directions pass with their "
        + "size.",
        Spec(inspections, palette, "singular value", i => i.Jacobian.SingularValues));

    public static Figure Features(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections, SchemePalette palette) => new(
        "feature-eigenvalues",
        "Eigenvalues of the features' covariance, relative to the largest",
        "Of the units of the last hidden layer over the inputs. A steep fall means that few features are independent.",
        Spec(
            inspections,
            palette,
            "relative eigenvalue",
            i => [.. i.Features.Eigenvalues.Select(v => v / i.Features.Eigenvalues[0])]));

    static JsonObject Spec(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections,
        SchemePalette palette,
        string title,
        Func<Inspection, IReadOnlyList<double>> valuesOf)
    {
        JsonArray rows = VegaLite.Array(
            from inspection in inspections
            from value in valuesOf(inspection.Inspection).Select((v, k) => (Value: v, Index: k + 1))
            where value.Value > Rounding * valuesOf(inspection.Inspection)[0] && double.IsFinite(value.Value)
            select (JsonNode?)new JsonObject
            {
                ["scheme"] = inspection.Name,
                ["index"] = value.Index,
                ["value"] = VegaLite.Number(value.Value),
            });
        return VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 260,
              "data": { "values": {{rows}} },
              "mark": { "type": "line", "point": { "size": 14 }, "strokeWidth": 1.6 },
              "encoding": {
                "x": { "field": "index", "type": "quantitative", "title": "index",
                       "axis": { "format": "d", "tickMinStep": 1 }, "scale": { "nice": false } },
                "y": { "field": "value", "type": "quantitative", "title": {{title}},
                       "scale": { "type": "log", "nice": false }, "axis": { "format": "~g", "tickCount": 6 } },
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "tooltip": [ { "field": "scheme" }, { "field": "index" }, { "field": "value", "format": ".3~g" } ]
              }
            }
            """);
    }
}
