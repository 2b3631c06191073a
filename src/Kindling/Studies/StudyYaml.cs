using Kindling.Files;

namespace Kindling.Studies;

/// <summary>Studies as YAML: their settings, one a line, in the order of the table (docs/settings.md).</summary>
public static class StudyYaml
{
    /// <summary>The version of the format.</summary>
    const int Version = 2;

    /// <summary>Writes a study with all of its settings. Equal studies give equal texts.</summary>
    public static string Write(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Text(study, _ => true);
    }

    /// <summary>What makes a study this one: its settings; of files their hashes, wherever they lie.</summary>
    public static string Identity(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Text(study, s => s.Hash is null || StudySettings.Find(s.Hash).TextOf(study) is null);
    }

    /// <summary>Reads the definition in a folder of results.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is not YAML, or not a study of this format; with the line.</exception>
    public static Study Read(string path)
    {
        YamlMapping root = YamlMapping.Read(path);
        return FirstStudyFormat.Is(root)
            ? throw new FileFormatException(
                path,
                "results of an earlier version, whose runs have no validation error",
                "those of this version; take another folder")
            : Read(root);
    }

    /// <summary>Reads a study from a text.</summary>
    /// <exception cref="FileFormatException">It is not YAML, or not a study.</exception>
    internal static Study Parse(string text)
    {
        using var reader = new StringReader(text);
        return Read(YamlMapping.Read(reader, "study.yaml"));
    }

    /// <summary>Whether a file is a comparison, and no grid.</summary>
    internal static bool IsComparison(YamlMapping root) => root.Has("kindling") || FirstStudyFormat.Is(root);

    /// <summary>Reads a comparison of any format; names that have changed are noted.</summary>
    internal static Study Read(YamlMapping root)
    {
        bool isFirst = FirstStudyFormat.Is(root);
        int version = isFirst ? Version : root.Int("kindling") ?? 1;
        if (version != Version)
            throw root.Wrong("kindling", $"format {version}", $"format {Version}");
        SettingValues values = isFirst
            ? FirstStudyFormat.Read(root)
            : SettingValues.Read(root, SettingForms.File, "kindling");
        if (!values.Has("init"))
            throw root.Wrong("init", "no 'init'", "a list of initializers");
        return StudySettings.Resolve(values, SettingForms.File, s => StudyProblems.Load(s).First);
    }

    /// <summary>A problem alone. Equal problems give equal texts.</summary>
    internal static string TextOf(ProblemChoice problem) => Text(
        new Study { Problem = problem, Schemes = [] }, s => s.Group < SettingGroup.Network && s.Name != "folds");

    static string Text(Study study, Func<Setting, bool> isWritten)
    {
        var root = new YamlMapping();
        root.Add("kindling", Version);
        foreach (Setting setting in StudySettings.All.Where(isWritten))
        {
            if (setting.TextOf(study) is not string text)
                continue;
            bool isList = setting.Kind.Shape is SettingShape.Names
                || (setting.Kind.Shape is SettingShape.List && (setting.Name == "init" || text.Contains(',')));
            if (isList)
                root.Add(setting.Name, SettingText.Split(text));
            else
                root.Add(setting.Name, text);
        }

        return root.ToText();
    }
}
