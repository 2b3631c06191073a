using Kindling.Studies;
using Kindling.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindling.Cli.Output;

/// <summary>How far a single run is: redrawn in place on a terminal, a line now and then elsewhere.</summary>
static class TrainDisplay
{
    /// <summary>Trains, showing loss and rank.</summary>
    public static SingleRunResult Show(
        SingleRun run,
        Study study,
        SingleRunStore? store,
        TextWriter errors,
        bool quiet,
        CancellationToken cancellation)
    {
        if (quiet)
            return run.Execute(store, null, cancellation);
        if (!Terminal.CanShowProgress(errors))
            return run.Execute(store, point => WriteLine(point, errors), cancellation);
        CurvePoint? last = null;
        var work = Task.Run(
            () => run.Execute(store, point => Volatile.Write(ref last, point), cancellation), CancellationToken.None);
        return Terminal.Watch(work, errors, quiet, () => View(run.Progress, Volatile.Read(ref last), study));
    }

    /// <summary>A line for steps 0, 1, 10, 100 ...: enough to see that it lives, little enough for a log.</summary>
    static void WriteLine(CurvePoint point, TextWriter errors)
    {
        if (point.Step == 0 || Math.Log10(point.Step) % 1 == 0)
            errors.WriteLine($"step {point.Step}: loss {point.Loss:G4}, error {point.TestError:G4}{Rank(point.Solve)}");
    }

    static IRenderable View(TrainingProgress? progress, CurvePoint? last, Study study)
    {
        if (progress is null)
            return new Text("finding the learning rate, drawing the start ...");
        string error = last is null ? "" : $"error {last.TestError:G4} at step {last.Step}";
        return new Rows(
            Terminal.Bar((double)progress.Step / study.Steps),
            new Text($"step {progress.Step} of {study.Steps}  loss {progress.Loss:G4}{Rank(progress.Solve)}"),
            new Text(error),
            Terminal.Hint("Ctrl-C stops and keeps what there is"));
    }

    static string Rank(ReadOutSolve? solve) => solve is null ? "" : $", rank {solve.Rank} of {solve.Unknowns}";
}
