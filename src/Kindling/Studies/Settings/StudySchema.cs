using System.Text.Json.Nodes;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>
/// The format of study files as a JSON schema (2020-12), so that editors complete names and tell mistakes.
/// </summary>
public static class StudySchema
{
    /// <summary>
    /// Makes the schema: a comparison, or a grid with settings, axes, scales, rules, claims and figures.
    /// </summary>
    public static JsonObject Make()
    {
        var definitions = new JsonObject
        {
            ["comparison"] = Comparison(),
            ["grid"] = Grid(),
            ["settings"] = Closed(Settings(SettingForms.Grid)),
            ["axis"] = Axis(new JsonObject { ["type"] = Scalars() }),
            ["selection"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Labels() },
            ["rule"] = Rule(),
            ["scale"] = Scale(),
            ["claim"] = Claim(),
            ["figure"] = Figure(),
        };
        foreach (Setting setting in StudySettings.All)
            definitions[NameOf(setting)] = Value(setting);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A study of Kindling",
            ["oneOf"] = new JsonArray(Reference("comparison"), Reference("grid")),
            ["$defs"] = definitions,
        };
    }

    static JsonObject Value(Setting setting)
    {
        var schema = new JsonObject { ["description"] = setting.HelpIn(n => $"'{n}'") };
        foreach ((string key, JsonNode? node) in setting.Kind.Schema())
            schema[key] = node?.DeepClone();
        return schema;
    }

    static JsonObject Comparison()
    {
        JsonObject properties = Settings(SettingForms.File);
        var version = new JsonObject { ["const"] = 2, ["description"] = "the version of the format" };
        properties.Insert(0, "kindling", version);
        JsonObject schema = Closed(properties);
        schema["required"] = new JsonArray("kindling", "init");
        return schema;
    }

    static JsonObject Grid() => Closed(new JsonObject
    {
        ["name"] = Text("in commands and folders; letters, digits, '.', '_' and '-'"),
        ["title"] = Text("what is studied"),
        ["paper"] = Text("where the experiment comes from"),
        ["figure"] = TextOrNumber("which figure of the paper"),
        ["about"] = Text("what is done and why"),
        ["scale"] = Text("the scale where none is asked for"),
        ["settings"] = Reference("settings"),
        ["grid"] = Axes(),
        ["exclude"] = ListOf(Reference("selection")),
        ["rules"] = ListOf(Reference("rule")),
        ["scales"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference("scale") },
        ["claims"] = ListOf(Reference("claim")),
        ["figures"] = ListOf(Reference("figure")),
    });

    /// <summary>An axis is a list of a setting's values, or labels with the settings that they mean.</summary>
    static JsonObject Axes()
    {
        var properties = new JsonObject();
        foreach (Setting setting in StudySettings.In(SettingForms.Grid))
            properties[setting.Name] = Axis(Reference(NameOf(setting)));
        return new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = Reference("axis") };
    }

    static JsonObject Axis(JsonObject value) => AnyOf(
        ListOf(value), new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference("settings") });

    static JsonObject Rule()
    {
        JsonObject properties = Settings(SettingForms.Grid);
        properties.Insert(0, "for", Reference("selection"));
        JsonObject rule = Closed(properties);
        rule["required"] = new JsonArray("for");
        return rule;
    }

    static JsonObject Scale()
    {
        var properties = new JsonObject { ["rules"] = ListOf(Reference("rule")) };
        foreach (Setting setting in StudySettings.In(SettingForms.Grid))
            properties[setting.Name] = AnyOf(Reference(NameOf(setting)), ListOf(Reference(NameOf(setting))));
        return new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = ListOf(new JsonObject { ["type"] = Scalars() }),
        };
    }

    static JsonObject Claim()
    {
        JsonObject properties = new()
        {
            ["id"] = Text("a name that no other claim has"),
            ["paper"] = Text("the paper, where it is another one"),
            ["figure"] = TextOrNumber("the figure, where it is another one"),
            ["text"] = Text("what is claimed"),
            ["paperValue"] = TextOrNumber("what the paper has"),
            ["measure"] = Words("value", "ratio", "slope"),
            ["where"] = Reference("selection"),
            ["above"] = Reference("selection"),
            ["below"] = Reference("selection"),
            ["belowAt"] = Place(),
            ["along"] = Text("the axis of a slope"),
            ["over"] = Words("min", "max", "median"),
            ["holds"] = Text("the range in which it holds: '>= 10', '<= 0.1' or '0.5 .. 2'"),
            ["partly"] = Text("the range in which it holds partly"),
            ["scales"] = Labels(),
            ["note"] = Text("what else there is to say"),
        };
        AddMeasurement(properties, "of");
        JsonObject claim = Closed(properties);
        claim["required"] = new JsonArray("id", "text", "measure", "holds");
        return claim;
    }

    static JsonObject Figure()
    {
        JsonObject properties = new()
        {
            ["title"] = Text("what it shows"),
            ["x"] = Text("step, or an axis"),
            ["color"] = Text("the axis whose values are lines"),
            ["facet"] = Labels(),
            ["where"] = Reference("selection"),
            ["points"] = new JsonObject { ["type"] = "boolean", ["description"] = "whether each run is a point" },
        };
        AddMeasurement(properties, "y");
        return Closed(properties);
    }

    static void AddMeasurement(JsonObject properties, string quantity)
    {
        properties[quantity] = Words([.. MeasurementYaml.Quantities]);
        properties["at"] = Place();
        properties["statistic"] = Words([.. MeasurementYaml.Statistics]);
    }

    static JsonObject Place() => AnyOf(Words("start", "last", "best"), SettingKinds.SchemaOf(0));

    static JsonObject Settings(SettingForms form)
    {
        var properties = new JsonObject();
        foreach (Setting setting in StudySettings.In(form))
            properties[setting.Name] = Reference(NameOf(setting));
        return properties;
    }

    static string NameOf(Setting setting) => "setting-" + setting.Name;

    static JsonObject Closed(JsonObject properties) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["additionalProperties"] = false,
    };

    static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };

    static JsonObject ListOf(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    static JsonObject Labels() => AnyOf(
        new JsonObject { ["type"] = Scalars() }, ListOf(new JsonObject { ["type"] = Scalars() }));

    static JsonArray Scalars() => new("string", "number", "boolean");

    static JsonObject AnyOf(JsonObject one, JsonObject other) => new() { ["anyOf"] = new JsonArray(one, other) };

    static JsonObject Words(params string[] words) => new() { ["enum"] = JsonText.Texts(words) };

    static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    static JsonObject TextOrNumber(string description) =>
        new() { ["type"] = new JsonArray("string", "number"), ["description"] = description };
}
