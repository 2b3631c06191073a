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
        (Study study, StudyProblems problems) = Plan(parsed, study => study);
        return (study, problems.First);
    }

    /// <summary>The study that was asked for, and its problem for each seed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="adapt">Takes over what a folder has decided.</param>
    public (Study Study, StudyProblems Problems) Plan(ParseResult parsed, Func<Study, Study> adapt)
    {
        StudyProblems? problems = null;
        (int Seeds, int? Folds) loaded = default;
        Study study = adapt(StudySettings.Resolve(Values(parsed), form, asked => Load(asked).First));
        return (study, Load(study));

        StudyProblems Load(Study asked)
        {
            if (problems is null || loaded != (asked.Seeds, asked.Folds))
                (problems, loaded) = (StudyProblems.Load(asked), (asked.Seeds, asked.Folds));
            return problems;
        }
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
