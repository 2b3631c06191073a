using Kindling.Files;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Cli.Output;

/// <summary>A single run for people: what was trained, how it went, and how good it is.</summary>
static class TrainTable
{
    const int Head = 14;

    public static void Print(SingleRunResult result, SingleRunStore? store, TextWriter output)
    {
        Study study = result.Study;
        output.WriteLine($"{result.Problem.Name}: {result.Problem.Description}");
        output.WriteLine(
            $"{result.Network} from {study.Schemes[0]}, {study.OptimizerText}, "
            + $"rate {result.LearningRate:G3}, {EnumText.Of(study.Precision)} precision");
        output.WriteLine();
        PrintCurve(result, output);
        output.WriteLine();
        Line(output, "status", Status(result));
        if (result.Kept is { Solve: ReadOutSolve solve })
            Line(output, "least squares", $"rank {solve.Rank} of {solve.Unknowns}, condition {solve.Condition:G3}");
        if (result.Errors is SolutionErrors errors)
        {
            Line(
                output,
                "solution",
                $"off by {errors.RelativeL2:G3} (relative L2), {errors.RootMeanSquare:G3} (root mean square), "
                    + $"{errors.Largest:G3} (largest)");
        }
        else if (result.Kept is CurvePoint kept)
        {
            string what = result.Problem.IsClassification ? "share of wrong answers" : "root mean square";
            double constant = new ErrorScale(result.Problem).ConstantError;
            string where = $"{what} on the {Points(result)} points";
            Line(output, "error", $"{kept.TestError:G3} ({where}; a constant has {constant:G3})");
        }

        if (result.Kept is CurvePoint chosen)
            PrintKept(result, chosen, output);

        Line(output, "a step", $"{1e3 * result.SecondsPerStep:G3} ms");
        output.WriteLine();
        output.WriteLine(Kept(result, store));
    }

    /// <summary>Which step counts, and what an equation leaves on fresh points.</summary>
    static void PrintKept(SingleRunResult result, CurvePoint kept, TextWriter output)
    {
        if (kept.Step != result.Steps && result.Last is CurvePoint last)
        {
            Line(
                output,
                "kept step",
                $"{kept.Step}, where the validation error is lowest; at the end the error is {last.TestError:G3}");
        }

        if (result.Problem.Domain is not null && kept.ValidationLoss is double fresh)
            Line(output, "fresh points", $"a loss of {fresh:G3}, at the training points {kept.Loss:G3}");
        if (result.FreshLossWarning is string warning)
            output.WriteLine("warning: " + warning);
    }

    static void PrintCurve(SingleRunResult result, TextWriter output)
    {
        bool solved = result.Curve.Any(p => p.Solve is not null);
        output.WriteLine($"{"step",9}{"loss",13}{"error",13}{(solved ? $"{"rank",8}" : "")}");
        foreach (CurvePoint point in result.Curve)
        {
            bool isDecade = point.Step == 0 || Math.Log10(point.Step) % 1 == 0;
            if (!isDecade && point != result.Curve[^1])
                continue;
            string rank = solved ? $"{point.Solve?.Rank,8}" : "";
            output.WriteLine($"{point.Step,9}{Text(point.Loss),13}{Text(point.TestError),13}{rank}");
        }
    }

    static string Status(SingleRunResult result) => result.Status == TrainingStatus.Finished
        ? $"finished after {result.Steps} steps"
        : $"{EnumText.Of(result.Status)} after {result.Steps} of {result.Study.Steps} steps: {result.Reason}";

    static string Points(SingleRunResult result) => result.Problem.Test is null ? "training" : "test";

    static string Kept(SingleRunResult result, SingleRunStore? store) =>
        store is null ? "Nothing is kept; --out FOLDER keeps weights, curve and a page."
        : result.Status == TrainingStatus.Stopped ? $"Kept in {store.Folder}; the same command goes on from there."
        : $"Kept in {store.Folder}: report.html, result.json, final.safetensors, best.safetensors, curve.csv.";

    static void Line(TextWriter output, string head, string text) => output.WriteLine(head.PadRight(Head) + text);

    static string Text(double value) => double.IsFinite(value) ? value.ToString("G4") : "diverged";
}
