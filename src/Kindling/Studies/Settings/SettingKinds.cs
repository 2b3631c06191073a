using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>The kinds of values that settings have.</summary>
static class SettingKinds
{
    static readonly (NumberRange Range, string Key, double Value, string? OtherKey, double Other)[] s_bounds =
    [
        (NumberRange.Positive, "exclusiveMinimum", 0, null, 0),
        (NumberRange.NotNegative, "minimum", 0, null, 0),
        (NumberRange.AboveMinusOne, "exclusiveMinimum", -1, null, 0),
        (NumberRange.Share, "exclusiveMinimum", 0, "maximum", 1),
        (NumberRange.BelowOne, "minimum", 0, "exclusiveMaximum", 1),
    ];

    public static SettingKind<bool> Flag { get; } = new("true or false", "", SettingShape.Flag, text => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException(""),
    })
    {
        Schema = () => new() { ["type"] = "boolean" },
    };

    public static SettingKind<string> File { get; } = new("a file", "FILE", SettingShape.File, NotEmpty);

    public static SettingKind<string> Text { get; } = new("a text", "NAME", SettingShape.Text, NotEmpty);

    public static SettingKind<IReadOnlyList<string>> Names { get; } =
        new("a list of names", "NAME", SettingShape.Names, text => [.. SettingText.Split(text).Select(NotEmpty)])
        {
            Schema = () => OneOrList(new() { ["type"] = "string" }),
        };

    public static SettingKind<ulong> Seed { get; } = new(
        "a whole number of at least 0",
        "N",
        SettingShape.Number,
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new FormatException(""))
    {
        Schema = () => new() { ["type"] = "integer", ["minimum"] = 0 },
    };

    public static SettingKind<double> Number(NumberRange range, string helpName = "X") =>
        new(range.Words, helpName, SettingShape.Number, text => range.Parse(text) ?? throw new FormatException(""))
        {
            Schema = () => SchemaOf(range),
        };

    public static SettingKind<int> Whole(int least, int most = int.MaxValue) =>
        new(WholeRule(least, most), "N", SettingShape.Number, text => WholeOf(text, least, most))
        {
            Schema = () => SchemaOf(least, most),
        };

    /// <summary>A number, or a word in its place.</summary>
    /// <param name="number">The numbers.</param>
    /// <param name="rule">The range, with the word.</param>
    /// <param name="helpName">The placeholder in help.</param>
    /// <param name="words">The words, or the patterns of other texts.</param>
    /// <param name="read">Reads a text, or gives null.</param>
    public static SettingKind<T> OrWord<T>(
        JsonObject number, string rule, string helpName, JsonObject words, Func<string, T?> read)
        where T : class => new(
            rule, helpName, SettingShape.Number, text => read(text) ?? throw new FormatException(""))
        {
            Schema = () => new() { ["anyOf"] = new JsonArray(number.DeepClone(), words.DeepClone()) },
        };

    /// <summary>One of the words of an enumeration.</summary>
    public static SettingKind<T> Word<T>()
        where T : struct, Enum => Word([.. EnumText.Entries<T>()]);

    /// <summary>One of a few words.</summary>
    public static SettingKind<T> Word<T>(params (string Word, T Value)[] entries)
    {
        string[] words = [.. entries.Select(e => e.Word)];
        string rule = words.Length <= 2 ? string.Join(" or ", words) : "one of " + string.Join(", ", words);
        return new(rule, string.Join('|', words), SettingShape.Word, Read)
        {
            Words = words,
            Schema = () => new() { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) },
        };

        T Read(string text)
        {
            string key = text.Trim().ToLowerInvariant();
            int place = Array.IndexOf(words, key);
            if (place >= 0)
                return entries[place].Value;
            string? nearest = NearestName.Find(key, words);
            throw new FormatException(nearest is null ? "" : $"; did you mean '{nearest}'?");
        }
    }

    /// <summary>A name that some registry knows.</summary>
    /// <param name="what">What is named: <c>a function</c>.</param>
    /// <param name="find">Gives the name its usual spelling, or throws an <see cref="ArgumentException"/>.</param>
    public static SettingKind<string> Named(string what, Func<string, string> find) =>
        new(what, "NAME", SettingShape.Text, find);

    /// <summary>A list of values.</summary>
    public static SettingKind<IReadOnlyList<T>> List<T>(
        string rule, string helpName, JsonObject item, Func<string, IReadOnlyList<T>> read) =>
        new(rule, helpName, SettingShape.List, read)
        {
            Schema = () => OneOrList((JsonObject)item.DeepClone()),
        };

    /// <summary>The JSON schema of the numbers of a range.</summary>
    public static JsonObject SchemaOf(NumberRange range)
    {
        var schema = new JsonObject { ["type"] = "number" };
        foreach (var bound in s_bounds.Where(b => b.Range == range))
        {
            schema[bound.Key] = bound.Value;
            if (bound.OtherKey is not null)
                schema[bound.OtherKey] = bound.Other;
        }

        return schema;
    }

    /// <summary>The JSON schema of whole numbers between bounds.</summary>
    public static JsonObject SchemaOf(int least, int most = int.MaxValue)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = least };
        if (most < int.MaxValue)
            schema["maximum"] = most;
        return schema;
    }

    /// <summary>The whole number that a text is.</summary>
    /// <exception cref="FormatException">It is none, or out of range.</exception>
    public static int WholeOf(string text, int least, int most = int.MaxValue) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
        && value >= least && value <= most
            ? value
            : throw new FormatException("");

    static string WholeRule(int least, int most) =>
        most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}";

    static JsonObject OneOrList(JsonObject item)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.DeepClone(), ["minItems"] = 1 };
        return new() { ["anyOf"] = new JsonArray(item, new JsonObject { ["type"] = "string" }, list) };
    }

    static string NotEmpty(string text) => text.Length > 0 ? text : throw new FormatException("");
}
