using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>
/// Figures of a study over a grid: curves over steps with bands, or numbers over an axis of the grid.
/// </summary>
static class GridFigures
{
    const string OneLine = "all";

    /// <summary>One figure; null where no run has anything to show.</summary>
    public static Figure? Make(GridFigure figure, int number, GridResults results)
    {
        CellResult[] cells = [.. results.Cells.Where(c => c.Runs.Count > 0 && figure.Where.Holds(c.Cell))];
        JsonArray rows = VegaLite.Array(
            cells.SelectMany(c => figure.X == "step" ? Curve(figure, c) : Point(figure, c)));
        if (rows.Count == 0)
            return null;
        var palette = new SchemePalette(results.Study.Cells.Select(c => ColorOf(figure, c)));
        JsonArray points = figure.Points && figure.X != "step"
            ? VegaLite.Array(cells.SelectMany(c => Runs(figure, c)))
            : [];
        double last = rows.Max(r => (double)r!["x"]!);
        JsonObject spec = figure.Facets.Count == 0
            ? Panel(figure, palette, rows, points, last)
            : Faceted(figure, palette, rows, points, cells, last);
        spec.Insert(0, "$schema", VegaLite.Schema);
        return new Figure($"figure-{number}", figure.Title, Caption(figure), spec);
    }

    static JsonObject Panel(GridFigure figure, SchemePalette palette, JsonArray rows, JsonArray points, double last)
    {
        JsonObject spec = Layers(figure, palette, "container", 380, points.Count > 0, last);
        spec["data"] = VegaLite.Part($$"""{ "values": {{All(rows, points)}} }""");
        return spec;
    }

    static JsonObject Faceted(
        GridFigure figure, SchemePalette palette, JsonArray rows, JsonArray points, CellResult[] cells, double last)
    {
        JsonObject spec = VegaLite.Part(
            $$"""
            {
              "usermeta": { "panel": 280 },
              "data": { "values": {{All(rows, points)}} },
              "facet": { "field": "facet", "type": "nominal", "title": null,
                "sort": {{VegaLite.Strings(cells.Select(c => FacetOf(figure, c.Cell)).Distinct())}} },
              "columns": 2,
              "spec": {{Layers(figure, palette, 320, 240, points.Count > 0, last)}}
            }
            """).AsObject();
        return spec;
    }

    static JsonArray All(JsonArray rows, JsonArray points) =>
        VegaLite.Array(rows.Concat(points).Select(r => r!.DeepClone()));

    static JsonObject Layers(
        GridFigure figure, SchemePalette palette, JsonNode width, int height, bool points, double last)
    {
        bool steps = figure.X == "step";
        string title = $"{MeasurementYaml.Words(figure.Y)}{(steps ? "" : " " + figure.Y.At)}";
        return VegaLite.Part(
            $$"""
            {
              "width": {{width}}, "height": {{height}},
              "encoding": {
                "x": { "field": "x", "type": "quantitative", "title": {{(steps ? "training steps" : figure.X)}},
                       "scale": {{XScale(steps)}}, "axis": {{XAxis(steps, last)}} },
                "color": { "field": "color", "type": "nominal", "scale": {{palette.ColorScale()}},
                           "legend": {{SchemePalette.LineLegend()}} },
                "detail": { "field": "cell", "type": "nominal" }
              },
              "layer": [
                { "transform": [ { "filter": "isValid(datum.low)" } ],
                  "mark": { "type": {{(steps ? "area" : "rule")}}, "clip": true, "opacity": {{(steps ? 0.15 : 0.5)}} },
                  "encoding": { "y": { "field": "low", "type": "quantitative" }, "y2": { "field": "high" } } },
                { "transform": [ { "filter": "isValid(datum.median)" } ],
                  "mark": { "type": "line", "clip": true, "strokeWidth": 2, "point": {{!steps}} },
                  "encoding": {
                    "y": { "field": "median", "type": "quantitative", "title": {{title}},
                           "scale": { "type": "log", "nice": false }, "axis": { "format": ".0~e", "tickCount": 7 } },
                    "strokeDash": { "field": "color", "type": "nominal", "scale": {{palette.DashScale()}},
                                    "legend": {{SchemePalette.LineLegend()}} },
                    "tooltip": [
                      { "field": "cell" }, { "field": "x", "title": {{figure.X}} },
                      { "field": "median", "format": ".3~g" }, { "field": "low", "format": ".3~g" },
                      { "field": "high", "format": ".3~g" } ] } },
                { "transform": [ { "filter": "isValid(datum.run)" } ],
                  "mark": { "type": "point", "size": {{(points ? 26 : 0)}}, "opacity": 0.6 },
                  "encoding": { "y": { "field": "run", "type": "quantitative" } } }
              ]
            }
            """).AsObject();
    }

    static JsonNode XAxis(bool steps, double last) =>
        steps ? StepAxis.Axis(last) : VegaLite.Part($$"""{ "format": "~g", "tickCount": 7 }""");

    static JsonNode XScale(bool steps) => steps
        ? VegaLite.Part($$"""{ "type": "symlog", "constant": 1, "nice": false }""")
        : VegaLite.Part($$"""{ "type": "log", "base": 2, "nice": false, "padding": 12 }""");

    /// <summary>The band of a cell's curves. Runs that are over have diverged and count as infinite.</summary>
    static IEnumerable<JsonNode?> Curve(GridFigure figure, CellResult cell)
    {
        foreach (long step in cell.Runs.SelectMany(r => r.Curve).Select(p => p.Step).Distinct().Order())
        {
            Measurement at = figure.Y with { At = new CurvePlace(CurvePlaceKind.Step, step) };
            yield return Row(figure, cell, step, at);
        }
    }

    static IEnumerable<JsonNode?> Point(GridFigure figure, CellResult cell)
    {
        yield return Row(figure, cell, double.Parse(cell.Cell.On(figure.X)!, CultureInfo.InvariantCulture), figure.Y);
    }

    static IEnumerable<JsonNode?> Runs(GridFigure figure, CellResult cell) =>
        cell.Runs.Select(figure.Y.Of).Where(Drawn).Select(v => (JsonNode?)Base(figure, cell, double.Parse(
            cell.Cell.On(figure.X)!, CultureInfo.InvariantCulture), ("run", v)));

    static JsonObject Row(GridFigure figure, CellResult cell, double x, Measurement of)
    {
        double[] interval = GridDocument.Interval(of, cell.Runs);
        double middle = of.Statistic == SeedStatistic.Median ? interval[0] : of.Of(cell.Runs);
        return Base(figure, cell, x, ("median", middle), ("low", interval[1]), ("high", interval[2]));
    }

    static JsonObject Base(GridFigure figure, CellResult cell, double x, params (string Name, double Value)[] values)
    {
        var row = new JsonObject
        {
            ["x"] = VegaLite.Number(x),
            ["color"] = ColorOf(figure, cell.Cell),
            ["facet"] = FacetOf(figure, cell.Cell),
            ["cell"] = string.Join(
                ", ", cell.Cell.Values.Where(v => v.Axis != figure.X).Select(v => $"{v.Axis} {v.Label}")),
        };
        foreach ((string name, double value) in values)
            row[name] = Drawn(value) ? VegaLite.Number(value) : null;
        return row;
    }

    /// <summary>What has a place on a logarithmic axis.</summary>
    static bool Drawn(double value) => value > 0 && double.IsFinite(value);

    static string ColorOf(GridFigure figure, GridCell cell) =>
        figure.Color is null ? OneLine : cell.On(figure.Color) ?? OneLine;

    static string FacetOf(GridFigure figure, GridCell cell) =>
        string.Join(", ", figure.Facets.Select(f => $"{f} {cell.On(f)}"));

    static string Caption(GridFigure figure)
    {
        string middle = figure.Y.Statistic switch
        {
            SeedStatistic.Median => "the median over seeds",
            SeedStatistic.Mean => "the mean over seeds",
            SeedStatistic.GeometricMean => "the geometric mean over seeds",
            _ => $"the {EnumText.Of(figure.Y.Statistic)} over seeds",
        };
        bool steps = figure.X == "step";
        string band = steps ? "the band around it holds" : "the bar through it spans";
        return $"Each line is the {MeasurementYaml.Words(figure.Y)}, {middle}; {band} the middle 80 % of the runs. "
            + "The vertical axis is logarithmic"
            + (steps ? ". " : ", and so is the horizontal one: a straight line is a power law. ")
            + "What diverged or is zero has no place on it.";
    }
}
