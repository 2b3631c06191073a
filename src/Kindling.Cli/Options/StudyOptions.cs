using System.CommandLine;
using Kindling.Problems;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>
/// The options of one problem, one network and its training: what <c>compare</c> and <c>train</c> share.
/// </summary>
/// <param name="form">The command.</param>
sealed class StudyOptions(SettingForms form)
{
    static readonly string[] s_common = ["seed", "precision"];

    readonly SettingOptions _options = new(StudySettings.In(form).Where(s => !s_common.Contains(s.Name)));

    public CommonOptions Common { get; } = new("single; double with --lsgd");

    /// <summary>The initializers.</summary>
    public Option Init => _options["init"];

    /// <summary>All others.</summary>
    public IEnumerable<Option> Others => [.. _options.All.Except([Init]), .. Common.All];

    /// <summary>The study that was asked for, and its problem.</summary>
    public (Study Study, Problem Problem) Plan(ParseResult parsed)
    {
        Problem? problem = null;
        Study study = StudySettings.Resolve(Values(parsed), form, Load);
        return (study, Load(study));

        Problem Load(Study asked) => problem ??= asked.Problem.Load(asked.Seed, asked.Network);
    }

    SettingValues Values(ParseResult parsed)
    {
        SettingValues values = _options.Values(parsed);
        if (parsed.IsGiven(Common.Seed))
            values.Add("seed", $"{parsed.GetValue(Common.Seed)}");
        if (parsed.GetValue(Common.Precision) is string precision)
            values.Add("precision", precision);
        return values;
    }
}
