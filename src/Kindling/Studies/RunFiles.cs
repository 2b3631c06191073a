using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// A finished run as files: <c>curve.csv</c>, then <c>run.json</c>, whose presence says that the run is done.
/// </summary>
internal static class RunFiles
{
    const string Header = "step,loss,trainError,testError";
    const string SolveHeader = Header + ",rank,condition,unknowns";

    public static void Write(string folder, RunResult result)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, "curve.csv"), CurveText(result.Curve));
        AtomicFile.WriteText(Path.Combine(folder, "run.json"), JsonText.ToText(ToJson(result)));
    }

    /// <summary>
    /// Reads a run back; null if it is not there, or not whole, or had another learning rate or seed.
    /// </summary>
    public static RunResult? Read(string folder, Run run, bool anyRate = false)
    {
        string document = Path.Combine(folder, "run.json");
        return !File.Exists(document) ? null : JsonText.ReadFile(
            document, "something that is no run", "a run (remove its folder to repeat it)", json =>
            {
                var seen = new Run(run.Id, (string)json["scheme"]!, (ulong)json["seed"]!, (double)json["learningRate"]!);
                if (seen != (anyRate ? run with { LearningRate = seen.LearningRate } : run))
                    return null;
                return new RunResult(
                    seen,
                    EnumText.Value<TrainingStatus>((string)json["status"]!, "status"),
                    (string?)json["reason"],
                    (long)json["steps"]!,
                    ReadCurve(Path.Combine(folder, "curve.csv")),
                    (double?)json["outputSpread"] ?? double.NaN,
                    (double)json["seconds"]!,
                    (double)json["secondsPerStep"]!);
            });
    }

    public static JsonObject ToJson(RunResult result) => new()
    {
        ["id"] = result.Run.Id,
        ["scheme"] = result.Run.Scheme,
        ["seed"] = result.Run.Seed,
        ["learningRate"] = result.Run.LearningRate,
        ["status"] = EnumText.Of(result.Status),
        ["reason"] = result.Reason,
        ["steps"] = result.Steps,
        ["loss"] = JsonText.Number(result.Loss),
        ["trainError"] = JsonText.Number(result.TrainError),
        ["testError"] = JsonText.Number(result.TestError),
        ["initialTestError"] = JsonText.Number(result.InitialTestError),
        ["outputSpread"] = JsonText.Number(result.OutputSpread),
        ["collapsed"] = result.Collapsed,
        ["seconds"] = result.Seconds,
        ["secondsPerStep"] = result.SecondsPerStep,
    };

    /// <summary>One line a point; with least squares also what the solve before it met.</summary>
    public static string CurveText(IReadOnlyList<CurvePoint> curve)
    {
        bool solved = curve.Any(p => p.Solve is not null);
        return string.Concat(
            curve.Select(p => Line(p, solved) + "\n").Prepend((solved ? SolveHeader : Header) + "\n"));
    }

    /// <summary>The curves of all runs in one table.</summary>
    public static string CurvesText(IEnumerable<RunResult> runs)
    {
        RunResult[] all = [.. runs];
        bool solved = all.Any(run => run.Curve.Any(p => p.Solve is not null));
        var text = new StringBuilder($"scheme,seed,{(solved ? SolveHeader : Header)}\n");
        foreach (RunResult run in all)
        {
            foreach (CurvePoint point in run.Curve)
                text.Append($"{run.Run.Scheme},{run.Run.Seed},{Line(point, solved)}\n");
        }

        return text.ToString();
    }

    static string Line(CurvePoint p, bool solved)
    {
        string errors = $"{p.Step},{CsvText.Number(p.Loss)},{CsvText.Number(p.TrainError)},{CsvText.Number(p.TestError)}";
        return !solved ? errors
            : p.Solve is not ReadOutSolve s ? errors + ",,,"
            : $"{errors},{s.Rank},{CsvText.Number(s.Condition)},{s.Unknowns}";
    }

    static CurvePoint[] ReadCurve(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || lines[0] is not (Header or SolveHeader))
            throw new FormatException("no curve");
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells => new CurvePoint(
            long.Parse(cells[0], CultureInfo.InvariantCulture), CsvText.Value(cells[1]), CsvText.Value(cells[2]), CsvText.Value(cells[3]))
        {
            Solve = cells.Length < 7 || cells[4].Length == 0 ? null : new ReadOutSolve(
                (int)CsvText.Value(cells[4]), cells[5].Length == 0 ? double.PositiveInfinity : CsvText.Value(cells[5]), (int)CsvText.Value(cells[6])),
        })];
    }
}
