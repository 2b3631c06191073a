namespace Kindling.Reports;

/// <summary>The page of <c>theory map</c>: a map of length or correlation, and its slope.</summary>
public static class MapPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="subject">What was asked, one line: activation, variances, k.</param>
    /// <param name="quantity"><c>length</c> or <c>correlation</c>.</param>
    /// <param name="input">Where the map was taken.</param>
    /// <param name="output">Its values.</param>
    /// <param name="slope">Its derivatives.</param>
    /// <param name="facts">What else is to be known.</param>
    public static HtmlPage Make(
        string subject,
        string quantity,
        IReadOnlyList<double> input,
        IReadOnlyList<double> output,
        IReadOnlyList<double> slope,
        IEnumerable<(string Name, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(slope);
        var page = new HtmlPage($"The {quantity} map");
        page.Header("Kindling theory", $"How one layer changes the {quantity} of signals", subject);
        page.Section("Map").Add(MapFigure(quantity, input, output)).Facts(facts);
        page.Section("Slope").Add(CurvesFigure.Make(
            new(
                "slope",
                "The slope of the map",
                "Where the map crosses the diagonal, a slope between -1 and 1 makes the crossing a stable fixed point.",
                $"{quantity} in a layer",
                "slope"),
            [Curve.Of("slope", input, slope)]));
        var table = new Table(
            $"The map, number by number: {subject}.",
            new Column(quantity),
            new Column("next layer"),
            new Column("slope"));
        for (int i = 0; i < input.Count; i++)
            table.AddRow(false, Cell.Number(input[i]), Cell.Number(output[i]), Cell.Number(slope[i]));
        page.Section("Numbers").Add(table);
        return page;
    }

    /// <summary>The map with the diagonal that its fixed points lie on.</summary>
    internal static Figure MapFigure(
        string quantity,
        IReadOnlyList<double> input,
        IReadOnlyList<double> output,
        IReadOnlyList<double>? fixedPoints = null)
    {
        var curves = new List<Curve>
        {
            Curve.Of("next layer", input, output),
            Curve.Of("unchanged", input, input),
        };
        if (fixedPoints is not null)
            curves.Add(Curve.Dots("fixed points", fixedPoints, fixedPoints));
        return CurvesFigure.Make(
            new(
                $"{quantity}-map",
                $"The {quantity} map",
                $"From the {quantity} in one layer to that in the next. Signals move up where the map is above the "
                + "diagonal, down where it is below, and rest where the two cross.",
                $"{quantity} in a layer",
                $"{quantity} in the next"),
            curves);
    }
}
