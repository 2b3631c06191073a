using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>What a default may depend on: the form, what was given, and the settings before it.</summary>
sealed class SettingContext(SettingForms form, SettingValues given, Func<Study, Problem> load)
{
    Problem? _problem;

    /// <summary>Where the settings are written.</summary>
    public SettingForms Form => form;

    /// <summary>The settings so far.</summary>
    public required Study Study { get; set; }

    /// <summary>The problem of the settings so far; it is loaded when it is asked for first.</summary>
    public Problem Problem => _problem ??= load(Study);

    /// <summary>The training points of the largest term.</summary>
    public int Points => Problem.Terms.Max(t => t.Data.Count);

    /// <summary>Whether one of some settings was given.</summary>
    public bool IsGiven(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (given.Has(name))
                return true;
        }

        return false;
    }

    /// <summary>The text of a setting that was given, or null.</summary>
    public string? Given(string name) => given.Text(name);
}
