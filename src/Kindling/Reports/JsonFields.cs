using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Fields of a JSON object that may be missing, null, or of another kind: then they read as null or
/// empty.</summary>
static class JsonFields
{
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static double? Number(this JsonObject json, string name) => Number(json[name]);

    public static long? Integer(this JsonObject json, string name) =>
        json.Number(name) is double number ? (long)number : null;

    public static bool Flag(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static string[] Strings(this JsonObject json, string name) => json[name] is JsonArray array
        ? [.. array.OfType<JsonValue>().Select(v => v.TryGetValue(out string? text) ? text : v.ToJsonString())]
        : [];

    public static IEnumerable<JsonObject> Objects(this JsonObject json, string name) =>
        json[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>An array of numbers; null entries are NaN.</summary>
    public static double[] Numbers(JsonNode? node) =>
        node is JsonArray array ? [.. array.Select(v => Number(v) ?? double.NaN)] : [];

    /// <summary>An array of arrays of numbers.</summary>
    public static double[][] Rows(this JsonObject json, string name) =>
        json[name] is JsonArray array ? [.. array.Select(Numbers)] : [];

    static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;
}
