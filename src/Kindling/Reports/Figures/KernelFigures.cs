using System.Text.Json.Nodes;
using Kindling.Diagnostics;
using Kindling.LinearAlgebra;

namespace Kindling.Reports;

/// <summary>The tangent kernel on a line, and units as functions of two inputs.</summary>
static class KernelFigures
{
    const int MostCells = 64;

    public static Figure Profiles(IReadOnlyList<(string Name, Inspection Inspection)> inspections) =>
        CurvesFigure.Make(
            new(
                "kernel",
                "Tangent kernel against distance",
                "The neural tangent kernel between two inputs on a line, over its value at one of them, averaged over "
                + "the line; a distance of 1 is one standard deviation of the inputs. A wide kernel learns averages "
                + "first and high frequencies late; one that falls at once learns each point by itself.",
                "distance of the inputs",
                "kernel"),
            [.. inspections.Select(i => Profile(i.Name, i.Inspection.Kernel))]);

    public static Figure Functions(string name, KernelFunctions kernel)
    {
        int stride = (kernel.Places.Count + MostCells - 1) / MostCells;
        int[] kept = [.. Enumerable.Range(0, kernel.Places.Count).Where(i => i % stride == 0)];
        double step = stride * (kernel.Places[1] - kernel.Places[0]);
        JsonArray cells = VegaLite.Array(
            from center in kept
            from place in kept
            select (JsonNode?)Cell(kernel.Places[place], kernel.Places[center], kernel.Values[center, place]));
        return new Figure(
            "kernel-" + name,
            $"Normalized kernel functions: {name}",
            "Each row is the tangent kernel of one input on the line with all others, divided by its area (Wang et al. "
            + "2021, Fig. 4).",
            VegaLite.Spec(
                $$"""
                {
                  "width": 320, "height": 320,
                  "data": { "values": {{cells}} },
                  "transform": {{Ends(step)}},
                  "mark": { "type": "rect", "stroke": null },
                  "encoding": {{Encoding("input", "center", "kernel")}}
                }
                """));
    }

    public static Figure Maps(string name, UnitMaps maps)
    {
        double step = UnitMaps.Place(1) - UnitMaps.Place(0);
        JsonArray cells = VegaLite.Array(
            from index in Enumerable.Range(0, maps.Layers.Count)
            let range = RangeOf(maps.Values[index])
            from row in Enumerable.Range(0, maps.Side)
            from column in Enumerable.Range(0, maps.Side)
            select (JsonNode?)MapCell(maps, index, row, column, range));
        return new Figure(
            "units-" + name,
            $"Functions of the inputs, by depth: {name}",
            "The first unit after 1, 2, 4, ... hidden layers and the first output over the square of inputs, in shares "
            + "of its own range (Wang et al. 2021, Fig. 3). One color or a plain slope says that depth adds nothing; "
            + "noise that neighbors are no longer related.",
            VegaLite.Spec(
                $$"""
                {
                  "usermeta": { "panel": 180, "square": true },
                  "data": { "values": {{cells}} },
                  "transform": {{Ends(step)}},
                  "facet": { "field": "layer", "type": "nominal", "title": null, "sort": { "field": "order" } },
                  "columns": 3,
                  "spec": {
                    "width": 180, "height": 180,
                    "mark": { "type": "rect", "stroke": null },
                    "encoding": {{Encoding("first input", "second input", "share of range")}}
                  }
                }
                """));
    }

    static Curve Profile(string name, KernelFunctions kernel)
    {
        double step = kernel.Places[1] - kernel.Places[0];
        return Curve.Of(name, kernel.MeanProfile.Select((_, d) => d * step), kernel.MeanProfile);
    }

    static JsonObject Cell(double x, double y, double value) => new()
    {
        ["x"] = VegaLite.Number(Math.Round(x, 4)),
        ["y"] = VegaLite.Number(Math.Round(y, 4)),
        ["value"] = VegaLite.Number(value),
    };

    static (double Low, double High) RangeOf(Matrix<double> map)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < map.Rows; i++)
        {
            foreach (double value in map.Row(i))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return (low, high);
    }

    static JsonObject MapCell(UnitMaps maps, int index, int row, int column, (double Low, double High) range)
    {
        double share = range.High > range.Low
            ? (maps.Values[index][row, column] - range.Low) / (range.High - range.Low)
            : 0.5;
        JsonObject cell = Cell(UnitMaps.Place(column), UnitMaps.Place(row), Math.Round(share, 3));
        bool isOutput = index == maps.Layers.Count - 1;
        cell["layer"] = isOutput ? "output" : $"after layer {maps.Layers[index] + 1}";
        cell["order"] = maps.Layers[index];
        return cell;
    }

    /// <summary>
    /// The ends of a cell around its point; it reaches into the next ones, which are drawn over it, so that no seams
    /// show.
    /// </summary>
    static JsonArray Ends(double step) => VegaLite.Array(
        from end in new[] { ("x", 0.65, "right"), ("x", -0.5, "left"), ("y", 0.65, "top"), ("y", -0.5, "bottom") }
        let formula = $"datum.{end.Item1} + {end.Item2 * step:R}"
        select VegaLite.Part($$"""{ "calculate": {{formula}}, "as": {{end.Item3}} }"""));

    static JsonNode Encoding(string x, string y, string value) => VegaLite.Part(
        $$"""
        {
          "x": { "field": "left", "type": "quantitative", "title": {{x}}, "scale": { "zero": false, "nice": false },
                 "axis": { "tickCount": 4, "grid": false } },
          "x2": { "field": "right" },
          "y": { "field": "bottom", "type": "quantitative", "title": {{y}}, "scale": { "zero": false, "nice": false },
                 "axis": { "tickCount": 4, "grid": false } },
          "y2": { "field": "top" },
          "color": { "field": "value", "type": "quantitative", "title": {{value}}, "scale": { "scheme": "viridis" },
                     "legend": { "orient": "top", "gradientLength": 160, "titleOrient": "left" } }
        }
        """);
}
