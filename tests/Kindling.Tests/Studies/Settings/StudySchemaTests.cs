using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kindling.Studies;
using Kindling.Tests.Architecture;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kindling.Tests.Studies;

public class StudySchemaTests
{
    static readonly JsonObject s_schema = JsonNode.Parse(StudySchema.Make().ToJsonString())!.AsObject();

    public static TheoryData<string> Files() => GridYamlTests.AllStudies();

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_study_of_the_repository_is_valid(string file) =>
        Assert.True(IsValid(File.ReadAllText(Path.Combine(SourceTree.Root, "studies", file))));

    [Fact]
    public void The_file_of_a_comparison_is_valid() => Assert.True(IsValid(StudyYaml.Write(
        new Study { Problem = new() { Function = "sin" }, Schemes = ["he", "he#2"], LeastSquares = new() })));

    [Theory]
    [InlineData("settings: { lr: fast }")]
    [InlineData("settings: { lr: 0 }")]
    [InlineData("settings: { width: 0 }")]
    [InlineData("settings: { widht: 3 }")]
    [InlineData("settings: { lsgd: perhaps }")]
    [InlineData("settings: { optimizer: adan }")]
    [InlineData("settings: { time: 3 }")]
    [InlineData("grid: { width: [2, 0] }")]
    [InlineData("grid: { method: { GD: { stepz: 3 } } }")]
    [InlineData("rules: [ { lr: 0.1 } ]")]
    [InlineData("scales: { desk: { steps: many } }")]
    [InlineData("claims: [ { id: a, text: t, measure: ration, holds: '>= 1' } ]")]
    [InlineData("figures: [ { y: loss, at: end } ]")]
    [InlineData("kindling: 2\nfunction: sin")]
    [InlineData("kindling: 1\ninit: [he]")]
    public void A_mistake_is_not_valid(string text) => Assert.False(IsValid(text));

    [Fact]
    public void Every_reference_leads_to_a_definition()
    {
        JsonObject definitions = s_schema["$defs"]!.AsObject();
        string[] references = [.. References(s_schema).Distinct()];
        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.True(definitions.ContainsKey(r["#/$defs/".Length..]), r));
    }

    static bool IsValid(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Accepts(s_schema, ToJson(stream.Documents[0].RootNode));
    }

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" ? [(string)p.Value!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };

    /// <summary>The keywords of JSON schema that the schema uses.</summary>
    static bool Accepts(JsonObject schema, JsonNode value) => schema.All(p => p.Key switch
    {
        "$ref" => Accepts(s_schema["$defs"]![((string)p.Value!)["#/$defs/".Length..]]!.AsObject(), value),
        "oneOf" => p.Value!.AsArray().Count(s => Accepts(s!.AsObject(), value)) == 1,
        "anyOf" => p.Value!.AsArray().Any(s => Accepts(s!.AsObject(), value)),
        "enum" => p.Value!.AsArray().Any(v => JsonNode.DeepEquals(v, value)),
        "const" => JsonNode.DeepEquals(p.Value, value),
        "type" => p.Value is JsonArray types
            ? types.Any(t => IsA((string)t!, value))
            : IsA((string)p.Value!, value),
        "required" => p.Value!.AsArray().All(n => value is JsonObject o && o.ContainsKey((string)n!)),
        "properties" => value is not JsonObject o || p.Value!.AsObject().All(
            s => !o.ContainsKey(s.Key) || Accepts(s.Value!.AsObject(), o[s.Key]!)),
        "additionalProperties" => value is not JsonObject o || o.All(v =>
            schema["properties"]?.AsObject().ContainsKey(v.Key) == true
            || (p.Value is JsonObject other && Accepts(other, v.Value!))),
        "items" => value is not JsonArray a || a.All(v => Accepts(p.Value!.AsObject(), v!)),
        "minItems" => value is not JsonArray a || a.Count >= (int)p.Value!,
        "minimum" => !IsA("number", value) || (double)value >= (double)p.Value!,
        "maximum" => !IsA("number", value) || (double)value <= (double)p.Value!,
        "exclusiveMinimum" => !IsA("number", value) || (double)value > (double)p.Value!,
        "exclusiveMaximum" => !IsA("number", value) || (double)value < (double)p.Value!,
        "pattern" => !IsA("string", value) || Regex.IsMatch((string)value!, (string)p.Value!),
        "$schema" or "$defs" or "title" or "description" => true,
        _ => throw new NotSupportedException(p.Key),
    });

    static bool IsA(string type, JsonNode value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue v && v.TryGetValue(out string? _),
        "boolean" => value is JsonValue v && v.TryGetValue(out bool _),
        "number" => value is JsonValue v && v.TryGetValue(out double _),
        _ => value is JsonValue v && v.TryGetValue(out double number) && number == Math.Floor(number),
    };

    static JsonNode ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(
            p => KeyValuePair.Create(((YamlScalarNode)p.Key).Value!, (JsonNode?)ToJson(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: ("true" or "false") and var word } => word == "true",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: string text } when double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => throw new NotSupportedException(),
    };
}
