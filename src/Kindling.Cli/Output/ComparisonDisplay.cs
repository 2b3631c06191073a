using Kindling.Studies;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>Progress, time left and the ranking so far while a comparison runs.</summary>
static class ComparisonDisplay
{
    /// <summary>Waits for the work, showing how far it is.</summary>
    public static StudyResults Show(
        Task<StudyResults> work, StudyExecutor executor, int seeds, TextWriter errors, bool quiet) =>
        Terminal.Watch(work, errors, quiet, () => View(executor.Progress, seeds), () => Line(executor.Progress));

    static (double Share, string Text) Line(StudyProgress progress)
    {
        double share = progress.Share;
        var ranking = progress.Ranking; // Empty until the runs are planned.
        string first = ranking.Count == 0 || ranking[0].Runs == 0
            ? ""
            : $"; first so far: {ranking[0].Scheme}, {ResultsTable.Text(ranking[0].MedianError)}";
        string left = Left(progress) is { Length: > 0 } text ? ", " + text : "";
        return (share, $"{share:P0}, {Duration(progress.Elapsed)}{left}{first}");
    }

    static string Left(StudyProgress progress) =>
        progress.Left is TimeSpan time ? $"about {Duration(time)} left" : "";

    static Rows View(StudyProgress progress, int seeds)
    {
        Table table = new Table().Border(TableBorder.None).HideHeaders();
        for (int column = 0; column < 4; column++)
            table.AddColumn(new TableColumn("") { Alignment = column == 0 ? Justify.Left : Justify.Right });
        foreach (var (scheme, rate, runs, median) in progress.Ranking)
        {
            table.AddRow(
                new Text(scheme),
                new Text(runs == 0 ? "" : ResultsTable.Text(median)),
                new Text($"{runs}/{seeds}"),
                Terminal.Hint(double.IsNaN(rate) ? "" : $"rate {rate:G3}"));
        }

        return new Rows(
            Terminal.Bar(progress.Share, $"  {Duration(progress.Elapsed)}  {Left(progress)}"),
            table,
            Terminal.Hint("Ctrl-C stops and shows what there is"));
    }

    internal static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes:00} min"
        : time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min {time.Seconds:00} s"
        : $"{time.TotalSeconds:0} s";
}
