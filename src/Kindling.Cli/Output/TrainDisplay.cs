using Kindling.Studies;
using Kindling.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindling.Cli.Output;

/// <summary>How far a single run is: redrawn in place on a terminal, a line now and then elsewhere.</summary>
static class TrainDisplay
{
    const int Milliseconds = 200;
    const int BarWidth = 40;

    /// <summary>Trains, showing loss and rank.</summary>
    public static SingleRunResult Show(
        SingleRun run, Study study, SingleRunStore? store, TextWriter errors, bool quiet, CancellationToken cancellation)
    {
        if (quiet)
            return run.Execute(store, null, cancellation);
        if (!Terminal.CanShowProgress(errors))
            return run.Execute(store, point => WriteLine(point, errors), cancellation);
        CurvePoint? last = null;
        var work = Task.Run(() => run.Execute(store, point => Volatile.Write(ref last, point), cancellation), CancellationToken.None);
        Terminal.For(errors).Live(new Text("")).AutoClear(true).Start(display =>
        {
            while (Task.WaitAny([work], Milliseconds) < 0)
                display.UpdateTarget(Picture(run.Progress, Volatile.Read(ref last), study));
        });
        return work.GetAwaiter().GetResult();
    }

    /// <summary>A line for steps 0, 1, 10, 100 ...: enough to see that it lives, little enough for a log.</summary>
    static void WriteLine(CurvePoint point, TextWriter errors)
    {
        if (point.Step == 0 || Math.Log10(point.Step) % 1 == 0)
            errors.WriteLine($"step {point.Step}: loss {point.Loss:G4}, error {point.TestError:G4}{Rank(point.Solve)}");
    }

    static IRenderable Picture(TrainingProgress? progress, CurvePoint? last, Study study)
    {
        if (progress is null)
            return new Text("finding the learning rate, drawing the start ...");
        double share = Math.Clamp((double)progress.Step / study.Steps, 0, 1);
        int full = (int)(share * BarWidth);
        string error = last is null ? "" : $"error {last.TestError:G4} at step {last.Step}";
        return new Rows(
            new Markup($"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {share,4:P0}"),
            new Text($"step {progress.Step} of {study.Steps}  loss {progress.Loss:G4}{Rank(progress.Solve)}"),
            new Text(error),
            new Text("Ctrl-C stops and keeps what there is", new Style(Color.Grey)));
    }

    static string Rank(ReadOutSolve? solve) => solve is null ? "" : $", rank {solve.Rank} of {solve.Unknowns}";
}
