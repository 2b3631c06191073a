using Kindling.Propagation;

namespace Kindling.Reports;

/// <summary>The page of <c>theory propagate</c>: RAAI's Figs. 2 to 5 for any scheme and activation.</summary>
public static class PropagationPage
{
    /// <summary>Makes the page.</summary>
    public static HtmlPage Make(PropagationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        PropagationSettings settings = result.Settings;
        var page = new HtmlPage("Propagation");
        page.Header(
            "Kindling theory",
            $"{settings.Scheme} with {settings.Activation}: signals through {settings.Layers[^1]} layers of "
            + $"{settings.Width} units",
            $"{settings.Signals} signals of correlation {settings.Correlation:G3}, {settings.Networks} "
            + (settings.Networks == 1 ? "network" : "networks") + " for each weight variance.");
        if (!result.IsComplete)
            page.Notice("The run was stopped: this is what was done by then.");
        bool overVariance = result.Points.Select(p => p.WeightVariance).Distinct().Count() > 1;
        page.Section("Length").Add(Figure(
            result, overVariance, "length", p => p.Length, p => p.LengthTheory, logY: true));
        page.Section("Correlation").Add(Figure(
            result, overVariance, "correlation", p => p.Correlation, p => p.CorrelationTheory, logY: false));
        page.Section("Numbers").Add(Numbers(result));
        if (result.Seconds.Count > 0)
        {
            page.Paragraph(
                $"The fastest network took {result.Seconds.Min():F2} s: {1e-9 * result.OperationsPerSecond:F0} GFLOP/s "
                + $"in its products, {100 * result.ShareOfPeak:F0} % of this machine's multiply-add peak.");
        }

        return page;
    }

    /// <summary>Over the weight variance, a curve for each layer; with a single variance, over the layers.</summary>
    static Figure Figure(
        PropagationResult result,
        bool overVariance,
        string quantity,
        Func<PropagationPoint, SampleMoments> measured,
        Func<PropagationPoint, double?> theory,
        bool logY)
    {
        var curves = new List<Curve>();
        foreach (var group in result.Points.GroupBy(p => overVariance ? $"layer {p.Layer}" : "measured"))
        {
            curves.Add(new(group.Key, [.. group.Select(p => (
                X(p), measured(p).Mean, Edge(p, -1), Edge(p, 1)))]));
            PropagationPoint[] known = [.. group.Where(p => theory(p) is not null)];
            if (known.Length > 0)
                curves.Add(Curve.Dots(
                    overVariance ? group.Key : "theory", known.Select(X), known.Select(p => theory(p)!.Value)));
        }

        return CurvesFigure.Make(
            new(
                quantity,
                $"The {quantity} of signals",
                "Lines are means over signals and networks, bands one standard deviation, dots the theory of infinite "
                + "width.",
                overVariance ? "weight variance" : "layer",
                quantity),
            curves,
            logX: !overVariance,
            logY);

        double X(PropagationPoint point) => overVariance ? point.WeightVariance!.Value : point.Layer;

        double? Edge(PropagationPoint point, int sign) =>
            measured(point).Mean + (sign * measured(point).Deviation);
    }

    static Table Numbers(PropagationResult result)
    {
        var table = new Table(
            "Means and standard deviations over signals (pairs of signals) and networks.",
            new Column("weight variance"),
            new Column("layer"),
            new Column("length"),
            new Column("deviation"),
            new Column("theory"),
            new Column("correlation"),
            new Column("deviation"),
            new Column("theory"));
        foreach (PropagationPoint point in result.Points)
        {
            table.AddRow(
                false,
                Cell.Number(point.WeightVariance),
                new Cell(NumberText.Count(point.Layer)) { SortValue = point.Layer },
                Cell.Number(point.Length.Mean),
                Cell.Number(point.Length.Deviation),
                Cell.Number(point.LengthTheory),
                Cell.Number(point.Correlation.Mean),
                Cell.Number(point.Correlation.Deviation),
                Cell.Number(point.CorrelationTheory));
        }

        return table;
    }
}
