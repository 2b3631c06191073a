namespace Kindling.Studies;

/// <summary>The first format of a comparison's file, with settings in nested mappings under other names.</summary>
static class FirstStudyFormat
{
    static readonly string[] s_nested = ["problem", "network", "leastSquares"];

    /// <summary>Whether a file has it.</summary>
    public static bool Is(YamlMapping root) => (root.Int("kindling") ?? 1) == 1 && root.Has("schemes");

    /// <summary>The settings of a file; each name that has changed is noted.</summary>
    public static SettingValues Read(YamlMapping root)
    {
        var values = SettingValues.Read(root, SettingForms.File, ["kindling", .. s_nested]);
        foreach (string name in s_nested.Where(root.Has))
        {
            YamlMapping nested = root.Mapping(name);
            if (name == "leastSquares")
                AddLeastSquares(values, nested, root);
            else
                values = values.With(SettingValues.Read(nested, SettingForms.File));
        }

        if (!values.Has("batch"))
            values.Add("batch", "all"); // What a missing batch meant.
        return values;
    }

    static void AddLeastSquares(SettingValues values, YamlMapping nested, YamlMapping root)
    {
        values.Add("lsgd", "true", root, "leastSquares");
        root.Note("'leastSquares' is now 'lsgd'");
        foreach (string written in nested.Names)
        {
            string name = SettingValues.RequireKnown("lsgd-" + written, nested, SettingForms.File);
            values.Add(name, nested.Text(written) ?? "", nested, written);
            root.Note($"'{written}' of 'leastSquares' is now '{name}'");
        }
    }
}
