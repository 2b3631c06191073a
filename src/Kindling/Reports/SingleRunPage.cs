using Kindling.Files;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Reports;

/// <summary>The page of a single run: what it solved or learned, how far it is off, and how it went.</summary>
public static class SingleRunPage
{
    /// <summary>Writes <c>report.html</c>, and its figures as Vega-Lite files into <c>figures/</c>.</summary>
    public static void Write(string folder, SingleRunResult result) => Make(result).WriteReport(folder);

    /// <summary>Makes the page without writing it.</summary>
    public static HtmlPage Make(SingleRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string scheme = result.Study.Schemes[0];
        StudyDocument study = SingleRunStudy.Of(result);
        var palette = new SchemePalette([scheme]);
        var page = new HtmlPage($"{result.Problem.Name} – trained from {scheme}");
        page.Header($"Kindling · training · {result.Problem.Name}", Headline(result), result.Problem.Description);
        page.Section("Result").Facts(Facts(result));
        if (result.FreshLossWarning is string warning)
            page.Paragraph($"Warning: {warning}.");
        foreach (string note in result.Problem.Notes)
            page.Paragraph(note.TrimEnd('.') + ".");
        if (result.Problem.Domain is not null)
            page.FigureSection("Solution", SolutionMapsFigure.Make(result));
        page.FigureSection("While training", TrainingPicturesFigure.Make(result));
        bool isShown = result.Problem.Inputs == 1 && result.Pictures.Count > 0; // The last picture is the prediction.
        if (result.Problem.Domain is null && !isShown)
            page.FigureSection("Predictions", [.. PredictionsFigure.Make(study, palette), ConfusionFigure.Make(study)]);
        page.FigureSection("Training", ErrorCurvesFigure.Make(study, palette), SolveFigure.Make(result));
        page.Section("Settings").Paragraph("This command makes the run again, with the same numbers:")
            .Command(StudyCommandLine.Of(result.Study, SettingForms.Train));
        return page;
    }

    static string Headline(SingleRunResult result)
    {
        string cut = result.Status switch
        {
            TrainingStatus.Diverged => $"The run diverged: {result.Reason}.",
            TrainingStatus.Stopped => $"Stopped after {NumberText.Count(result.Steps)} steps. ",
            _ => "",
        };
        if (result.Kept is not CurvePoint last)
            return cut;
        return cut + (result.Errors is SolutionErrors errors
            ? $"Solved to {NumberText.Short(errors.RelativeL2)} of the solution's size"
            : result.Problem.IsClassification
                ? $"{NumberText.Short(100 * last.TestError)} % wrong answers"
                : $"Learned to a root mean square error of {NumberText.Short(last.TestError)}");
    }

    static IEnumerable<(string Name, string Value)> Facts(SingleRunResult result)
    {
        if (result.Errors is SolutionErrors errors)
        {
            yield return ("Relative L2 error", NumberText.Short(errors.RelativeL2));
            yield return ("Root mean square error", NumberText.Short(errors.RootMeanSquare));
            yield return ("Largest error", NumberText.Short(errors.Largest));
        }
        else if (result.Kept is CurvePoint last)
        {
            string which = result.Problem.Test is null ? "Training error" : "Test error";
            yield return (which, NumberText.Short(last.TestError));
            yield return ("A constant has", NumberText.Short(new ErrorScale(result.Problem).ConstantError));
        }

        yield return ("Loss", NumberText.Short(result.Kept?.Loss));
        if (result.Problem.Domain is not null)
            yield return ("Loss on fresh points", NumberText.Short(result.Kept?.ValidationLoss));
        if (result.Kept is { } kept && kept.Step != result.Steps)
            yield return ("Kept step", NumberText.Count(kept.Step));
        if (result.Kept?.Solve is ReadOutSolve solve)
        {
            string condition = NumberText.Short(solve.Condition);
            yield return ("Rank of the features", $"{solve.Rank} of {solve.Unknowns}, condition {condition}");
        }

        yield return ("Network", result.Network.ToString());
        yield return ("Start", result.Study.Schemes[0]);
        yield return ("Optimizer", $"{result.Study.OptimizerText}, rate {NumberText.Setting(result.LearningRate)}");
        yield return ("Steps", $"{NumberText.Count(result.Steps)} of {NumberText.Seconds(result.SecondsPerStep)} each");
        yield return ("Precision", EnumText.Of(result.Study.Precision));
    }
}
