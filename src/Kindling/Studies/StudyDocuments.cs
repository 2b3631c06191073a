using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>The documents that the finished runs of a study add up to.</summary>
internal static class StudyDocuments
{
    public const string Start = "start.json";
    const string Predictions = "predictions.json";

    /// <summary>Writes them all; <c>results.json</c> last.</summary>
    public static void Write(StudyStore store, StudyResults results, RunExecutor runs)
    {
        foreach (SchemeResult scheme in results.Schemes.Where(s => s.BestRun is not null))
            store.Write(scheme.Name, Predictions, PredictionsOf(scheme, results.Problems, store, runs));
        RunResult? best = results.Schemes.Count > 0 ? results.Schemes[0].BestRun : null;
        if (best is not null)
            store.KeepBest(best.Run);
        store.Write("results.csv", ResultsCsv.Text(results));
        store.Write("curves.csv", CurveFile.Text(results.Schemes.SelectMany(s => s.Runs)));
        store.Write("results.json", ResultsDocument.Of(results));
    }

    /// <summary>The document <c>problem.json</c>.</summary>
    public static JsonObject ProblemOf(Problem problem)
    {
        bool classes = problem.IsClassification;
        return new JsonObject
        {
            ["name"] = problem.Name,
            ["task"] = classes ? "classification" : "regression",
            ["inputs"] = problem.Inputs,
            ["outputs"] = problem.Outputs,
            ["inputNames"] = JsonText.Texts(Names(problem.InputNames, problem.Inputs, ["x", "y", "z"])),
            ["outputNames"] = JsonText.Texts(Names(problem.OutputNames, problem.Outputs, ["f"])),
            ["trainPoints"] = problem.Terms.Sum(t => t.Data.Count),
            ["validationPoints"] = problem.Validation.Count == 0 ? null : problem.Validation.Sum(t => t.Data.Count),
            ["testPoints"] = problem.Test?.Count,
            ["errorName"] = classes ? "share of wrong answers"
                : problem.Domain is null ? "root mean square error"
                : "root mean square distance to the exact solution",
            ["errorUnit"] = null,
            ["constantError"] = new ErrorScale(problem).ConstantError,
            ["description"] = problem.Description,
            ["notes"] = JsonText.Texts(problem.Notes),
        };
    }

    static JsonObject PredictionsOf(SchemeResult scheme, StudyProblems problems, StudyStore store, RunExecutor runs)
    {
        Problem problem = problems.Of(scheme.BestRun!.Run.Place);
        DataSet data = problem.ErrorData;
        int[] rows = DisplayPoints.PlacesOfPredictions(problem);
        var inputs = new Matrix<double>(rows.Length, problem.Inputs);
        var targets = new Matrix<double>(rows.Length, problem.Outputs);
        data.Inputs.GatherRows(rows, inputs);
        data.Targets.GatherRows(rows, targets);
        Run run = scheme.BestRun!.Run;
        return new JsonObject
        {
            ["scheme"] = scheme.Name,
            ["run"] = run.Id,
            ["seed"] = run.Seed,
            ["split"] = problem.Test is null ? "train" : "test",
            ["inputs"] = Rows(inputs),
            ["targets"] = Rows(targets),
            ["predictions"] = Rows(runs.Predict(store.WeightsOf(run), inputs)),
        };
    }

    /// <summary>The names there are; else the usual ones; else x1, x2, ...</summary>
    static IEnumerable<string> Names(IReadOnlyList<string> names, int count, string[] usual) =>
        names.Count == count ? names
        : count <= usual.Length ? usual.Take(count)
        : Enumerable.Range(1, count).Select(i => $"{usual[0]}{i}");

    static JsonArray Rows(Matrix<double> matrix) => JsonText.List(Enumerable.Range(0, matrix.Rows)
        .Select(i => JsonText.Numbers(matrix.Row(i).ToArray().Select(v => Math.Round(v, 7)))));
}
