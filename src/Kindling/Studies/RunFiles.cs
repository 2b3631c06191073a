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
    /// Reads a run back; null if it is not there, or not whole, or had another scheme or seed, or another learning rate
    /// than the one that was given.
    /// </summary>
    public static RunResult? Read(string folder, Run run)
    {
        string document = Path.Combine(folder, "run.json");
        return !File.Exists(document) ? null : JsonText.ReadFile(
            document, "something that is no run", "a run (remove its folder to repeat it)", json =>
            {
                Run seen = run with { LearningRate = (double)json["learningRate"]! };
                bool isSame = (string)json["scheme"]! == run.Scheme && (ulong)json["seed"]! == run.Seed
                    && (double.IsNaN(run.LearningRate) || run.LearningRate == seen.LearningRate);
                return isSame ? Result(folder, seen, json) : null;
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
        ["keptStep"] = result.Kept.Step,
        ["loss"] = JsonText.Number(result.Loss),
        ["trainError"] = JsonText.Number(result.TrainError),
        ["validationError"] = JsonText.Number(result.ValidationError),
        ["testError"] = JsonText.Number(result.TestError),
        ["testErrorAtEnd"] = JsonText.Number(result.TestErrorAtEnd),
        ["initialTestError"] = JsonText.Number(result.InitialTestError),
        ["outputSpread"] = JsonText.Number(result.OutputSpread),
        ["collapsed"] = result.Collapsed,
        ["seconds"] = result.Seconds,
        ["secondsPerStep"] = result.SecondsPerStep,
        ["kept"] = Point(result.Kept),
        ["end"] = Point(result.End),
        ["rates"] = JsonText.List(result.Arms.Select(Arm)),
    };

    static RunResult Result(string folder, Run run, JsonNode json) => new(
        run,
        EnumText.Value<TrainingStatus>((string)json["status"]!, "status"),
        (string?)json["reason"],
        (long)json["steps"]!,
        CurveFile.Read(Path.Combine(folder, "curve.csv")),
        (double?)json["outputSpread"] ?? double.NaN,
        (double)json["seconds"]!,
        (double)json["secondsPerStep"]!)
    {
        Kept = Point(json["kept"]!),
        End = Point(json["end"]!),
        Arms = [.. json["rates"]!.AsArray().Select(a => Arm(a!))],
    };

    static JsonObject Point(CurvePoint point) => new()
    {
        ["step"] = point.Step,
        ["loss"] = JsonText.Number(point.Loss),
        ["trainError"] = JsonText.Number(point.TrainError),
        ["testError"] = JsonText.Number(point.TestError),
        ["validationLoss"] = JsonText.Number(point.ValidationLoss),
        ["validationError"] = JsonText.Number(point.ValidationError),
    };

    static CurvePoint Point(JsonNode json) => new(
        (long)json["step"]!, Number(json["loss"]), Number(json["trainError"]), Number(json["testError"]))
    {
        ValidationLoss = (double?)json["validationLoss"],
        ValidationError = (double?)json["validationError"],
    };

    static JsonObject Arm(RaceArm arm) => new()
    {
        ["rate"] = arm.Rate,
        ["steps"] = arm.Step,
        ["score"] = JsonText.Number(arm.Score),
        ["diverged"] = arm.IsDiverged,
    };

    static RaceArm Arm(JsonNode json) => new(
        (double)json["rate"]!,
        (long)json["steps"]!,
        (double?)json["score"] ?? double.PositiveInfinity,
        (bool)json["diverged"]!);

    static double Number(JsonNode? node) => (double?)node ?? double.NaN;
}
