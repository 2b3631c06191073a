using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>What a report takes from <c>study.yaml</c>: the order of the schemes, and the command that makes the
/// study again.</summary>
static class StudyDefinition
{
    /// <summary>The schemes in the order in which they were asked for; empty where the text is no study.</summary>
    public static IEnumerable<string> Schemes(string? yaml) => Read(yaml)?.Schemes ?? [];

    /// <summary>The command line; null if the text is not the YAML of a study.</summary>
    public static string? Command(string? yaml) =>
        Read(yaml) is Study study ? StudyCommandLine.Of(study, SettingForms.Compare) : null;

    static Study? Read(string? yaml)
    {
        try
        {
            return yaml is null ? null : StudyYaml.Parse(yaml);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return null;
        }
    }
}
