using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>A single run as JSON: <c>result.json</c>, and what <c>train --json</c> prints.</summary>
public static class SingleRunDocument
{
    /// <summary>The fields of a run; the command line's own stand before them.</summary>
    public static JsonObject Of(SingleRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var json = new JsonObject
        {
            ["problem"] = result.Problem.Name,
            ["network"] = result.Network.ToString(),
            ["scheme"] = result.Study.Schemes[0],
            ["optimizer"] = EnumText.Of(result.Study.Optimizer),
            ["leastSquares"] = result.Study.LeastSquares is not null,
            ["learningRate"] = result.LearningRate,
            ["batch"] = result.Study.Batch,
            ["status"] = EnumText.Of(result.Status),
            ["reason"] = result.Reason,
            ["steps"] = result.Steps,
            ["stepsAsked"] = result.Study.Steps,
            ["keep"] = EnumText.Of(result.Study.Keep),
            ["keptStep"] = result.Kept?.Step,
            ["loss"] = JsonText.Number(result.Kept?.Loss),
            ["trainError"] = JsonText.Number(result.Kept?.TrainError),
            ["validationLoss"] = JsonText.Number(result.Kept?.ValidationLoss),
            ["validationError"] = JsonText.Number(result.Kept?.ValidationError),
            ["testError"] = JsonText.Number(result.Kept?.TestError),
            ["lossAtEnd"] = JsonText.Number(result.Last?.Loss),
            ["testErrorAtEnd"] = JsonText.Number(result.Last?.TestError),
            ["settings"] = SettingsJson.Of(result.Study),
            ["constantError"] = JsonText.Number(new ErrorScale(result.Problem).ConstantError),
        };
        if (result.Last is null)
            json["lossReason"] = "the run diverged; its last finite weights are kept";
        if (result.Study.LeastSquares is not null)
            AddSolve(json, (result.Kept ?? result.Curve.LastOrDefault(p => p.Solve is not null))?.Solve);
        if (result.Problem.Domain is not null)
        {
            json["relativeL2"] = JsonText.Number(result.Errors?.RelativeL2);
            json["rms"] = JsonText.Number(result.Errors?.RootMeanSquare);
            json["maxError"] = JsonText.Number(result.Errors?.Largest);
        }

        json["secondsPerStep"] = JsonText.Number(result.SecondsPerStep);
        if (result.Kept is { ValidationLoss: null })
            json["validationLossReason"] = "the problem has no validation points";
        json["warning"] = result.FreshLossWarning;
        json["curve"] = JsonText.List(result.Curve.Select(Point));
        return json;
    }

    static JsonObject Point(CurvePoint point)
    {
        var json = new JsonObject
        {
            ["step"] = point.Step,
            ["loss"] = JsonText.Number(point.Loss),
            ["trainError"] = JsonText.Number(point.TrainError),
            ["testError"] = JsonText.Number(point.TestError),
            ["validationLoss"] = JsonText.Number(point.ValidationLoss),
            ["validationError"] = JsonText.Number(point.ValidationError),
        };
        if (!double.IsFinite(point.Loss))
            json["reason"] = "not finite: the run diverged here";
        if (point.Solve is not null)
            AddSolve(json, point.Solve);
        return json;
    }

    static void AddSolve(JsonObject json, ReadOutSolve? solve)
    {
        json["rank"] = solve?.Rank;
        json["unknowns"] = solve?.Unknowns;
        json["condition"] = JsonText.Number(solve?.Condition);
        if (solve is null)
            json["conditionReason"] = "nothing was solved for";
        else if (!double.IsFinite(solve.Condition))
            json["conditionReason"] = solve.Rank == 0 ? "the rank is 0: every feature is zero" : "not finite";
    }
}
