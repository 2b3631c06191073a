using System.Text.Json.Nodes;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>
/// The results of a study as one JSON document: <c>results.json</c>, and what <c>compare --json</c> prints.
/// </summary>
public static class ResultsDocument
{
    /// <summary>The version of this library.</summary>
    public static string Version { get; } = typeof(ResultsDocument).Assembly.GetName().Version!.ToString(3);

    /// <summary>Makes the document.</summary>
    public static JsonObject Of(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        Study study = results.Study;
        return new JsonObject
        {
            ["command"] = "compare",
            ["version"] = Version,
            ["seed"] = study.Seed,
            ["precision"] = EnumText.Of(study.Precision),
            ["threads"] = results.Threads,
            ["seconds"] = Math.Round(results.Seconds, 3),
            ["problem"] = results.Problem.Name,
            ["network"] = results.Network.ToString(),
            ["optimizer"] = EnumText.Of(study.Optimizer),
            ["leastSquares"] = study.LeastSquares is not null,
            ["batch"] = study.Batch,
            ["steps"] = study.Steps,
            ["seeds"] = study.Seeds,
            ["settings"] = SettingsJson.Of(study),
            ["complete"] = results.Complete,
            ["threshold"] = JsonText.Number(results.Threshold),
            ["thresholdText"] = "the median final test error of the middle one of the schemes that learned anything",
            ["thresholdReason"] = double.IsNaN(results.Threshold) ? "no scheme learned anything" : null,
            ["constantError"] = JsonText.Number(results.Errors.ConstantError),
            ["error"] = Error(results),
            ["notes"] = JsonText.Texts(results.Problem.Notes.Concat(results.Notes)),
            ["learnedByHeart"] = results.ByHeart is not { } heart ? null : new JsonObject
            {
                ["keptStep"] = JsonText.Number(heart.KeptStep),
                ["ratio"] = JsonText.Number(heart.Ratio),
            },
            ["trainOnAllRows"] = FinalTraining.Command(results),
            ["verdict"] = Verdict(results.Verdict),
            ["schemes"] = JsonText.List(results.Schemes.Select(s => Scheme(s, results))),
            ["comparisons"] = JsonText.List(results.Verdict.Comparisons.Select(Comparison)),
        };
    }

    /// <summary>What errors are, and what a constant output has.</summary>
    static JsonObject Error(StudyResults results)
    {
        bool areClasses = results.Problem.IsClassification;
        bool areScaled = results.Problem.TargetScaling is not null;
        var json = new JsonObject
        {
            ["kind"] = areClasses ? "share of wrong answers" : "root mean square",
            ["unit"] = areScaled && !areClasses ? "standard deviations of the training targets" : null,
            ["ofConstant"] = JsonText.Number(results.Errors.ConstantError),
        };
        if (json["unit"] is null)
            json["unitReason"] = areClasses ? "a share has no unit" : "targets are as they were given";
        return json;
    }

    static JsonObject Scheme(SchemeResult scheme, StudyResults results)
    {
        long? steps = scheme.MedianStepsTo(results.Threshold);
        double ratio = scheme.MedianError / results.Errors.ConstantError;
        var json = new JsonObject
        {
            ["name"] = scheme.Name,
            ["learningRate"] = JsonText.Number(scheme.LearningRate),
            ["learningRateLow"] = JsonText.Number(scheme.LowRate),
            ["learningRateHigh"] = JsonText.Number(scheme.HighRate),
            ["runs"] = scheme.Runs.Count,
            ["testErrorMedian"] = JsonText.Number(scheme.MedianError),
            ["testErrorLow"] = JsonText.Number(scheme.LowError),
            ["testErrorHigh"] = JsonText.Number(scheme.HighError),
            ["testErrorAtEnd"] = JsonText.Number(scheme.MedianErrorAtEnd),
            ["validationErrorMedian"] = JsonText.Number(scheme.MedianValidationError),
            ["keptStepMedian"] = JsonText.Number(scheme.MedianKeptStep),
            ["trainErrorMedian"] = JsonText.Number(scheme.MedianTrainError),
            [results.Problem.IsClassification ? "accuracy" : "rSquared"] = JsonText.Number(
                results.Problem.IsClassification ? 1 - scheme.MedianError : 1 - (ratio * ratio)),
            ["initialErrorMedian"] = JsonText.Number(scheme.MedianInitialError),
            ["stepsToThreshold"] = JsonText.Number(steps),
            ["secondsPerRun"] = JsonText.Number(scheme.MedianSeconds),
            ["collapsed"] = scheme.Collapsed,
            ["diverged"] = scheme.Diverged,
        };
        if (!double.IsFinite(scheme.HighError))
            json["testErrorReason"] = $"{scheme.Diverged} of {scheme.Runs.Count} runs diverged and have no error";
        if (!double.IsFinite(scheme.MedianValidationError))
            json["validationErrorReason"] = "half of the runs or more diverged, or have no validation points";
        if (steps is null)
            json["stepsToThresholdReason"] = "fewer than half of the runs reach the threshold";
        json["warnings"] = JsonText.Texts(scheme.Warnings);
        json["finalErrors"] = JsonText.List(scheme.Runs.Select(Final));
        return json;
    }

    static JsonObject Final(RunResult run)
    {
        var json = new JsonObject
        {
            ["seed"] = run.Run.Seed,
            ["learningRate"] = JsonText.Number(run.Run.LearningRate),
            ["keptStep"] = run.Kept.Step,
            ["testError"] = JsonText.Number(run.TestError),
            ["testErrorAtEnd"] = JsonText.Number(run.TestErrorAtEnd),
            ["validationError"] = JsonText.Number(run.ValidationError),
            ["status"] = EnumText.Of(run.Status),
        };
        if (run.Reason is not null)
            json["reason"] = run.Reason;
        return json;
    }

    static JsonObject Verdict(Verdict verdict)
    {
        var json = new JsonObject
        {
            ["best"] = verdict.Best,
            ["text"] = verdict.Text,
            ["details"] = JsonText.Texts(verdict.Details),
            ["confidence"] = JsonText.Number(verdict.Confidence),
            ["possiblyBest"] = JsonText.Texts(verdict.PossiblyBest),
            ["pairs"] = JsonText.List(verdict.Pairs.Select(Claim)),
            ["detectableRatio"] = JsonText.Number(verdict.DetectableRatio),
            ["rows"] = verdict.Rows,
        };
        if (!double.IsFinite(verdict.DetectableRatio))
        {
            json["detectableRatioReason"] = verdict.Best is null
                ? "no difference could have been found" : "there is a best scheme";
        }

        return json;
    }

    static JsonObject Claim(SchemeComparison claim) => new()
    {
        ["better"] = claim.Better,
        ["worse"] = claim.Worse,
        ["ratio"] = JsonText.Number(claim.Ratio),
        ["low"] = JsonText.Number(claim.Low),
        ["high"] = JsonText.Number(claim.High),
    };

    static JsonObject Comparison(SchemeComparison comparison)
    {
        var json = new JsonObject
        {
            ["better"] = comparison.Better,
            ["worse"] = comparison.Worse,
            ["ratio"] = JsonText.Number(comparison.Ratio),
            ["ratioLow"] = JsonText.Number(comparison.Low),
            ["ratioHigh"] = JsonText.Number(comparison.High),
            ["confidence"] = JsonText.Number(comparison.Confidence),
            ["real"] = comparison.IsReal,
        };
        if (!double.IsFinite(comparison.High))
            json["ratioReason"] = $"an interval takes {AllPairs.FewestSeeds} seeds that all schemes have";
        return json;
    }
}
