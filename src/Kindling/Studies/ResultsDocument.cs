using System.Text.Json.Nodes;

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
            ["precision"] = StudyJson.Word(study.Precision),
            ["threads"] = results.Threads,
            ["seconds"] = Math.Round(results.Seconds, 3),
            ["problem"] = results.Problem.Name,
            ["network"] = results.Network.ToString(),
            ["optimizer"] = OptimizerNames.Of(study.Optimizer),
            ["leastSquares"] = study.LeastSquares is not null,
            ["batch"] = study.Batch,
            ["steps"] = study.Steps,
            ["seeds"] = study.Seeds,
            ["complete"] = results.Complete,
            ["threshold"] = StudyJson.Number(results.Threshold),
            ["thresholdText"] = "the median final test error of the middle one of the schemes that learned anything",
            ["thresholdReason"] = double.IsNaN(results.Threshold) ? "no scheme learned anything" : null,
            ["constantError"] = StudyJson.Number(results.Errors.ConstantError),
            ["verdict"] = new JsonObject
            {
                ["best"] = results.Verdict.Best,
                ["text"] = results.Verdict.Text,
                ["confidence"] = StudyJson.Number(results.Verdict.Confidence),
            },
            ["schemes"] = StudyJson.List(results.Schemes.Select(s => Scheme(s, results.Threshold))),
            ["comparisons"] = StudyJson.List(results.Verdict.Comparisons.Select(Comparison)),
        };
    }

    static JsonObject Scheme(SchemeResult scheme, double threshold)
    {
        long? steps = scheme.MedianStepsTo(threshold);
        var json = new JsonObject
        {
            ["name"] = scheme.Name,
            ["learningRate"] = StudyJson.Number(scheme.LearningRate),
            ["runs"] = scheme.Runs.Count,
            ["testErrorMedian"] = StudyJson.Number(scheme.MedianError),
            ["testErrorLow"] = StudyJson.Number(scheme.LowError),
            ["testErrorHigh"] = StudyJson.Number(scheme.HighError),
            ["initialErrorMedian"] = StudyJson.Number(scheme.MedianInitialError),
            ["stepsToThreshold"] = StudyJson.Number(steps),
            ["secondsPerRun"] = StudyJson.Number(scheme.MedianSeconds),
            ["collapsed"] = scheme.Collapsed,
            ["diverged"] = scheme.Diverged,
        };
        if (!double.IsFinite(scheme.HighError))
            json["testErrorReason"] = $"{scheme.Diverged} of {scheme.Runs.Count} runs diverged and have no error";
        if (steps is null)
            json["stepsToThresholdReason"] = "fewer than half of the runs reach the threshold";
        json["warnings"] = StudyJson.Texts(scheme.Warnings);
        json["finalErrors"] = StudyJson.List(scheme.Runs.Select(Final));
        return json;
    }

    static JsonObject Final(RunResult run)
    {
        var json = new JsonObject
        {
            ["seed"] = run.Run.Seed,
            ["testError"] = StudyJson.Number(run.TestError),
            ["status"] = StudyJson.Word(run.Status),
        };
        if (run.Reason is not null)
            json["reason"] = run.Reason;
        return json;
    }

    static JsonObject Comparison(SchemeComparison comparison) => new()
    {
        ["better"] = comparison.Better,
        ["worse"] = comparison.Worse,
        ["ratio"] = StudyJson.Number(comparison.Pairs.Ratio),
        ["ratioLow"] = StudyJson.Number(comparison.Pairs.RatioLow),
        ["ratioHigh"] = StudyJson.Number(comparison.Pairs.RatioHigh),
        ["confidence"] = StudyJson.Number(comparison.Pairs.Confidence),
        ["real"] = comparison.IsReal,
    };
}
