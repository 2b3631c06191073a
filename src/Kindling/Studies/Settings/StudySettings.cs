using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>The table of all settings of a study, in the order in which they are written.</summary>
public static class StudySettings
{
    static readonly Dictionary<string, Setting> s_byName;

    /// <summary>How long runs are; one of them is given.</summary>
    static readonly string[] s_lengths = ["steps", "time"];

    static StudySettings()
    {
        (SettingGroup Group, IReadOnlyList<Setting> Settings)[] groups =
        [
            (SettingGroup.Problem, ProblemSettings.All),
            (SettingGroup.Picture, PictureSettings.All),
            (SettingGroup.Table, TableSettings.All),
            (SettingGroup.Network, NetworkSettings.All),
            (SettingGroup.Initializer, InitializerSettings.All),
            (SettingGroup.Optimizer, OptimizerSettings.All),
            (SettingGroup.LeastSquares, LeastSquaresSettings.All),
            (SettingGroup.Runs, RunSettings.All),
        ];
        All = [.. groups.SelectMany(g => g.Settings.Select(s => s with { Group = g.Group }))];
        s_byName = All.ToDictionary(s => s.Name);
    }

    /// <summary>All settings; defaults depend on earlier ones.</summary>
    public static IReadOnlyList<Setting> All { get; }

    /// <summary>The settings of a form.</summary>
    public static IEnumerable<Setting> In(SettingForms form) => All.Where(s => s.IsIn(form));

    /// <summary>The names of the settings of a form.</summary>
    public static IReadOnlyList<string> NamesIn(SettingForms form) => [.. In(form).Select(s => s.Name)];

    /// <summary>The setting of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Setting Find(string name) => s_byName[name];

    /// <summary>The study of some settings: what was given, and the defaults of the others.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="form">Where; defaults may depend on it.</param>
    /// <param name="load">Loads the problem of a study, where a default depends on it.</param>
    /// <param name="only">The settings that are meant; all of them if null.</param>
    /// <exception cref="SettingException">A value is out of range, or two settings do not go together.</exception>
    /// <exception cref="Files.FileFormatException">The same of a file, with its line.</exception>
    /// <exception cref="IOException">The file of a problem cannot be read.</exception>
    public static Study Resolve(
        SettingValues given, SettingForms form, Func<Study, Problem> load, IEnumerable<Setting>? only = null)
    {
        ArgumentNullException.ThrowIfNull(given);
        RequireOneOf(given, form);
        var context = new SettingContext(form, given, load)
        {
            Study = new Study { Problem = new ProblemChoice(), Schemes = [] },
        };
        context.Study = Next(Find("seed"), context, given); // The points of a problem are drawn by it.
        foreach (Setting setting in only ?? All)
            context.Study = Next(setting, context, given);
        Study study = form == SettingForms.Train ? context.Study with { Seeds = 1 } : context.Study;
        bool isLoaded = form is SettingForms.Compare or SettingForms.Train && study.Batch is not null;
        if (only is null && isLoaded && study.Batch >= context.Points)
            study = study with { Batch = null };
        if (only is null && form != SettingForms.File)
            study.Validate();
        return study;
    }

    static Study Next(Setting setting, SettingContext context, SettingValues given)
    {
        Study study = context.Study;
        SettingNeed? missing = setting.Needs.FirstOrDefault(n => !n.Holds(study));
        if (!given.Has(setting.Name))
        {
            return missing is null && setting.DefaultIn(context) is string text
                ? setting.Apply(context, text)
                : study;
        }

        try
        {
            if (missing is not null)
                throw missing.Refuse(setting.Name);
            setting.Check(given.Text(setting.Name)!);
            if (setting.Conflict?.Invoke(context) is SettingException flaw)
                throw flaw;
            bool isBeside = context.Form == SettingForms.Grid && setting.Kind.Shape == SettingShape.File;
            return setting.Apply(context, isBeside ? given.FileBeside(setting.Name) : given.Text(setting.Name)!);
        }
        catch (SettingException e)
        {
            throw given.Wrong(setting.Name, e);
        }
    }

    static void RequireOneOf(SettingValues given, SettingForms form)
    {
        Require([.. ProblemSettings.Kinds.Where(given.Has)], "name one of them");
        if (form != SettingForms.File)
            Require([.. s_lengths.Where(given.Has)], "give one of them");

        void Require(string[] named, string remedy)
        {
            if (named.Length > 1)
                throw given.Wrong(named[1], new($"{{{named[0]}}} and {{{named[1]}}} exclude each other", remedy));
        }
    }
}
