using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>The spread of the pre-activations over the layers before training.</summary>
static class SpreadFigure
{
    public static Figure? Make(StudyDocument study, SchemePalette palette)
    {
        JsonArray rows = VegaLite.Array(study.Schemes.SelectMany(Rows));
        if (rows.Count == 0)
            return null;
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 300,
              "data": { "values": {{rows}} },
              "encoding": {
                "x": { "field": "layer", "type": "quantitative", "title": "hidden layer",
                       "scale": { "nice": false, "zero": false, "padding": 8 }, "axis": { "tickMinStep": 1,
                         "format": "d" } },
                "y": { "field": "deviation", "type": "quantitative", "title": "standard deviation of pre-activations",
                       "scale": { "type": "log" }, "axis": { "format": "~g", "tickCount": 6 } },
                "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "tooltip": [ { "field": "scheme" }, { "field": "layer" },
                             { "field": "deviation", "title": "standard deviation", "format": ".3~g" } ]
              },
              "layer": [
                { "params": [ { "name": "pick", "select": { "type": "point", "fields": ["scheme"] },
                  "bind": "legend" } ],
                  "mark": { "type": "line", "strokeWidth": 2 },
                  "encoding": {
                    "strokeDash": { "field": "scheme", "type": "nominal", "scale": {{palette.DashScale()}},
                                    "legend": {{SchemePalette.LineLegend()}} },
                    "opacity": { "condition": { "param": "pick", "value": 1 }, "value": 0.12 } } },
                { "mark": { "type": "point", "filled": true, "size": 28 },
                  "encoding": { "opacity": { "condition": { "param": "pick", "value": 1 }, "value": 0.12 } } }
              ]
            }
            """);
        return new Figure(
            "pre-activation-spread",
            "Pre-activation spread by layer",
            "The standard deviation of what enters the activation functions, over training inputs and units, layer by "
            + "layer. A level line passes the signal on. A falling line loses it: deep layers see almost nothing of "
            + "the input. A rising one saturates tanh-like units and blows up the others.",
            spec);
    }

    /// <summary>The fan of quantiles of each scheme.</summary>
    public static Figure? MakeFans(StudyDocument study, SchemePalette palette)
    {
        JsonArray rows = VegaLite.Array(study.Schemes.SelectMany(FanRows));
        if (rows.Count == 0)
            return null;
        JsonObject spec = VegaLite.Spec(
            $$"""
            {
              "usermeta": { "panel": 200 },
              "data": { "values": {{rows}} },
              "facet": { "field": "scheme", "type": "nominal", "title": null,
                "sort": {{VegaLite.Strings(study.Schemes.Select(s => s.Name))}} },
              "columns": 3,
              "spec": {
                "width": 220, "height": 130,
                "encoding": {
                  "x": { "field": "layer", "type": "quantitative", "title": "hidden layer",
                         "scale": { "nice": false, "zero": false }, "axis": { "tickMinStep": 1, "format": "d",
                           "tickCount": 5 } },
                  "color": { "field": "scheme", "type": "nominal", "scale": {{palette.ColorScale()}}, "legend": null }
                },
                "layer": [
                  { "mark": { "type": "area", "opacity": 0.18 },
                    "encoding": { "y": { "field": "q05", "type": "quantitative", "title": null,
                      "axis": { "tickCount": 4, "labelExpr": {{VegaLite.PlainLabels}} } },
                                  "y2": { "field": "q95" } } },
                  { "mark": { "type": "area", "opacity": 0.35 },
                    "encoding": { "y": { "field": "q25", "type": "quantitative" }, "y2": { "field": "q75" } } },
                  { "mark": { "type": "line", "strokeWidth": 1.5 },
                    "encoding": { "y": { "field": "q50", "type": "quantitative" } } }
                ]
              },
              "resolve": { "scale": { "y": "independent" } }
            }
            """);
        return new Figure(
            "pre-activation-quantiles",
            "What enters the activation functions",
            "The distribution of pre-activations in each hidden layer before training: the line is the median, the "
            + "dark band holds the middle half, the light band 90 %. Each panel has its own scale. A distribution off "
            + "zero means that many units are always on or always off.",
            spec);
    }

    static IEnumerable<JsonNode?> Rows(SchemeDocument scheme)
    {
        foreach (LayerSpread layer in scheme.Start?.Layers ?? [])
        {
            if (!(layer.Deviation > 0) || !double.IsFinite(layer.Deviation))
                continue;
            yield return new JsonObject
            {
                ["scheme"] = scheme.Name,
                ["layer"] = layer.Layer,
                ["deviation"] = VegaLite.Number(layer.Deviation),
            };
        }
    }

    static IEnumerable<JsonNode?> FanRows(SchemeDocument scheme)
    {
        foreach (LayerSpread layer in scheme.Start?.Layers ?? [])
        {
            if (layer.Quantiles.Length != 7)
                continue;
            yield return new JsonObject
            {
                ["scheme"] = scheme.Name,
                ["layer"] = layer.Layer,
                ["q05"] = VegaLite.Number(layer.Quantiles[1]),
                ["q25"] = VegaLite.Number(layer.Quantiles[2]),
                ["q50"] = VegaLite.Number(layer.Quantiles[3]),
                ["q75"] = VegaLite.Number(layer.Quantiles[4]),
                ["q95"] = VegaLite.Number(layer.Quantiles[5]),
            };
        }
    }
}
