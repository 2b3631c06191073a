using Kindling.Files;
using Kindling.MeanField;

namespace Kindling.Reports;

/// <summary>The page of <c>theory fixed-points</c>: where length and correlation end up, and how.</summary>
public static class FixedPointsPage
{
    const int Samples = 81;
    const int Layers = 60;

    /// <summary>Makes the page.</summary>
    public static HtmlPage Make(SignalPhase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        MeanFieldMap map = phase.Map;
        var page = new HtmlPage("Fixed points");
        page.Header("Kindling theory", Headline(phase), TheoryTexts.Subject(map));
        page.Section("Fixed points").Facts(TheoryTexts.Facts(phase)).Add(FixedPointTable(phase));
        double[] finite = [.. phase.Lengths.Points.Select(p => p.Value).Where(double.IsFinite)];
        double largest = Math.Max(2, 2 * finite.DefaultIfEmpty(1).Max());
        double[] lengths = [.. Enumerable.Range(0, Samples).Select(i => largest * i / (Samples - 1))];
        page.Section("Maps").Add(
            MapPage.MapFigure("length", lengths, [.. lengths.Select(map.NextVariance)], finite));
        if (phase.Correlations is { } correlations)
        {
            double[] inputs = [.. Enumerable.Range(0, Samples).Select(i => i / (Samples - 1.0))];
            page.Add(MapPage.MapFigure(
                "correlation",
                inputs,
                [.. inputs.Select(c => map.NextCorrelation(phase.ProbeLength, c))],
                [.. correlations.Points.Select(p => p.Value).Where(c => c >= 0)]));
        }

        page.Section("Layer by layer");
        foreach (Figure figure in TheoryTexts.Path(map, 1, 0.5, Layers))
            page.Add(figure);
        return page;
    }

    static string Headline(SignalPhase phase) =>
        $"{phase.Map.Activation}: {EnumText.Of(phase.Phase)}, the length is {phase.Lengths.Ending("G4")}";

    static Table FixedPointTable(SignalPhase phase)
    {
        var table = new Table(
            "All fixed points of length and correlation.",
            new Column("quantity", Numeric: false),
            new Column("value"),
            new Column("slope", "The derivative of the map there."),
            new Column("stability", Numeric: false),
            new Column("depth scale", "Layers after which a deviation has shrunk by a factor of e."));
        Add("length", phase.Lengths.Points);
        Add("correlation", phase.Correlations?.Points ?? []);
        return table;

        void Add(string quantity, IEnumerable<FixedPoint> points)
        {
            foreach (FixedPoint point in points)
            {
                table.AddRow(
                    point.Stability == Stability.Stable,
                    new Cell(quantity),
                    Cell.Number(point.Value),
                    Cell.Number(point.Slope),
                    new Cell(EnumText.Of(point.Stability)),
                    Cell.Number(point.DepthScale));
            }
        }
    }
}
