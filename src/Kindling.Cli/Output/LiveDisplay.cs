using Kindling.Studies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindling.Cli.Output;

/// <summary>Progress, time left and the ranking so far, redrawn in place while a study runs.</summary>
static class LiveDisplay
{
    const int Milliseconds = 250;
    const int BarWidth = 40;

    /// <summary>Waits for the work, showing how far it is.</summary>
    public static StudyResults Show(
        Task<StudyResults> work, StudyExecutor executor, int seeds, TextWriter errors, bool visible)
    {
        if (visible)
        {
            Terminal.For(errors).Live(new Text("")).AutoClear(true).Start(display =>
            {
                while (!work.Wait(Milliseconds, CancellationToken.None))
                    display.UpdateTarget(Picture(executor.Progress, seeds));
            });
        }

        return work.GetAwaiter().GetResult();
    }

    internal static IRenderable Picture(StudyProgress progress, int seeds)
    {
        int full = (int)(progress.Share * BarWidth);
        string left = progress.Left is TimeSpan time ? $"about {Duration(time)} left" : "";
        var bar = new Markup(
            $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] "
            + $"{progress.Share,4:P0}  {Duration(progress.Elapsed)}  {left}");
        Table table = new Table().Border(TableBorder.None).HideHeaders();
        for (int column = 0; column < 4; column++)
            table.AddColumn(new TableColumn("") { Alignment = column == 0 ? Justify.Left : Justify.Right });
        foreach (var (scheme, rate, runs, median) in progress.Ranking)
        {
            table.AddRow(
                new Text(scheme),
                new Text(runs == 0 ? "" : ResultsTable.Text(median)),
                new Text($"{runs}/{seeds}"),
                new Text(rate is double r ? $"rate {r:G3}" : "finding its rate", new Style(Color.Grey)));
        }

        return new Rows(bar, table, new Text("Ctrl-C stops and shows what there is", new Style(Color.Grey)));
    }

    internal static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes:00} min"
        : time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min {time.Seconds:00} s"
        : $"{time.TotalSeconds:0} s";
}
