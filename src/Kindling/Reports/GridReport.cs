using System.Globalization;
using Kindling.Files;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>The page of a study over a grid: claims with verdicts, figures, all cells.</summary>
public static class GridReport
{
    /// <summary>Writes <c>report.html</c> and its figures into a folder.</summary>
    /// <param name="results">What is there, finished or not; the page says which.</param>
    /// <param name="folder">The study's folder.</param>
    public static void Write(GridResults results, string folder) => Make(results).WriteReport(folder);

    /// <summary>Makes the page without writing it.</summary>
    public static HtmlPage Make(GridResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        GridStudy study = results.Study;
        var page = new HtmlPage($"{study.Title} – {study.Name}");
        string source = string.Join(", ", new[] { study.Paper, study.Figure }.Where(t => t.Length > 0));
        page.Header(
            $"Kindling · study · {study.Name}{(source.Length > 0 ? " · " + source : "")}", study.Title, Lead(results));
        if (study.About.Length > 0)
            page.Section("What is done").Paragraph(study.About);
        if (results.Claims.Count > 0)
            page.Section("Claims").Add(ClaimTable(results));
        foreach (string note in results.Claims.Select(c => c.Claim.Note).Where(n => n.Length > 0).Distinct())
            page.Paragraph(note);
        page.Section("Figures").Add(study.Figures.Select((figure, i) => GridFigures.Make(figure, i + 1, results)));
        page.Section("All cells").Facts(Facts(results)).Add(CellTable(results));
        page.Section("Settings").Paragraph("The study as its YAML states it:").Code(study.Text.TrimEnd());
        return page;
    }

    static string Lead(GridResults results)
    {
        string runs = $"{NumberText.Count(results.Done)} of {NumberText.Count(results.Study.Runs)} runs are done"
            + $", at scale '{results.Study.Scale}'.";
        if (results.Claims.Count == 0)
            return runs;
        var counts = results.Claims.GroupBy(c => c.Verdict).OrderBy(g => g.Key)
            .Select(g => $"{g.Count()} {Counted(g.Key, g.Count())}");
        string claims = results.Claims.Count == 1 ? "claim" : "claims";
        return $"{results.Claims.Count} {claims}: {string.Join(", ", counts)}. {runs}";
    }

    static string Counted(ClaimVerdict verdict, int count) => verdict switch
    {
        ClaimVerdict.Holds => count == 1 ? "holds" : "hold",
        ClaimVerdict.Partly => count == 1 ? "holds partly" : "hold partly",
        ClaimVerdict.Fails => count == 1 ? "fails" : "fail",
        _ => "undecided",
    };

    static Table ClaimTable(GridResults results)
    {
        var table = new Table(
            "Each claim of the paper beside what was measured here.",
            new Column("claim", Numeric: false) { Wraps = true },
            new Column("figure", Numeric: false),
            new Column("the paper", "The paper's number, or its words.", Numeric: false) { Wraps = true },
            new Column("measured", "The number of these runs; below it its 95 % interval over seeds."),
            new Column(
                "holds if", "The range in which the claim counts as confirmed; below it, as partly.", Numeric: false),
            new Column("verdict", Numeric: false));
        foreach (ClaimResult c in results.Claims)
        {
            table.AddRow(
                false,
                new Cell(c.Claim.Text) { Note = c.Claim.Id },
                new Cell(c.Claim.Figure),
                new Cell(c.Claim.PaperValue),
                new Cell(double.IsInfinity(c.Measured) ? "infinite" : NumberText.Short(c.Measured))
                {
                    Note = Interval(c.Low, c.High),
                },
                new Cell(c.Claim.Holds.ToString())
                {
                    Note = c.Claim.Partly is null ? null : $"partly {c.Claim.Partly}",
                },
                new Cell(EnumText.Of(c.Verdict)) { Note = c.Reason, IsWarning = c.Verdict is ClaimVerdict.Fails });
        }

        return table;
    }

    static IEnumerable<(string, string)> Facts(GridResults results) =>
    [
        ("Runs", $"{NumberText.Count(results.Done)} of {NumberText.Count(results.Study.Runs)}"),
        ("Diverged", NumberText.Count(results.Diverged)),
        ("Failed", NumberText.Count(results.Failed)),
        ("Scale", results.Study.Scale),
    ];

    static Table CellTable(GridResults results)
    {
        var table = new Table(
            "Every cell of the grid: medians over seeds, and the middle 80 % below.",
            [.. results.Study.Axes.Select(a => new Column(a.Name, Numeric: false)),
            new Column("loss at start"), new Column("loss at end"), new Column("test error"),
            new Column("rate"), new Column("runs"), new Column("diverged")]);
        foreach (CellResult cell in results.Cells)
        {
            table.AddRow(
                false,
                [.. cell.Cell.Values.Select(v => new Cell(v.Label)
                    { SortValue = double.TryParse(v.Label, CultureInfo.InvariantCulture, out double n) ? n : null }),
                Value(Measurement.StartLoss, cell),
                Value(Measurement.FinalLoss, cell),
                Value(Measurement.FinalTestError, cell),
                new Cell(NumberText.Setting(cell.LearningRate)),
                new Cell($"{cell.Runs.Count}/{cell.Cell.Study.Seeds}")
                {
                    Note = cell.Failure,
                    IsWarning = cell.Failure is not null,
                },
                Cell.Number(cell.Runs.Count(r => r.Diverged))]);
        }

        return table;
    }

    static Cell Value(Measurement of, CellResult cell) =>
        Cell.Number(of.Of(cell.Runs)) with
        {
            Note = Interval(
                (of with { Statistic = SeedStatistic.Low }).Of(cell.Runs),
                (of with { Statistic = SeedStatistic.High }).Of(cell.Runs)),
        };

    static string? Interval(double low, double high) =>
        double.IsNaN(low) || double.IsNaN(high) ? null : $"{Bound(low)} – {Bound(high)}";

    static string Bound(double value) => double.IsInfinity(value) ? "diverged" : NumberText.Short(value);
}
