using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>Vega-Lite specifications written as JSON text with holes.</summary>
/// <remarks>
/// <c>VegaLite.Spec($$"""{ "mark": "line", "data": { "values": {{rows}} } }""")</c>: whatever stands in a hole is
/// written as one JSON value (a string with its quotes, a number that is not finite as null), so no data can change
/// the structure.
/// </remarks>
public static class VegaLite
{
    /// <summary>The version that the page's scripts draw, as specifications name it. Never fetched.</summary>
    public const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    /// <summary>A label expression for linear axes: plain numbers, powers of ten only where they are very large or
    /// small.</summary>
    public const string PlainLabels =
        "datum.value !== 0 && (abs(datum.value) < 1e-3 || abs(datum.value) >= 1e5)"
        + " ? format(datum.value, '.2~e') : format(datum.value, '.5~f')";

    /// <summary>
    /// A label expression for axes with a format and few labels, as logarithmic ones have: powers of ten where the
    /// format would write out very large numbers.
    /// </summary>
    public const string LargeLabels =
        "datum.label && abs(datum.value) >= 1e5 ? format(datum.value, '.2~e') : datum.label";

    /// <summary>A label expression for axes of counts: <c>12,000</c>.</summary>
    public const string CountLabels = "format(datum.value, ',d')";

    /// <summary>Parses the text into a specification, with <see cref="Schema"/> as its first member.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text around the holes is not one JSON object.</exception>
    public static JsonObject Spec(JsonHoles json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonObject spec = JsonNode.Parse(json.Text)!.AsObject();
        spec.Insert(0, "$schema", Schema);
        return spec;
    }

    /// <summary>Parses the text into a piece of a specification.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text around the holes is not JSON.</exception>
    public static JsonNode Part(JsonHoles json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonNode.Parse(json.Text)!;
    }

    /// <summary>A number for a figure: five significant digits, null if it is not finite.</summary>
    public static JsonNode? Number(double? value) =>
        value is double number && double.IsFinite(number) ? NumberText.Significant(number, 5) : null;

    /// <summary>An array of values.</summary>
    public static JsonArray Array(IEnumerable<JsonNode?> values) => new([.. values]);

    /// <summary>An array of numbers, as <see cref="Number"/> writes them.</summary>
    public static JsonArray Numbers(IEnumerable<double> values) => Array(values.Select(v => Number(v)));

    /// <summary>An array of strings.</summary>
    public static JsonArray Strings(IEnumerable<string> values) => Array(values.Select(v => (JsonNode?)v));
}

/// <summary>Interpolated JSON text: every hole becomes one JSON value.</summary>
[InterpolatedStringHandler]
public sealed class JsonHoles
{
    readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    public JsonHoles(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>The JSON text.</summary>
    public string Text => _text.ToString();

    /// <summary>Called by the compiler for the text between holes.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>A string hole; null writes null.</summary>
    public void AppendFormatted(string? value)
    {
        if (value is null)
            _text.Append("null");
        else
            _text.Append('"').Append(JavaScriptEncoder.Default.Encode(value)).Append('"');
    }

    /// <summary>A number hole.</summary>
    public void AppendFormatted(double value) =>
        _text.Append(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null");

    /// <summary>An integer hole.</summary>
    public void AppendFormatted(int value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A true or false hole.</summary>
    public void AppendFormatted(bool value) => _text.Append(value ? "true" : "false");

    /// <summary>A hole with a value, array or object; null writes null.</summary>
    public void AppendFormatted(JsonNode? value) => _text.Append(value?.ToJsonString() ?? "null");
}
