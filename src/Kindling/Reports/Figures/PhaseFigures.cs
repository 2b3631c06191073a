using System.Text.Json.Nodes;
using Kindling.MeanField;

namespace Kindling.Reports;

/// <summary>A phase diagram as pictures: one rectangle for each pair of variances.</summary>
static class PhaseFigures
{
    /// <summary>Of a finer grid, every second, third ... cell of a side is drawn; the CSV has all.</summary>
    const int MostOnASide = 120;

    static readonly (string Name, string Color)[] s_phases =
    [
        ("ordered", "#8fb8de"),
        ("ordered, length vanishes", "#cfe1f2"),
        ("ordered, length unbounded", "#5b8cb8"),
        ("critical", "#f2c14e"),
        ("chaotic", "#d9763a"),
        ("chaotic, length vanishes", "#f0b48c"),
        ("chaotic, length unbounded", "#a34a17"),
    ];

    public static Figure Phases(PhaseDiagram diagram)
    {
        (string Name, string Color)[] present =
            [.. s_phases.Where(p => Cells(diagram).Any(cell => PhaseName(diagram, cell.Row, cell.Column) == p.Name))];
        JsonNode scale = VegaLite.Part(
            $$"""
            { "domain": {{VegaLite.Strings(present.Select(p => p.Name))}},
              "range": {{VegaLite.Strings(present.Select(p => p.Color))}} }
            """);
        return Make(
            diagram,
            "phase",
            "Phases",
            "Ordered: all inputs become alike with depth. Chaotic: neighbors separate. On the border between them, "
            + "where chi_1 = 1, differences neither grow nor shrink. Shades say what becomes of the length.",
            "nominal",
            scale,
            (r, c) => PhaseName(diagram, r, c));
    }

    public static Figure Correlation(PhaseDiagram diagram) => Make(
        diagram,
        "correlation",
        "The correlation that two inputs end up with",
        "1 in the ordered phase; below 1 in the chaotic one.",
        "quantitative",
        VegaLite.Part($$"""{ "scheme": "viridis", "domain": [0, 1], "clamp": true }"""),
        (r, c) => VegaLite.Number(diagram.Correlation[r, c]));

    public static Figure Length(PhaseDiagram diagram) => Make(
        diagram,
        "length",
        "The length that signals end up with",
        "The fixed point of the mean square of pre-activations. Blank where it is unbounded or 0.",
        "quantitative",
        VegaLite.Part($$"""{ "scheme": "viridis", "type": "log" }"""),
        (r, c) => diagram.Length[r, c] > 0 ? VegaLite.Number(diagram.Length[r, c]) : null);

    public static Figure Chi1(PhaseDiagram diagram) => Make(
        diagram,
        "chi1",
        "chi_1, the factor on squared gradients per layer",
        "White is 1: gradients keep their size. Above it they explode, below it they vanish.",
        "quantitative",
        VegaLite.Part(
            $$"""{ "scheme": "redblue", "reverse": true, "domainMid": 1, "domain": [0, 2], "clamp": true }"""),
        (r, c) => VegaLite.Number(diagram.Chi1[r, c]));

    static Figure Make(
        PhaseDiagram diagram,
        string name,
        string title,
        string caption,
        string type,
        JsonNode scale,
        Func<int, int, JsonNode?> value)
    {
        (double Low, double High, int Index)[] columns = Cells(diagram.WeightVariances);
        (double Low, double High, int Index)[] rows = Cells(diagram.BiasVariances);
        JsonArray cells = VegaLite.Array(
            from row in rows
            from column in columns
            let cell = value(row.Index, column.Index)
            where cell is not null
            select (JsonNode?)new JsonObject
            {
                ["x"] = VegaLite.Number(column.Low),
                ["x2"] = VegaLite.Number(column.High),
                ["y"] = VegaLite.Number(row.Low),
                ["y2"] = VegaLite.Number(row.High),
                ["v"] = cell,
            });
        return new Figure(name, title, caption, VegaLite.Spec(
            $$"""
            {
              "width": "container", "height": 340,
              "data": { "values": {{cells}} },
              "mark": { "type": "rect", "stroke": null },
              "encoding": {
                "x": { "field": "x", "type": "quantitative", "title": "weight variance",
                       "scale": { "nice": false, "zero": false }, "axis": { "grid": false, "format": "~g" } },
                "x2": { "field": "x2" },
                "y": { "field": "y", "type": "quantitative", "title": "bias variance",
                       "scale": { "nice": false, "zero": false }, "axis": { "grid": false, "format": "~g" } },
                "y2": { "field": "y2" },
                "color": { "field": "v", "type": {{type}}, "title": null, "scale": {{scale}},
                           "legend": { "orient": "top", "columns": 4 } },
                "tooltip": [ { "field": "x", "title": "weight variance from", "format": ".4~g" },
                             { "field": "y", "title": "bias variance from", "format": ".4~g" },
                             { "field": "v", "title": {{title}} } ]
              }
            }
            """));
    }

    /// <summary>The cells of a side: borders in the middle between drawn values.</summary>
    static (double Low, double High, int Index)[] Cells(IReadOnlyList<double> values)
    {
        int step = (values.Count + MostOnASide - 1) / MostOnASide;
        int[] drawn = [.. Enumerable.Range(0, values.Count).Where(i => i % step == 0)];
        return [.. drawn.Select((index, i) => (
            Border(i - 1, i, values[index]), Border(i, i + 1, values[index]), index))];

        double Border(int before, int after, double single)
        {
            const double HalfOfOne = 0.05;
            if (drawn.Length == 1)
                return before < 0 ? single - HalfOfOne : single + HalfOfOne;
            if (before < 0)
                return values[drawn[0]];
            return after >= drawn.Length
                ? values[drawn[^1]]
                : (values[drawn[before]] + values[drawn[after]]) / 2;
        }
    }

    static IEnumerable<(int Row, int Column)> Cells(PhaseDiagram diagram) =>
        from row in Enumerable.Range(0, diagram.BiasVariances.Count)
        from column in Enumerable.Range(0, diagram.WeightVariances.Count)
        select (row, column);

    static string PhaseName(PhaseDiagram diagram, int row, int column)
    {
        string limit = diagram.Limit[row, column] switch
        {
            LengthLimit.Unbounded => ", length unbounded",
            LengthLimit.Vanishing => ", length vanishes",
            _ => "",
        };
        return diagram.Phase[row, column] switch
        {
            Phase.Critical => "critical",
            Phase.Chaotic => "chaotic" + limit,
            _ => "ordered" + limit,
        };
    }
}
