using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>The settings of a study as an object in JSON; names are the camelCase of those elsewhere.</summary>
public static class SettingsJson
{
    /// <summary>The object of a study.</summary>
    public static JsonObject Of(Study study)
    {
        var json = new JsonObject();
        foreach (Setting setting in StudySettings.All)
        {
            if (setting.TextOf(study) is string text)
                json[NameOf(setting)] = Value(setting, text);
        }

        return json;
    }

    /// <summary>The settings in an object that <see cref="Of"/> made.</summary>
    /// <exception cref="ArgumentException">A name is no setting, or a value no single value and no list.</exception>
    public static SettingValues Read(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var values = new SettingValues();
        foreach ((string name, JsonNode? node) in json)
        {
            Setting setting = StudySettings.All.FirstOrDefault(s => NameOf(s) == name)
                ?? throw new ArgumentException($"'{name}' is no setting.", nameof(json));
            values.Add(setting.Name, Text(node, name));
        }

        return values;
    }

    /// <summary>The name of a setting in JSON: <c>lsgdEvery</c> for <c>lsgd-every</c>.</summary>
    public static string NameOf(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        string[] words = setting.Name.Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }

    static JsonNode Value(Setting setting, string text) => setting.Kind.Shape switch
    {
        SettingShape.Flag => text == "true",
        SettingShape.List or SettingShape.Names => JsonText.Texts(SettingText.Split(text)),
        SettingShape.Number when ulong.TryParse(
            text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole) => whole,
        SettingShape.Number when NumberRange.Finite(text) is double number => number,
        _ => text,
    };

    static string Text(JsonNode? node, string name) => node switch
    {
        JsonArray list => SettingText.Join(list.Select(item => Text(item, name))),
        JsonValue value => value.ToJsonString() is ['"', ..] ? value.GetValue<string>() : value.ToJsonString(),
        _ => throw new ArgumentException($"'{name}' has no value.", nameof(node)),
    };
}
