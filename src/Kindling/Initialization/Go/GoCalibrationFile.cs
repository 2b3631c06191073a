using System.Text.Json.Nodes;
using Kindling.Files;

namespace Kindling.Initialization;

/// <summary>A calibration as a JSON file, to be used again for new draws.</summary>
public static class GoCalibrationFile
{
    const string Expected = "a calibration as 'kindling draw --init go' writes it";

    /// <summary>Scales and biases beyond it have squares that single precision cannot hold.</summary>
    const double Largest = 1e15;

    /// <summary>A weight file's calibration: <c>w.calibration.json</c> beside <c>w.safetensors</c>.</summary>
    public static string Beside(string weights) => Path.ChangeExtension(weights, ".calibration.json");

    /// <summary>The document.</summary>
    public static JsonObject ToJson(GoCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new JsonObject
        {
            ["scheme"] = "go",
            ["network"] = calibration.Network,
            ["method"] = calibration.Method,
            ["features"] = calibration.Features,
            ["lambda"] = calibration.Lambda,
            ["batch"] = calibration.Batch,
            ["objective"] = JsonText.Number(calibration.Objective),
            ["freshObjective"] = JsonText.Number(calibration.FreshObjective),
            ["freshStandardError"] = JsonText.Number(calibration.FreshStandardError),
            ["freshDraws"] = calibration.FreshDraws,
            ["keptObjective"] = JsonText.Number(calibration.KeptObjective),
            ["evaluations"] = calibration.Evaluations,
            ["seconds"] = Math.Round(calibration.Seconds, 6),
            ["deadUnits"] = calibration.DeadUnits,
            ["samePairs"] = calibration.SamePairs,
            ["c"] = JsonText.Numbers(calibration.C),
            ["b"] = JsonText.Numbers(calibration.B),
        };
    }

    /// <summary>Writes a file, completely or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, GoCalibration calibration) =>
        AtomicFile.WriteText(path, JsonText.ToText(ToJson(calibration)));

    /// <summary>Reads a file; c and b must be there, the other fields may be missing.</summary>
    /// <exception cref="FileFormatException">
    /// It cannot be read, is no calibration, or has scales or biases that nothing can be drawn with.
    /// </exception>
    public static GoCalibration Read(string path)
    {
        using var file = new StreamReader(InputFile.Open(path, Expected));
        return JsonText.Read(file.ReadToEnd(), path, "something else", Expected, json =>
        {
            double[] c = Numbers(json, "c"), b = Numbers(json, "b");
            Require(path, c, b);
            return new GoCalibration
            {
                Method = (string?)json["method"] ?? "file",
                Network = (string?)json["network"] ?? $"{c.Length} hidden layers",
                Features = (string?)json["features"] ?? "phi",
                C = c,
                B = b,
                Lambda = (double?)json["lambda"] ?? 0,
                Batch = (int?)json["batch"] ?? 0,
                Objective = (double?)json["objective"] ?? double.NaN,
                FreshObjective = (double?)json["freshObjective"] ?? double.NaN,
                FreshStandardError = (double?)json["freshStandardError"] ?? double.NaN,
                FreshDraws = (int?)json["freshDraws"] ?? 0,
                KeptObjective = (double?)json["keptObjective"],
                Evaluations = (int?)json["evaluations"] ?? 0,
                Seconds = (double?)json["seconds"] ?? 0,
                DeadUnits = (double?)json["deadUnits"] ?? 0,
                SamePairs = (double?)json["samePairs"] ?? 0,
            };
        });
    }

    static void Require(string path, double[] c, double[] b)
    {
        if (c.Length == 0 || c.Length != b.Length)
        {
            throw new FileFormatException(
                path, $"{c.Length} scales c and {b.Length} biases b", "one of each for every hidden layer");
        }

        foreach (double scale in c)
        {
            if (!(scale > 0 && scale <= Largest))
                throw new FileFormatException(path, $"{scale} in c", "scales above 0 and up to 1e15");
        }

        foreach (double bias in b)
        {
            if (!(Math.Abs(bias) <= Largest))
                throw new FileFormatException(path, $"{bias} in b", "biases from -1e15 to 1e15");
        }
    }

    static double[] Numbers(JsonNode json, string name) => json is JsonObject && json[name] is JsonArray array
        ? [.. array.Select(v => (double)(v ?? throw new FormatException(name)))]
        : throw new FormatException(name);
}
