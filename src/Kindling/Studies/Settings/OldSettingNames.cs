namespace Kindling.Studies;

/// <summary>Names that settings had in files of earlier versions; they are read, each with a note.</summary>
static class OldSettingNames
{
    static readonly Dictionary<string, string> s_names = new()
    {
        ["learningRate"] = "lr",
        ["schemes"] = "init",
        ["pde"] = "problem",
        ["kind"] = "network",
        ["widths"] = "width",
    };

    /// <summary>The name of today; a name that was none of an earlier version comes back as it is.</summary>
    public static string Current(string name) => s_names.TryGetValue(name, out string? current)
        ? current
        : StudySettings.All.FirstOrDefault(s => s.Name != name && SettingsJson.NameOf(s) == name)?.Name ?? name;

    /// <summary>The name of today; an old one is noted in the file it stands in.</summary>
    public static string Current(string name, YamlMapping place)
    {
        string current = Current(name);
        if (current != name)
            place.Note($"'{name}' is now '{current}'");
        return current;
    }
}
