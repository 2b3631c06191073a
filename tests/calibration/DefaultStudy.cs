using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>Studies as the command <c>compare</c> makes them: settings that are not named have its defaults.</summary>
static class DefaultStudy
{
    /// <summary>The study of some settings.</summary>
    /// <param name="settings">Names and values, as on the command line.</param>
    public static Study Of(params IEnumerable<(string Name, string Value)> settings)
    {
        var values = new SettingValues();
        foreach ((string name, string value) in settings)
            values.Add(name, value);
        return StudySettings.Resolve(values, SettingForms.Compare, s => StudyProblems.Load(s).First);
    }

    /// <summary>A study of a built-in function.</summary>
    public static Study Function(string name, string activation, int width, int depth, int steps, string schemes) =>
        Of([("function", name), .. Network(activation, width, depth, steps, schemes)]);

    /// <summary>A study of a table, whose rows are dealt to the seeds.</summary>
    public static Study Table(
        (string Path, string Target) table, string activation, int width, int depth, int steps, string schemes) =>
        Of([
            ("data", table.Path),
            ("target", table.Target),
            .. Network(activation, width, depth, steps, schemes),
        ]);

    /// <summary>The table of cars.</summary>
    public static (string Path, string Target) Cars => (Repository.File("docs", "examples", "cars.csv"), "mpg");

    static (string, string)[] Network(string activation, int width, int depth, int steps, string schemes) =>
    [
        ("activation", activation),
        ("width", $"{width}"),
        ("depth", $"{depth}"),
        ("steps", $"{steps}"),
        ("init", schemes),
    ];
}
