using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kindling.Studies;

/// <summary>Numbers and texts of JSON documents: no NaN, no infinity, texts readable as they are.</summary>
public static class StudyJson
{
    static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A number; null where it is not finite.</summary>
    public static JsonNode? Number(double? value) =>
        value is double v && double.IsFinite(v) ? JsonValue.Create(v) : null;

    /// <summary>
    /// The word for a value of an enumeration in documents and tables: <c>finished</c>, <c>single</c>.
    /// </summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A list of numbers.</summary>
    public static JsonArray Numbers(IEnumerable<double> values)
    {
        var array = new JsonArray();
        foreach (double value in values)
            array.Add(Number(value));
        return array;
    }

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> values)
    {
        var array = new JsonArray();
        foreach (string value in values)
            array.Add((JsonNode?)JsonValue.Create(value));
        return array;
    }

    /// <summary>A list of objects or lists.</summary>
    public static JsonArray List(IEnumerable<JsonNode> nodes)
    {
        var array = new JsonArray();
        foreach (JsonNode node in nodes)
            array.Add(node);
        return array;
    }

    /// <summary>Sets the fields of one document in another.</summary>
    public static void Add(JsonObject document, JsonObject fields)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(fields);
        foreach ((string name, JsonNode? value) in fields)
            document[name] = value?.DeepClone();
    }

    /// <summary>The document as text, indented, with a line feed at its end.</summary>
    public static string ToText(JsonNode document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()).ReplaceLineEndings("\n") + "\n";
    }
}
