using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kindling.Studies;

/// <summary>Values of settings as text, the same in every form.</summary>
static partial class SettingText
{
    /// <summary>The text of a value; null for null and for an empty list.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum word => word.ToString().ToLowerInvariant(),
        IEnumerable<string> items => items.Any() ? Join(items) : null,
        IEnumerable<int> items => Join(items.Select(i => i.ToString(CultureInfo.InvariantCulture))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// A list as one text: items between commas; an item with a comma or a quote stands in double quotes, as in CSV.
    /// </summary>
    public static string Join(IEnumerable<string> items) => string.Join(',', items.Select(Quote));

    /// <summary>The items of a list that <see cref="Join"/> wrote.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var items = new List<string>();
        var item = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                item.Append(text[++i]);
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == ',' && !isQuoted)
                Take();
            else
                item.Append(text[i]);
        }

        Take();
        return items;

        void Take()
        {
            items.Add(item.ToString().Trim());
            item.Clear();
        }
    }

    /// <summary>Spells the names of settings, which stand in braces in a sentence.</summary>
    public static string Spell(string sentence, Func<string, string> spell) =>
        NamePattern().Replace(sentence, match => spell(match.Groups[1].Value));

    [GeneratedRegex(@"\{([a-z0-9-]+)\}")]
    internal static partial Regex NamePattern();

    static string Quote(string item) => item.AsSpan().ContainsAny(',', '"')
        ? $"\"{item.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : item;
}
