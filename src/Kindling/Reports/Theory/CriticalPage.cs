using Kindling.MeanField;

namespace Kindling.Reports;

/// <summary>The page of <c>theory critical</c>: the edge of chaos.</summary>
public static class CriticalPage
{
    const int Samples = 61;

    /// <summary>The page of one activation: its critical line and the point on it that was asked for.</summary>
    public static HtmlPage Make(CriticalLine line, CriticalPoint point)
    {
        ArgumentNullException.ThrowIfNull(line);
        var page = new HtmlPage("Edge of chaos");
        page.Header(
            "Kindling theory",
            $"{line.Activation} is critical at weight variance {point.WeightVariance:G6}, bias variance "
            + $"{point.BiasVariance:G4}",
            line.CorrelationStrength == 0 ? null : $"k {line.CorrelationStrength:G6}.");
        page.Section("The point").Facts(
        [
            ("weight variance", $"{point.WeightVariance:G8}"),
            ("bias variance", $"{point.BiasVariance:G8}"),
            ("length", $"{point.Length:G8}"),
            ("attracts signals of length 1", point.Attracts ? "yes" : "no"),
        ]);
        CriticalPoint[] points =
        [
            .. Enumerable.Range(0, Samples).Select(i => Math.Pow(10, -3 + (4.0 * i / (Samples - 1))))
                .Select(line.AtLength).OfType<CriticalPoint>().OrderBy(p => p.BiasVariance),
        ];
        page.Section("The critical line").Add(CurvesFigure.Make(
            new(
                "critical-line",
                "The critical line",
                "All pairs of variances with chi_1 = 1 at a fixed point of the length, from length 0.001 to 10. To the "
                + "left of it is order, to the right chaos. The dot is the point that was asked for.",
                "weight variance",
                "bias variance"),
            [
                Curve.Of("critical", points.Select(p => p.WeightVariance), points.Select(p => p.BiasVariance)),
                Curve.Dots("asked for", [point.WeightVariance], [point.BiasVariance]),
            ]));
        return page;
    }

    /// <summary>The page of RAI and RAAI: the exact law's boundaries and those in print.</summary>
    /// <param name="k">The strength of the anti-correlation.</param>
    public static HtmlPage RandomAsymmetric(double k)
    {
        double chaos = RandomAsymmetricLaw.OrderToChaosBoundary(k), length = RandomAsymmetricLaw.LengthBoundary(k);
        var page = new HtmlPage("RAI and RAAI");
        page.Header(
            "Kindling theory",
            $"At k {k:G4} the length is bounded below weight variance {length:G4}, and chaos begins at {chaos:G4}",
            chaos > length ? "The length is unbounded where chaos would begin: there is no chaotic phase." : null);
        RandomAsymmetricLaw[] laws =
            [.. Enumerable.Range(0, Samples).Select(i => RandomAsymmetricLaw.AtLengthGrowth(0.65 + (0.015 * i), k))];
        page.Section("The exact law").Add(CurvesFigure.Make(
            new(
                "growth",
                "Growth per layer",
                "Factors on the length and on the mean square of small differences between inputs, far from the input. "
                + "Dots are the boundaries where a factor is 1.",
                "weight variance",
                "factor"),
            [
                Curve.Of("length", laws.Select(l => l.WeightVariance), laws.Select(l => l.LengthGrowth)),
                Curve.Of("difference", laws.Select(l => l.WeightVariance), laws.Select(l => l.PerturbationGrowth)),
                Curve.Dots("boundaries", [length, chaos], [1, 1]),
            ]));
        page.Section("In print").Add(Printed());
        return page;
    }

    static Table Printed()
    {
        var table = new Table(
            "Table 2 of the paper (k = 100): approximate closings, which the exact law does not need.",
            new Column("boundary", Numeric: false),
            new Column("closing", Numeric: false),
            new Column("printed"),
            new Column("root"),
            new Column("statement", Numeric: false));
        foreach (PrintedBoundary row in RandomAsymmetricClosings.Table2())
        {
            table.AddRow(
                false,
                new Cell(row.Quantity),
                new Cell(row.Closing == SpecialInput.Mean ? "mean" : "rms"),
                Cell.Number(row.Printed),
                new Cell($"{row.Value:F4}") { SortValue = row.Value },
                new Cell(row.Statement));
        }

        return table;
    }
}
