using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// A finished run as files: <c>curve.csv</c>, then <c>run.json</c>, whose presence says that the run is done.
/// </summary>
internal static class RunFiles
{
    public static void Write(string folder, RunResult result)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, "curve.csv"), CurveFile.Text(result.Curve));
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
                var seen = new Run(
                    run.Id, (string)json["scheme"]!, (ulong)json["seed"]!, (double)json["learningRate"]!);
                if (seen != (anyRate ? run with { LearningRate = seen.LearningRate } : run))
                    return null;
                return new RunResult(
                    seen,
                    EnumText.Value<TrainingStatus>((string)json["status"]!, "status"),
                    (string?)json["reason"],
                    (long)json["steps"]!,
                    CurveFile.Read(Path.Combine(folder, "curve.csv")),
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
}
