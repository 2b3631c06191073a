using System.CommandLine;
using Kindling.Problems;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>The options that say what a draw is to learn.</summary>
sealed class ProblemOptions
{
    static readonly Setting[] s_settings = [.. StudySettings.In(SettingForms.Train)
        .Where(s => s.Group is SettingGroup.Problem or SettingGroup.Table)];

    readonly SettingOptions _options =
        new(s_settings.Select(s => s.Name == "function" ? s with { DefaultWords = "none" } : s));

    public IEnumerable<Option> All => _options.All;

    /// <summary>The problem that was asked for; null if none was named.</summary>
    public Problem? Load(ParseResult parsed, ulong seed, NetworkChoice network)
    {
        SettingValues values = _options.Values(parsed);
        ProblemChoice choice = StudySettings.Resolve(
            values,
            SettingForms.Train,
            s => s.Problem.Load(seed, network),
            StudySettings.All.Where(s => s.Group < SettingGroup.Network && (s.Name != "function" || IsNamed(values))))
            .Problem;
        return IsNamed(values) ? choice.Load(seed, network) : null;
    }

    static bool IsNamed(SettingValues values) => values.Has("function") || values.Has("problem") || values.Has("data");
}
