using Kindling.Networks;

namespace Kindling.Files;

/// <summary>Enumeration values as words, alike in commands, files and JSON: <c>finished</c>, <c>adamw</c>.</summary>
public static class EnumText
{
    /// <summary>The word for a value: its name in lower case.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>All words with their values, in the order of the enumeration.</summary>
    public static IEnumerable<(string Word, T Value)> Entries<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (Of(value), value));

    /// <summary>All words, in the order of the enumeration.</summary>
    public static string[] Words<T>()
        where T : struct, Enum => [.. Entries<T>().Select(e => e.Word)];

    /// <summary>The value of a word in any case.</summary>
    /// <param name="word">One of <see cref="Words{T}"/>.</param>
    /// <param name="kind">What is named, for the message, e.g. <c>optimizer</c>.</param>
    /// <exception cref="ArgumentException">There is no such word; the message names the nearest.</exception>
    public static T Value<T>(string word, string kind)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(word);
        foreach ((string known, T value) in Entries<T>())
        {
            if (string.Equals(known, word.Trim(), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new ArgumentException(NearestName.Unknown(kind, word, Words<T>()));
    }
}
