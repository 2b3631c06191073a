using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>What trained weights must say of their problem, so that they can be used on raw data later.</summary>
/// <remarks>
/// Stands in the metadata of safetensors files under <c>problem</c>, as JSON: names of inputs and outputs, whether the
/// outputs are classes, and how inputs and targets were scaled.
/// </remarks>
/// <param name="InputNames">One name an input; empty where they have none. Categories are <c>column=value</c>.</param>
/// <param name="OutputNames">One name an output, or the classes; empty where they have none.</param>
/// <param name="AreClasses">Whether the outputs are scores of classes.</param>
/// <param name="InputScaling">How raw inputs become the network's; null if they are.</param>
/// <param name="TargetScaling">How raw targets became the network's; null if they are.</param>
public sealed record WeightMetadata(
    IReadOnlyList<string> InputNames,
    IReadOnlyList<string> OutputNames,
    bool AreClasses,
    Standardization? InputScaling,
    Standardization? TargetScaling)
{
    const string Key = "problem";

    /// <summary>Of weights that know nothing about their problem.</summary>
    public static WeightMetadata None { get; } = new([], [], false, null, null);

    /// <summary>The entries of a file's metadata for weights trained on a problem.</summary>
    public static IReadOnlyDictionary<string, string> Of(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var json = new JsonObject
        {
            ["name"] = problem.Name,
            ["inputs"] = JsonText.Texts(problem.InputNames),
            ["outputs"] = JsonText.Texts(problem.OutputNames),
            ["classes"] = problem.IsClassification,
        };
        if (problem.InputScaling is Standardization inputs)
            json["inputScaling"] = ToJson(inputs);
        if (problem.TargetScaling is Standardization targets)
            json["targetScaling"] = ToJson(targets);
        return new Dictionary<string, string> { [Key] = json.ToJsonString() };
    }

    /// <summary>What a file says; <see cref="None"/> where it says nothing.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="inputs">Of its network.</param>
    /// <param name="outputs">Of its network.</param>
    /// <exception cref="FileFormatException">It says something that does not fit the network.</exception>
    public static WeightMetadata Read(string path, int inputs, int outputs)
    {
        using Safetensors file = Safetensors.Open(path);
        if (!file.Metadata.TryGetValue(Key, out string? text))
            return None;
        string found = $"the metadata '{Key}': {text}";
        string expected = $"names and scalings of {inputs} inputs and {outputs} outputs";
        return JsonText.Read(text, path, found, expected, json =>
        {
            var read = new WeightMetadata(
                Names(json["inputs"]),
                Names(json["outputs"]),
                (bool?)json["classes"] ?? false,
                Scaling(json["inputScaling"]),
                Scaling(json["targetScaling"]));
            bool fits = read.InputNames.Count is var i && (i == 0 || i == inputs)
                && read.OutputNames.Count is var o && (o == 0 || o == outputs)
                && (read.InputScaling is null || read.InputScaling.Columns == inputs)
                && (read.TargetScaling is null || read.TargetScaling.Columns == outputs);
            return fits ? read : throw new FormatException("counts");
        });
    }

    static JsonObject ToJson(Standardization scaling) => new()
    {
        ["center"] = JsonText.Numbers(scaling.Center),
        ["scale"] = JsonText.Numbers(scaling.Scale),
    };

    static string[] Names(JsonNode? node) => node is JsonArray list ? [.. list.Select(n => (string)n!)] : [];

    static Standardization? Scaling(JsonNode? node)
    {
        if (node is null)
            return null;
        double[] center = [.. node["center"]!.AsArray().Select(n => (double)n!)];
        double[] scale = [.. node["scale"]!.AsArray().Select(n => (double)n!)];
        return center.Length == scale.Length ? new(center, scale) : throw new FormatException("lengths");
    }
}
