using Kindling.MeanField;

namespace Kindling.Reports;

/// <summary>The page of <c>theory depth</c>: how far signals and gradients pass.</summary>
public static class DepthPage
{
    const int MostLayers = 400;

    /// <summary>Makes the page.</summary>
    /// <param name="phase">The maps.</param>
    /// <param name="depth">What ends the usable depth.</param>
    /// <param name="correlation">Of the two inputs that are followed.</param>
    public static HtmlPage Make(SignalPhase phase, UsableDepth depth, double correlation)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(depth);
        var page = new HtmlPage("Usable depth");
        page.Header("Kindling theory", Headline(depth), TheoryTexts.Subject(phase.Map));
        page.Section("Verdict").Facts(TheoryTexts.Facts(phase));
        page.Section("Layer by layer");
        foreach (Figure figure in TheoryTexts.Path(
            phase.Map, 1, correlation, Math.Min(MostLayers, Math.Max(10, depth.Layers * 3 / 2))))
            page.Add(figure);
        page.Paragraph(
            "The rule of thumb of Schoenholz et al. (2017) is six correlation depth scales: "
            + (double.IsFinite(depth.RuleOfThumb) ? $"{depth.RuleOfThumb:G4} layers here." : "infinite here."));
        return page;
    }

    static string Headline(UsableDepth depth) =>
        $"Usable to depth {depth.Layers}" + (depth.End is string end ? ": " + end : " and beyond");
}
