using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>Settings that were given, by name, as text; those of a file each with their place in it.</summary>
/// <remarks>Later settings replace earlier ones.</remarks>
public sealed class SettingValues
{
    readonly Dictionary<string, (string Text, YamlMapping? Place, string Written)> _values = [];

    /// <summary>The names that were given.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Whether a setting was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The text of a setting, or null.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) ? value.Text : null;

    /// <summary>The text of a list.</summary>
    public static string ListOf(IEnumerable<string> items) => SettingText.Join(items);

    /// <summary>Adds a setting.</summary>
    public void Add(string name, string text) => _values[name] = (text, null, name);

    /// <summary>Adds a setting of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="written">Its name there.</param>
    internal void Add(string name, string text, YamlMapping place, string written) =>
        _values[name] = (text, place, written);

    /// <summary>The settings of a mapping.</summary>
    /// <param name="mapping">Names and values.</param>
    /// <param name="form">Which settings are allowed.</param>
    /// <param name="except">Names that are not settings and are left to the caller.</param>
    /// <exception cref="Files.FileFormatException">A name is unknown, or a value is no single value.</exception>
    internal static SettingValues Read(YamlMapping mapping, SettingForms form, params ReadOnlySpan<string> except)
    {
        var values = new SettingValues();
        foreach (string written in mapping.Names)
        {
            if (!except.Contains(written))
                values.Add(mapping, form, written);
        }

        return values;
    }

    /// <summary>Adds a setting from its place in a file.</summary>
    internal void Add(YamlMapping mapping, SettingForms form, string written)
    {
        string name = RequireKnown(written, mapping, form);
        bool isList = StudySettings.Find(name).Kind.Shape is SettingShape.List or SettingShape.Names;
        string text = isList && mapping.IsList(written)
            ? SettingText.Join(mapping.Texts(written)!)
            : mapping.Text(written) ?? "";
        Add(name, text, mapping, written);
    }

    /// <summary>The name of a setting today; an old one is noted.</summary>
    /// <exception cref="Files.FileFormatException">There is no such setting; the message has the nearest.</exception>
    internal static string RequireKnown(string written, YamlMapping mapping, SettingForms form)
    {
        string name = OldSettingNames.Current(written, mapping);
        IReadOnlyList<string> known = StudySettings.NamesIn(form);
        if (known.Contains(name))
            return name;
        string? nearest = NearestName.Find(written, known);
        string hint = nearest is null ? "one" : $"'{nearest}', or another";
        throw mapping.Wrong(written, $"an unknown setting '{written}'", $"{hint} of {string.Join(", ", known)}");
    }

    /// <summary>These settings, replaced by <paramref name="others"/> where both have one.</summary>
    internal SettingValues With(SettingValues others)
    {
        var both = new SettingValues();
        foreach ((string name, var value) in _values.Concat(others._values))
            both._values[name] = value;
        return both;
    }

    /// <summary>The error of a setting: with file and line where it stands in a file.</summary>
    internal Exception Wrong(string name, SettingException error) =>
        _values.TryGetValue(name, out var value) && value.Place is YamlMapping place
            ? place.Wrong(value.Written, error.Found, error.Expected)
            : error;

    /// <summary>The path, from here, of a file that is named relative to the study's own.</summary>
    /// <exception cref="Files.FileFormatException">There is no such file.</exception>
    internal string FileBeside(string name)
    {
        (string text, YamlMapping? place, string written) = _values[name];
        if (place is null || text.StartsWith("builtin:", StringComparison.Ordinal))
            return text;
        string full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(place.FilePath) ?? "", text));
        string path = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return File.Exists(path)
            ? path
            : throw place.Wrong(written, $"'{text}'", $"a file (there is no {path})");
    }
}
