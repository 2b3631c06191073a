using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kindling.Files;

/// <summary>JSON that was written here and is read back.</summary>
static class JsonText
{
    /// <summary>Reads a document.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="path">The file that it stands in.</param>
    /// <param name="found">What a damaged document is called in the error.</param>
    /// <param name="expected">What it should be, and what can be done.</param>
    /// <param name="read">Takes the fields; what is missing or of another kind may throw as it likes.</param>
    /// <exception cref="FileFormatException">The document is damaged, or a file beside it is missing.</exception>
    public static T Read<T>(string text, string path, string found, string expected, Func<JsonNode, T> read)
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
