using System.Text.Json;

namespace Kindling.Tests;

/// <summary>Values of independent implementations: the files under <c>golden/</c>.</summary>
static class Golden
{
    /// <summary>A file, by its name without <c>.json</c>.</summary>
    public static JsonElement Read(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", file + ".json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    /// <summary>The cases of a file.</summary>
    public static JsonElement[] Cases(string file) => [.. Read(file).GetProperty("cases").EnumerateArray()];

    /// <summary>The name of a case.</summary>
    public static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    /// <summary>A case of a file, by its name.</summary>
    public static JsonElement Case(string file, string id) => Cases(file).Single(c => Id(c) == id);

    /// <summary>What a case expects.</summary>
    public static JsonElement Expected(string file, string id) => Case(file, id).GetProperty("expected");

    /// <summary>The rows that a case expects.</summary>
    public static IEnumerable<JsonElement> Rows(string file, string id) =>
        Expected(file, id).GetProperty("rows").EnumerateArray();

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    public static double[][] Rows(JsonElement array) => [.. array.EnumerateArray().Select(Numbers)];

    public static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    /// <summary>The number, or null where it is null or missing.</summary>
    public static double? Optional(this JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    /// <summary>|actual - expected| is at most relative |expected| + absolute.</summary>
    public static void Close(double expected, double actual, double relative, double absolute = 1e-15)
    {
        double allowed = (relative * Math.Abs(expected)) + absolute;
        Assert.True(
            Math.Abs(actual - expected) <= allowed,
            $"expected {expected:R}, got {actual:R}, off by {Math.Abs(actual - expected):G3}, allowed {allowed:G3}");
    }
}
