using System.Security.Cryptography;
using System.Text;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>Reads studies over grids from YAML (docs/studies.md).</summary>
/// <remarks>Every mistake is told with the file, the line, what was found and what was expected.</remarks>
public static class GridYaml
{
    /// <summary>The name of the scale of a study that names none.</summary>
    public const string OnlyScale = "full";

    const int MaxCells = 100_000;

    /// <summary>Reads a study at one of its scales.</summary>
    /// <param name="path">A file with a grid, or the <c>study.yaml</c> that <c>compare</c> wrote.</param>
    /// <param name="scale">One of its scales, or null for the first.</param>
    /// <exception cref="FileFormatException">It is not YAML, or not a study; with the line.</exception>
    /// <exception cref="ArgumentException">It has no such scale.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GridStudy Read(string path, string? scale = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        YamlMapping root = YamlMapping.Read(path);
        if (StudyYaml.IsComparison(root))
            return ComparisonGrid.Of(StudyYaml.Read(root), path, scale) with { Notes = root.Notes };
        string name = root.Text("name") ?? Path.GetFileNameWithoutExtension(path);
        if (name.Length == 0 || Run.FolderOf(name) != name)
            throw root.Wrong("name", $"'{name}'", "letters, digits, '.', '_' and '-'");
        YamlMapping[] scales = root.Has("scales")
            ? [.. root.Mapping("scales").Names.Select(root.Mapping("scales").Mapping)] : [];
        string[] names = root.Has("scales") ? [.. root.Mapping("scales").Names] : [OnlyScale];
        string chosen = scale ?? root.Text("scale") ?? names.FirstOrDefault() ?? OnlyScale;
        if (names.Length == 0)
            throw root.Wrong("scales", "no scale", "at least one, or no 'scales'");
        int place = Array.IndexOf(names, chosen);
        if (place < 0)
            throw new ArgumentException(
                $"{name} has no scale '{chosen}'; it has {string.Join(", ", names)}.", nameof(scale));
        var reader = new GridReader(root, scales.Length == 0 ? null : scales[place], scales);
        string paper = root.Text("paper") ?? "", figure = root.Text("figure") ?? "";
        GridCell[] cells = Cells(reader, root);
        var study = new GridStudy(
            name,
            root.Text("title") ?? name,
            paper,
            figure,
            Words(root.Text("about")),
            chosen,
            names,
            reader.Axes,
            cells,
            new ClaimYaml(reader, names, cells).Read(root, paper, figure),
            FigureYaml.Read(root, reader),
            File.ReadAllText(path))
        { Notes = root.Notes };
        root.RequireNothingElse();
        return study;
    }

    static GridCell[] Cells(GridReader reader, YamlMapping root)
    {
        double count = reader.Axes.Aggregate(1.0, (product, axis) => product * axis.Labels.Count);
        if (count > MaxCells)
            throw root.Wrong("grid", $"{count:N0} combinations", $"at most {MaxCells:N0}");
        var problems = new ProblemCache();
        GridCell[] cells = [.. Combinations(reader.Axes).Where(v => !reader.IsExcluded(v)).Select(
            v => Cell(v, reader, problems))];
        if (cells.Length == 0)
            throw root.Wrong("exclude", "no combination that is left", "one or more");
        GridCell? twice = cells.GroupBy(c => c.Id).FirstOrDefault(g => g.Count() > 1)?.Last();
        return twice is null
            ? cells
            : throw root.Wrong("grid", $"two combinations that are the same ({twice.Label})", "different ones");
    }

    static GridCell Cell((string Axis, string Label)[] values, GridReader reader, ProblemCache problems)
    {
        Study study = StudySettings.Resolve(reader.Settings(values), SettingForms.Grid, s => problems.Load(s).First);
        return new(IdOf(values, study), values, study);
    }

    /// <summary>The labels, then the first digits of a hash of all that the cell's results depend on.</summary>
    internal static string IdOf(IReadOnlyList<(string Axis, string Label)> values, Study study)
    {
        const int MaxLabels = 80;
        string hash = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(StudyYaml.Identity(study))))[..8];
        string labels = Run.FolderOf(string.Join('-', values.Select(v =>
            char.IsAsciiDigit(v.Label[0]) || v.Label is "true" or "false" ? v.Axis + v.Label : v.Label)));
        return labels.Length == 0 ? hash : $"{labels[..Math.Min(MaxLabels, labels.Length)]}-{hash}";
    }

    static IEnumerable<(string Axis, string Label)[]> Combinations(IReadOnlyList<GridAxis> axes)
    {
        IEnumerable<(string, string)[]> all = [[]];
        foreach (GridAxis axis in axes)
        {
            all = all.SelectMany(
                before => axis.Labels.Select(label => ((string, string)[])[.. before, (axis.Name, label)]));
        }

        return all;
    }

    static string Words(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
