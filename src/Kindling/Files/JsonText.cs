using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kindling.Files;

/// <summary>JSON as it is written here (no NaN, no infinity, texts readable as they are), and read back.</summary>
public static class JsonText
{
    static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A number; null where it is not finite.</summary>
    public static JsonNode? Number(double? value) =>
        value is double v && double.IsFinite(v) ? JsonValue.Create(v) : null;

    /// <summary>A list of numbers.</summary>
    public static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(v => Number(v))]);

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode?)v)]);

    /// <summary>A list of objects or lists.</summary>
    public static JsonArray List(IEnumerable<JsonNode> nodes) => new([.. nodes]);

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
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads a file that was written here.</summary>
    /// <inheritdoc cref="Read"/>
    internal static T ReadFile<T>(string path, string found, string expected, Func<JsonNode, T> read) =>
        Read(File.ReadAllText(path), path, found, expected, read);

    /// <summary>Reads a document.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="path">The file that it stands in.</param>
    /// <param name="found">What a damaged document is called in the error.</param>
    /// <param name="expected">What it should be, and what can be done.</param>
    /// <param name="read">Takes the fields; what is missing or of another kind may throw as it likes.</param>
    /// <exception cref="FileFormatException">The document is damaged, or a file beside it is missing.</exception>
    internal static T Read<T>(string text, string path, string found, string expected, Func<JsonNode, T> read)
    {
        try
        {
            return read(JsonNode.Parse(text) ?? throw new JsonException("no document"));
        }
        catch (Exception e) when (
            e is JsonException or FormatException or ArgumentException or InvalidOperationException
            or NullReferenceException // A missing field, converted.
            or FileNotFoundException)
        {
            throw new FileFormatException(path, found, expected, cause: e);
        }
    }
}
