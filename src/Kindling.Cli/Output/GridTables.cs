using Kindling.Files;
using Kindling.Studies;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace Kindling.Cli.Output;

/// <summary>A study over a grid for people: progress, cells, claims.</summary>
static class GridTables
{
    /// <summary>Waits for the work, with one line of progress.</summary>
    public static GridResults Watch(
        Task<GridResults> work, GridExecutor executor, GridStudy study, TextWriter errors, bool quiet) =>
        Terminal.Watch(
            work,
            errors,
            quiet,
            () => new Text(Line(executor, study) + ". Ctrl-C stops; the same command goes on."),
            () => (executor.Share, Line(executor, study)));

    static string Line(GridExecutor executor, GridStudy study)
    {
        int done = executor.Progress.Sum(p => p.Progress.Ranking.Sum(r => r.Runs));
        double share = executor.Share;
        string left = executor.Left is TimeSpan time ? $", about {ComparisonDisplay.Duration(time)} left" : "";
        return $"{study.Name} ({study.Scale}): {share:P0}, {done} of {study.Runs} runs{left}";
    }

    /// <summary>Prints cells and claims.</summary>
    public static void Print(GridResults results, string folder, TextWriter output)
    {
        GridStudy study = results.Study;
        output.WriteLine($"{study.Name}: {study.Title} (scale {study.Scale})");
        output.WriteLine();
        Terminal.Write(Cells(results), output);
        output.WriteLine("medians over seeds; 80 % of the runs lie in the interval");
        foreach (CellResult failed in results.Cells.Where(c => c.Failure is not null))
            output.WriteLine($"failed: {failed.Cell.Label}: {failed.Failure}");
        foreach (string note in results.Notes)
            output.WriteLine("note: " + note);
        output.WriteLine();
        foreach (ClaimResult claim in results.Claims)
            Print(claim, output);
        output.WriteLine(
            $"{results.Done} of {study.Runs} runs done, {results.Failed} failed, {results.Diverged} diverged. "
            + $"Kept in {folder}: report.html, results.json, cells.csv.");
        if (!results.Complete)
            output.WriteLine("The same command goes on from there.");
    }

    static void Print(ClaimResult result, TextWriter output)
    {
        Claim claim = result.Claim;
        string measured = double.IsNaN(result.Measured)
            ? result.Reason ?? ""
            : $"measured {Number(result.Measured)}{Range(result)}{(result.Reason is null ? "" : $": {result.Reason}")}";
        output.WriteLine($"[{EnumText.Of(result.Verdict)}] {claim.Text}");
        string paper = claim.PaperValue.Length == 0 ? "" : $"; the paper: {claim.PaperValue}";
        output.WriteLine($"    {claim.Id}: {measured}; holds if {claim.Holds}{paper}");
    }

    static string Range(ClaimResult result) =>
        double.IsNaN(result.Low) ? "" : $" ({Number(result.Low)} - {Number(result.High)}, 95 % over seeds)";

    static Table Cells(GridResults results)
    {
        Table table = Terminal.Columns(
            results.Study.Axes.Select(a => a.Name),
            ["loss at start", "loss at end", "80 % interval", "test error", "80 % interval", "runs", "diverged"]);
        foreach (CellResult cell in results.Cells)
        {
            int diverged = cell.Runs.Count(r => r.Diverged);
            table.AddRow(
            [
                .. cell.Cell.Values.Select(v => Markup.Escape(v.Label)),
                Value(Measurement.StartLoss, cell),
                Value(Measurement.FinalLoss, cell),
                Interval(Measurement.FinalLoss, cell),
                Value(Measurement.FinalTestError, cell),
                Interval(Measurement.FinalTestError, cell),
                $"{cell.Runs.Count}/{cell.Cell.Study.Seeds}",
                diverged == 0 ? "-" : $"{diverged}",
            ]);
        }

        return table;
    }

    static string Value(Measurement of, CellResult cell) => cell.Runs.Count == 0 ? "-" : Number(of.Of(cell.Runs));

    static string Interval(Measurement of, CellResult cell)
    {
        if (cell.Runs.Count == 0)
            return "-";
        string low = Value(of with { Statistic = SeedStatistic.Low }, cell);
        string high = Value(of with { Statistic = SeedStatistic.High }, cell);
        return $"{low} - {high}";
    }

    static string Number(double value) => double.IsInfinity(value) ? "diverged" : value.ToString("G3");
}
