using System.Globalization;
using Kindling.Files;
using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>Settings of runs by name, each with the place in the file where it stands.</summary>
/// <remarks>Names are those of the command line's options, in camelCase. Later settings replace earlier ones.</remarks>
internal sealed class CellSettings
{
    readonly Dictionary<string, (string Text, YamlMapping Place)> _values = [];

    /// <summary>The settings of a mapping.</summary>
    /// <param name="mapping">Names and values.</param>
    /// <param name="except">Names that are not settings and are left to the caller.</param>
    /// <exception cref="Files.FileFormatException">A name is unknown, or a value is no single value.</exception>
    public static CellSettings Read(YamlMapping mapping, params ReadOnlySpan<string> except)
    {
        var settings = new CellSettings();
        foreach (string name in mapping.Names)
        {
            if (!except.Contains(name))
                settings.Add(name, mapping.Text(RequireKnown(name, mapping))!, mapping);
        }

        return settings;
    }

    /// <summary>Gives back a name that is a setting.</summary>
    /// <exception cref="Files.FileFormatException">There is no such setting; the message has the nearest.</exception>
    public static string RequireKnown(string name, YamlMapping mapping)
    {
        if (CellStudy.Names.Contains(name))
            return name;
        string? nearest = NearestName.Find(name, CellStudy.Names);
        string hint = nearest is null ? "one" : $"'{nearest}', or another";
        throw mapping.Wrong(
            name, $"an unknown setting '{name}'", $"{hint} of {string.Join(", ", CellStudy.Names)}");
    }

    public void Add(string name, string text, YamlMapping place) => _values[name] = (text, place);

    /// <summary>These settings, replaced by <paramref name="others"/> where both have one.</summary>
    public CellSettings With(CellSettings others)
    {
        var both = new CellSettings();
        foreach ((string name, var value) in _values.Concat(others._values))
            both._values[name] = value;
        return both;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.TryGetValue(name, out var value) ? value.Text : null;

    public double? Number(string name, NumberRange range) => Convert(name, range.Words, range.Parse);

    public int? Whole(string name, int least) => Convert<int?>(
        name,
        $"a whole number of at least {least}",
        text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int v) && v >= least ? v : null);

    public ulong? Seed(string name) => Convert<ulong?>(
        name,
        "a whole number of at least 0",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong v) ? v : null);

    public bool? Flag(string name) => Convert<bool?>(
        name, "true or false", text => text == "true" ? true : text == "false" ? false : null);

    /// <summary>One of the words of an enumeration.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum => Convert<T?>(
            name,
            string.Join(" or ", EnumText.Words<T>()),
            text => EnumText.Words<T>().Contains(text) ? EnumText.Value<T>(text, name) : null);

    public bool? Word(string name, string yes, string no) => Convert<bool?>(
        name, $"{yes} or {no}", text => text == yes ? true : text == no ? false : null);

    /// <summary>A text that other parts of the library read: their refusal becomes one of this file.</summary>
    public string? Checked(string name, string what, Action<string> read)
    {
        if (Text(name) is not string text)
            return null;
        try
        {
            read(text);
            return text;
        }
        catch (ArgumentException e)
        {
            throw Wrong(name, $"{what} ({PlainMessage(e)})");
        }
    }

    public Files.FileFormatException Wrong(string name, string expected) =>
        _values[name].Place.Wrong(name, $"'{_values[name].Text}'", expected);

    /// <summary>The path of a file that is named relative to the study's own.</summary>
    public string? FileBeside(string name) => Text(name) is not string text ? null
        : Path.GetRelativePath(
            Environment.CurrentDirectory,
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(_values[name].Place.FilePath) ?? "", text)));

    static string PlainMessage(ArgumentException e)
    {
        int suffix = e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (suffix < 0 ? e.Message : e.Message[..suffix]).TrimEnd('.');
    }

    TValue? Convert<TValue>(string name, string expected, Func<string, TValue?> convert)
    {
        if (Text(name) is not string text)
            return default;
        return convert(text) ?? throw Wrong(name, expected);
    }
}
