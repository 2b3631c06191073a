using System.Text;

namespace Kindling.Studies;

/// <summary>The command line that makes a comparison or a run again.</summary>
static class StudyCommandLine
{
    /// <summary>The command, with every setting on which the numbers depend.</summary>
    /// <param name="study">The study.</param>
    /// <param name="form">The command: compare, or train.</param>
    /// <remarks>Of a file with a rooted path only the name is given: where it lay is nobody's business.</remarks>
    public static string Of(Study study, SettingForms form)
    {
        var context = new SettingContext(
            form,
            new SettingValues(),
            _ => throw new InvalidOperationException("A rare setting's default depends on no problem."))
        {
            Study = study,
        };
        var command = new StringBuilder($"./kindling {(form == SettingForms.Train ? "train" : "compare")}");
        foreach (Setting setting in StudySettings.In(form))
        {
            if (setting.TextOf(study) is string text && !IsImplied(setting, text, context))
                Append(command, setting, text);
        }

        return command.ToString();
    }

    /// <summary>Rare settings at their defaults; a time, for which the steps that were found from it stand.</summary>
    static bool IsImplied(Setting setting, string text, SettingContext context) =>
        (setting.IsRare && text == setting.DefaultIn(context))
        || setting.Name == (context.Study.Steps > 0 ? "time" : "steps");

    static void Append(StringBuilder command, Setting setting, string text)
    {
        if (setting.Kind.Shape == SettingShape.Flag)
        {
            command.Append(text == "true" ? $" --{setting.Name}" : "");
            return;
        }

        string value = setting.Kind.Shape == SettingShape.Names
            ? string.Join(' ', SettingText.Split(text).Select(Quote))
            : Quote(Path.IsPathRooted(text) ? Path.GetFileName(text) : text);
        command.Append($" --{setting.Name} {value}");
    }

    static string Quote(string text) =>
        text.Length > 0 && text.All(
            c => char.IsAsciiLetterOrDigit(c) || "_-./:,=+^#".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
