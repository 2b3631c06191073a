using System.Text;

namespace Kindling.Studies;

/// <summary>The table of settings as the page docs/settings.md.</summary>
public static class SettingsPage
{
    const string Beginning =
        """
        # Settings

        `./kindling study settings` writes this page from the table of settings. A name is the same in every form:
        an option `--lr 0.01` of `compare` and `train`, a line `lr: 0.01` in a [study](studies.md) and in the
        `study.yaml` of a [folder](study-folder.md), an axis of a grid. The object `settings` of JSON documents has
        the same names in camelCase (`lsgdEvery`). Every form has the same defaults, except where the table says
        otherwise. A setting that a problem, an optimizer or an initializer does not take is refused. `./kindling
        study schema` writes the format of study files as a JSON schema.

        The column *in* says which forms have the setting besides `study.yaml`, which holds all of them and begins with
        `kindling: 2`. Names of earlier versions (`learningRate`, `schemes`, `lsgdEvery`) are read, each with a note.


        """;

    static readonly (SettingGroup Group, string Title)[] s_titles =
    [
        (SettingGroup.Problem, "Function or equation"),
        (SettingGroup.Picture, "Picture"),
        (SettingGroup.Table, "Table"),
        (SettingGroup.Network, "Network"),
        (SettingGroup.Initializer, "Initializer"),
        (SettingGroup.Optimizer, "Optimizer"),
        (SettingGroup.LeastSquares, "Least squares in the loop"),
        (SettingGroup.Runs, "Runs"),
    ];

    static readonly (SettingForms Form, string Name)[] s_forms =
    [
        (SettingForms.Compare, "compare"),
        (SettingForms.Train, "train"),
        (SettingForms.Grid, "grid"),
        (SettingForms.FitImage, "fit-image"),
    ];

    /// <summary>The page as Markdown.</summary>
    public static string Text()
    {
        var page = new StringBuilder(Beginning);
        foreach ((SettingGroup group, string title) in s_titles)
        {
            page.Append($"## {title}\n\n| setting | value | default | in | what it is |\n");
            page.Append("| --- | --- | --- | --- | --- |\n");
            foreach (Setting setting in StudySettings.All.Where(s => s.Group == group))
                page.Append(Row(setting)).Append('\n');
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    static string Row(Setting setting)
    {
        string forms = string.Join(", ", s_forms.Where(f => setting.Forms.HasFlag(f.Form)).Select(f => f.Name));
        string[] cells =
        [
            $"`{setting.Name}`",
            $"{setting.Kind.Rule}, e.g. `{setting.Example}`",
            setting.Constant ?? setting.DefaultText ?? "",
            forms.Length == 0 ? "file" : forms,
            setting.Help,
        ];
        return "| " + string.Join(" | ", cells.Select(Escaped)) + " |";
    }

    static string Escaped(string cell) =>
        SettingText.Spell(cell, name => $"`{name}`").Replace("|", "\\|", StringComparison.Ordinal);
}
