using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>A single run as a study of one scheme and one seed, so that the figures of studies draw it.</summary>
static class SingleRunStudy
{
    public static StudyDocument Of(SingleRunResult result)
    {
        string scheme = result.Study.Schemes[0];
        var run = new RunDocument(
            scheme,
            (long)result.Study.Seed,
            EnumText.Of(result.Status),
            result.Curve.Count > 0 ? result.Curve[0].TestError : null,
            result.Last?.TestError,
            null,
            result.LearningRate,
            false,
            result.Curve);
        var only = new SchemeDocument(scheme) { Runs = [run], Predictions = Predictions(result) };
        return new StudyDocument(null, ProblemOf(result), [only], [], null, Outcome(result));
    }

    static ProblemDocument ProblemOf(SingleRunResult result)
    {
        Problem problem = result.Problem;
        bool classes = problem.IsClassification;
        return new ProblemDocument(
            problem.Name,
            classes ? "classification" : "regression",
            problem.Inputs,
            problem.InputNames,
            problem.OutputNames,
            problem.Terms.Sum(t => t.Data.Count),
            problem.Test?.Count,
            classes ? "share of wrong answers" : "root mean square error",
            new ErrorScale(problem).ConstantError,
            problem.Description,
            problem.Notes);
    }

    static OutcomeDocument Outcome(SingleRunResult result) => new(
        result.Network.ToString(), result.Study.OptimizerText, null, null, null, null, result.Steps, 1, true);

    static PredictionsDocument Predictions(SingleRunResult result)
    {
        DataSet data = result.Problem.ErrorData;
        int[] rows = DisplayPoints.PlacesOfPredictions(result.Problem);
        return new(Rows(data.Inputs, rows), Rows(data.Targets, rows), Rows(result.Predictions, rows));
    }

    static double[][] Rows(Matrix<double> matrix, int[] rows) => [.. rows.Select(i => matrix.Row(i).ToArray())];
}
