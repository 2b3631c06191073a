using Kindling.Files;
using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>Reads settings, axes and rules of a grid, and gives each combination its settings.</summary>
/// <remarks>Later ones win: settings, those of the scale, values on the axes in their order, rules, rules of the
/// scale.</remarks>
internal sealed class GridReader
{
    readonly SettingValues _settings;
    readonly List<(string Name, List<(string Label, SettingValues Settings)> Values)> _axes = [];
    readonly List<(CellSelection For, SettingValues Settings)> _rules = [];
    readonly List<CellSelection> _excluded = [];
    readonly Dictionary<string, HashSet<string>> _labels = [];
    readonly HashSet<string> _listed = [];

    /// <summary>Reads.</summary>
    /// <param name="root">The file.</param>
    /// <param name="scale">The scale at hand, or null if the study has none.</param>
    /// <param name="scales">All scales, so that labels of another scale are known.</param>
    public GridReader(YamlMapping root, YamlMapping? scale, IReadOnlyList<YamlMapping> scales)
    {
        _settings = SettingValues.Read(root.Mapping("settings"), SettingForms.Grid);
        YamlMapping grid = root.Mapping("grid");
        foreach (string name in grid.Names)
            AddAxis(grid, name);
        foreach ((string name, var values) in _axes)
            _labels[name] = [.. values.Select(v => v.Label)];
        foreach (YamlMapping other in scales)
            ReadLabels(other);
        if (scale is not null)
            _settings = _settings.With(ApplyScale(scale));
        ReadRules(root);
        if (scale is not null)
            ReadRules(scale);
        foreach (YamlMapping excluded in root.Mappings("exclude"))
            _excluded.Add(Selection(excluded, excluded.Names));
    }

    /// <summary>The axes at this scale.</summary>
    public IReadOnlyList<GridAxis> Axes =>
        [.. _axes.Select(a => new GridAxis(a.Name, [.. a.Values.Select(v => v.Label)]))];

    /// <summary>True if a combination is left out.</summary>
    public bool IsExcluded((string Axis, string Label)[] values) => _excluded.Any(e => Holds(e, values));

    /// <summary>All settings of a combination.</summary>
    public SettingValues Settings((string Axis, string Label)[] values)
    {
        SettingValues settings = _settings;
        foreach ((string axis, string label) in values)
        {
            var (_, options) = _axes.First(a => a.Name == axis);
            settings = settings.With(options.First(o => o.Label == label).Settings);
        }

        return _rules.Where(r => Holds(r.For, values))
            .Aggregate(settings, (before, rule) => before.With(rule.Settings));
    }

    /// <summary>A choice of cells, e.g. <c>{ init: [he, box], depth: 8 }</c>.</summary>
    /// <param name="mapping">Where it stands.</param>
    /// <param name="names">The axes in it.</param>
    /// <exception cref="Files.FileFormatException">There is no such axis, or no such label at any scale.</exception>
    public CellSelection Selection(YamlMapping mapping, IEnumerable<string> names)
    {
        var axes = new List<(string, IReadOnlyList<string>)>();
        foreach (string name in names)
        {
            string axis = RequireAxis(name, mapping, name);
            IReadOnlyList<string> labels = mapping.OneOrMore(name)!;
            string? unknown = labels.FirstOrDefault(l => !_labels[axis].Contains(l));
            if (unknown is not null)
                throw mapping.Wrong(name, $"'{unknown}'", $"one of {string.Join(", ", _labels[axis])}");
            axes.Add((axis, labels));
        }

        return new CellSelection(axes);
    }

    /// <summary>The name of an axis; that of a setting may be an old one.</summary>
    /// <exception cref="Files.FileFormatException">There is no such axis.</exception>
    public string RequireAxis(string axis, YamlMapping mapping, string place)
    {
        if (_labels.ContainsKey(AxisOf(axis)))
            return AxisOf(axis);
        string? nearest = NearestName.Find(axis, _labels.Keys);
        string known = _labels.Count == 0
            ? "no axis, as the grid has none"
            : "an axis: " + string.Join(", ", _labels.Keys);
        throw mapping.Wrong(place, $"'{axis}'", nearest is null ? known : $"'{nearest}', or another axis");
    }

    /// <summary>Gives back the name of an axis whose labels are numbers above 0.</summary>
    /// <exception cref="Files.FileFormatException">There is no such axis, or a label is no such number.</exception>
    public string RequireNumericAxis(string axis, YamlMapping mapping, string place)
    {
        string name = RequireAxis(axis, mapping, place);
        string? odd = _labels[name].FirstOrDefault(l => NumberRange.Positive.Parse(l) is null);
        return odd is null
            ? name
            : throw mapping.Wrong(place, $"'{axis}'", $"an axis of numbers above 0 (it has '{odd}')");
    }

    static bool Holds(CellSelection selection, (string Axis, string Label)[] values) =>
        selection.Holds(new GridCell("", values, null!));

    string AxisOf(string name) => _labels.ContainsKey(name) ? name : OldSettingNames.Current(name);

    void AddAxis(YamlMapping grid, string name)
    {
        if (!grid.IsList(name))
        {
            _axes.Add((name, LabeledAxis(grid, name)));
            return;
        }

        string setting = SettingValues.RequireKnown(name, grid, SettingForms.Grid);
        _listed.Add(setting);
        _axes.Add((setting, ListAxis(grid, name)));
    }

    static List<(string, SettingValues)> ListAxis(YamlMapping place, string name)
    {
        string setting = SettingValues.RequireKnown(name, place, SettingForms.Grid);
        var values = new List<(string, SettingValues)>();
        foreach (string text in place.Texts(name)!)
        {
            var settings = new SettingValues();
            settings.Add(setting, text, place, name);
            values.Add((text, settings));
        }

        return RequireDistinct(values, place, name);
    }

    static List<(string, SettingValues)> LabeledAxis(YamlMapping grid, string name)
    {
        if (!grid.IsMapping(name))
            throw grid.Wrong(name, "one value", "a list of values, or names with settings below them");
        YamlMapping axis = grid.Mapping(name);
        return RequireDistinct(
            [.. axis.Names.Select(label => (label, SettingValues.Read(axis.Mapping(label), SettingForms.Grid)))],
            grid,
            name);
    }

    static List<(string Label, SettingValues)> RequireDistinct(
        List<(string Label, SettingValues)> values, YamlMapping place, string name)
    {
        if (values.Count == 0 || values.Any(v => v.Label.Length == 0))
            throw place.Wrong(name, "nothing", "at least one value");
        string? twice = values.GroupBy(v => v.Label).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? values : throw place.Wrong(name, $"'{twice}' twice", "different values");
    }

    /// <summary>The labels that a scale gives to axes of settings.</summary>
    void ReadLabels(YamlMapping scale)
    {
        foreach (string name in scale.Names.Where(n => scale.IsList(n) && _listed.Contains(AxisOf(n))))
            _labels[AxisOf(name)].UnionWith(scale.Texts(name)!);
    }

    SettingValues ApplyScale(YamlMapping scale)
    {
        string[] axes = [.. scale.Names.Where(n => n != "rules" && scale.IsList(n))];
        foreach (string name in axes)
        {
            string axis = RequireAxis(name, scale, name);
            int place = _axes.FindIndex(a => a.Name == axis);
            _axes[place] = (axis, _listed.Contains(axis)
                ? ListAxis(scale, name)
                : Some(scale, name, _axes[place].Values));
        }

        return SettingValues.Read(scale, SettingForms.Grid, ["rules", .. axes]);
    }

    /// <summary>Some of an axis' labels, in the scale's order.</summary>
    static List<(string, SettingValues)> Some(
        YamlMapping scale, string name, List<(string Label, SettingValues Settings)> all) => RequireDistinct(
            [.. scale.Texts(name)!.Select(label => all.Any(v => v.Label == label)
                ? all.First(v => v.Label == label)
                : throw scale.Wrong(name, $"'{label}'", $"one of {string.Join(", ", all.Select(v => v.Label))}"))],
            scale,
            name);

    void ReadRules(YamlMapping place)
    {
        foreach (YamlMapping rule in place.Mappings("rules"))
        {
            if (!rule.Has("for"))
                throw rule.Wrong("for", "a rule without 'for'", "the cells it is for, as in 'for: { init: box }'");
            YamlMapping selection = rule.Mapping("for");
            _rules.Add((Selection(selection, selection.Names), SettingValues.Read(rule, SettingForms.Grid, "for")));
        }
    }
}
