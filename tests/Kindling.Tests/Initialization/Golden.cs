using System.Text.Json;

namespace Kindling.Tests.Initialization;

/// <summary>Reads the golden values.</summary>
static class Golden
{
    /// <summary>A case of a file under <c>golden/</c>, by its id.</summary>
    public static JsonElement Case(string file, string id)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", file);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (item.GetProperty("id").GetString() == id)
                return item.Clone();
        }

        throw new ArgumentException($"{file} has no case '{id}'.", nameof(id));
    }

    public static double[] Vector(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    public static double[][] Rows(JsonElement array) => [.. array.EnumerateArray().Select(Vector)];
}
