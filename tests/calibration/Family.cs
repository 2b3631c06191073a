using System.Security.Cryptography;
using System.Text;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>One study of a calibration.</summary>
/// <param name="Task">The name of its task.</param>
/// <param name="Number">Its number within the task, from 0.</param>
/// <param name="Study">The study.</param>
sealed record Family(string Task, int Number, Study Study)
{
    /// <summary>Rows on which the kept weights of each run are measured as well, in raw units; or null.</summary>
    public DataSet? FreshRows { get; init; }

    /// <summary>Names the study: equal keys have equal settings.</summary>
    public string Key => $"{Task}/{Number}/{HashOf(StudyYaml.Write(Study))}";

    /// <summary>Trains all runs of the study in this thread.</summary>
    /// <param name="scratch">A folder for what is needed meanwhile.</param>
    public StoredFamily Train(string scratch)
    {
        var problems = StudyProblems.Load(Study);
        var executor = new StudyExecutor(Study, problems, threads: 1);
        if (FreshRows is null)
            return new(Key, [.. executor.Execute().Schemes.SelectMany(s => s.Runs).Select(r => StoredRun.Of(r))]);
        string folder = Path.Combine(scratch, $"{Task}-{Number}");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var store = StudyStore.Open(folder, Study with { Folds = problems.Folds });
        StudyResults results = executor.Execute(store);
        var runs = RunExecutor.For(Study, problems, results.Network);
        StoredRun[] stored = [.. results.Schemes.SelectMany(s => s.Runs).Select(r => StoredRun.Of(r, ErrorOf(r)))];
        Directory.Delete(folder, recursive: true);
        return new(Key, stored);

        double ErrorOf(RunResult result) => result.Diverged
            ? double.PositiveInfinity
            : FreshError(runs, store.WeightsOf(result.Run), problems, result.Run.Place);
    }

    /// <summary>The root mean square error on the fresh rows, in the units of the target.</summary>
    double FreshError(RunExecutor runs, string weights, StudyProblems problems, int place)
    {
        Problem problem = problems.Of(place);
        var inputs = new Matrix<double>(FreshRows!.Count, FreshRows.Inputs.Columns);
        for (int i = 0; i < inputs.Rows; i++)
            FreshRows.Inputs.Row(i).CopyTo(inputs.Row(i));
        problem.InputScaling?.ApplyInPlace(inputs);
        Matrix<double> outputs = runs.Predict(weights, inputs);
        problem.TargetScaling?.UndoInPlace(outputs);
        double squares = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            for (int j = 0; j < outputs.Columns; j++)
                squares += Math.Pow(outputs[i, j] - FreshRows.Targets[i, j], 2);
        }

        return Math.Sqrt(squares / ((double)outputs.Rows * outputs.Columns));
    }

    static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
