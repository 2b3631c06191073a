using System.Globalization;
using Kindling.Initialization;
using Kindling.Sampling;

namespace Kindling.Studies;

/// <summary>The name of an initializer in a study: its text, and which copy of it is meant.</summary>
/// <remarks>
/// <c>glorot#2</c> is the law of <c>glorot</c> with draws of its own: between copies there is no difference to be
/// found, so that they show whether a verdict is honest.
/// </remarks>
/// <param name="Text">The initializer as <see cref="Initializers.Parse"/> reads it, e.g. <c>aci:k=5</c>.</param>
/// <param name="Copy">1 for the initializer itself, 2 and more for its copies.</param>
public sealed record SchemeName(string Text, int Copy)
{
    const char Mark = '#';

    /// <summary>The initializer.</summary>
    public Initializer Law => Initializers.Parse(Text);

    /// <summary>Reads a name.</summary>
    /// <param name="name">An initializer, or a copy of it as <c>glorot#2</c>.</param>
    /// <param name="defaults">Options for every initializer that takes them.</param>
    /// <exception cref="ArgumentException">There is no such initializer, or the copy is no whole number of at least
    /// 2.</exception>
    public static SchemeName Parse(string name, InitializerOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        int mark = name.LastIndexOf(Mark);
        string text = mark < 0 ? name : name[..mark];
        string law = Initializers.Parse(text, defaults).ToString();
        if (mark < 0)
            return new(law, 1);
        string number = name[(mark + 1)..].Trim();
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int copy) && copy >= 2
            ? new(law, copy)
            : throw new ArgumentException(
                $"'{name}' names no copy of {text}; after '{Mark}' stands a whole number of at least 2: {text}{Mark}2.",
                nameof(name));
    }

    /// <summary>Reads a list of names between commas.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Parse"/>, or one is listed twice.</exception>
    public static IReadOnlyList<SchemeName> ParseList(string list, InitializerOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        var names = new List<SchemeName>();
        foreach (string part in SettingText.Split(list))
        {
            var name = Parse(part, defaults);
            if (names.Contains(name))
                throw new ArgumentException($"initializer '{name}' is listed twice in '{list}'.", nameof(list));
            names.Add(name);
        }

        return names;
    }

    /// <summary>The seed of a run's initial weights: the run's own, or 48 random bits for a copy.</summary>
    /// <param name="seed">The run's seed.</param>
    public ulong DrawSeed(ulong seed) =>
        Copy == 1 ? seed : RandomStream.Create(seed, "copies").Split(Copy).NextUInt64() >> 16;

    /// <summary>The next copy of the first of some names.</summary>
    public static SchemeName CopyOf(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string law = Parse(names[0]).Text;
        return new(law, Math.Max(1, names.Select(n => Parse(n)).Where(n => n.Text == law).Max(n => n.Copy)) + 1);
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        Copy == 1 ? Text : string.Create(CultureInfo.InvariantCulture, $"{Text}{Mark}{Copy}");
}
