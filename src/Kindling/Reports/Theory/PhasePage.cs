using System.Globalization;
using System.Text;
using Kindling.Files;
using Kindling.MeanField;

namespace Kindling.Reports;

/// <summary>The page of <c>theory phase</c>, and its cells as CSV.</summary>
public static class PhasePage
{
    /// <summary>Makes the page.</summary>
    /// <param name="subject">Activation and k, one line.</param>
    /// <param name="diagram">The diagram.</param>
    public static HtmlPage Make(string subject, PhaseDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var page = new HtmlPage("Phase diagram");
        page.Header("Kindling theory", "Phase diagram over weight and bias variance", subject);
        page.Section("Phases").Add(PhaseFigures.Phases(diagram)).Facts(Shares(diagram));
        page.Section("Where signals end up").Add(PhaseFigures.Correlation(diagram)).Add(PhaseFigures.Length(diagram));
        page.Section("Gradients").Add(PhaseFigures.Chi1(diagram));
        return page;
    }

    /// <summary>Writes one line a cell, with numbers that read back to the same bits.</summary>
    public static void WriteCsv(string path, PhaseDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var text = new StringBuilder("weight_variance,bias_variance,length,correlation,chi_1,phase,length_limit\n");
        for (int r = 0; r < diagram.BiasVariances.Count; r++)
        {
            for (int c = 0; c < diagram.WeightVariances.Count; c++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{diagram.WeightVariances[c]:R},{diagram.BiasVariances[r]:R},{diagram.Length[r, c]:R},");
                text.Append(
                    CultureInfo.InvariantCulture, $"{diagram.Correlation[r, c]:R},{diagram.Chi1[r, c]:R},");
                text.Append(EnumText.Of(diagram.Phase[r, c])).Append(',')
                    .Append(EnumText.Of(diagram.Limit[r, c])).Append('\n');
            }
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    static IEnumerable<(string Name, string Value)> Shares(PhaseDiagram diagram) =>
        from Phase phase in Enum.GetValues<Phase>()
        let cells = diagram.Phase.Cast<Phase>().Count(p => p == phase)
        select (EnumText.Of(phase), $"{100.0 * cells / diagram.Phase.Length:0.#} % of the cells");
}
