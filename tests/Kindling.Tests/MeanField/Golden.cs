using System.Text.Json;

namespace Kindling.Tests.MeanField;

/// <summary>Values of an independent implementation with 30 digits.</summary>
static class Golden
{
    /// <summary>What one case of one file expects.</summary>
    internal static JsonElement Expected(string file, string id)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", file + ".json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (item.GetProperty("id").GetString() == id)
                return item.GetProperty("expected").Clone();
        }

        throw new InvalidDataException($"{file} has no case {id}.");
    }

    /// <summary>The rows of a case.</summary>
    internal static IEnumerable<JsonElement> Rows(string file, string id) =>
        Expected(file, id).GetProperty("rows").EnumerateArray();

    /// <summary>The numbers of a row.</summary>
    internal static double[] Numbers(JsonElement row) => [.. row.EnumerateArray().Select(e => e.GetDouble())];

    internal static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    /// <summary>The number, or null where it is null or missing.</summary>
    internal static double? Optional(this JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    internal static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    /// <summary>|actual - expected| is at most relative |expected| + absolute.</summary>
    internal static void Close(double expected, double actual, double relative, double absolute = 1e-15)
    {
        double allowed = (relative * Math.Abs(expected)) + absolute;
        Assert.True(
            Math.Abs(actual - expected) <= allowed,
            $"expected {expected:R}, got {actual:R}, off by {Math.Abs(actual - expected):G3}, allowed {allowed:G3}");
    }
}
