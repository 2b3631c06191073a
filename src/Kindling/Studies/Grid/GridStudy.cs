namespace Kindling.Studies;

/// <summary>A study over a grid: every combination of problems, networks, initializers and optimizers that it names,
/// many seeds each, and claims that the results confirm or not.</summary>
/// <remarks>
/// Written as YAML (docs/studies.md). Each combination is a <see cref="GridCell"/>, and each cell a
/// <see cref="Study"/> of one scheme, with a folder of its own.
/// </remarks>
/// <param name="Name">The name in commands and folders; that of its file unless it says otherwise.</param>
/// <param name="Title">What is studied, a few words.</param>
/// <param name="Paper">Where the experiment comes from, or empty.</param>
/// <param name="Figure">Which figure of the paper, or empty.</param>
/// <param name="About">What is done and why, in sentences; may be empty.</param>
/// <param name="Scale">The scale at hand, e.g. <c>desk</c>.</param>
/// <param name="Scales">All scales it has, the usual one first.</param>
/// <param name="Axes">The axes of the grid at this scale.</param>
/// <param name="Cells">The grid at this scale, the last axis running fastest.</param>
/// <param name="Claims">What the results are held against.</param>
/// <param name="Figures">The figures of its report.</param>
/// <param name="Text">The YAML it was read from.</param>
public sealed record GridStudy(
    string Name,
    string Title,
    string Paper,
    string Figure,
    string About,
    string Scale,
    IReadOnlyList<string> Scales,
    IReadOnlyList<GridAxis> Axes,
    IReadOnlyList<GridCell> Cells,
    IReadOnlyList<Claim> Claims,
    IReadOnlyList<GridFigure> Figures,
    string Text)
{
    /// <summary>All runs of all cells.</summary>
    public int Runs => Cells.Sum(c => c.Study.Seeds);

    /// <summary>The study with only the cells whose id or settings contain a text.</summary>
    /// <param name="text">Part of a cell's id or label, e.g. <c>resnet</c>; several, separated by commas, must all be
    /// there.</param>
    /// <exception cref="ArgumentException">No cell is left.</exception>
    public GridStudy Filtered(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        GridCell[] kept = [.. Cells.Where(c => parts.All(p => c.Matches(p)))];
        if (kept.Length == 0)
        {
            throw new ArgumentException(
                $"no cell of {Name} matches '{text}'; its cells are like {Cells[0].Id}, or {Cells[0].Label}.", nameof(text));
        }

        return this with { Cells = kept };
    }
}

/// <summary>One axis of a grid.</summary>
/// <param name="Name">Its name: a setting, or what the study calls it.</param>
/// <param name="Labels">Its values at this scale, in order.</param>
public sealed record GridAxis(string Name, IReadOnlyList<string> Labels);

/// <summary>One combination of a grid: what is run once for every seed.</summary>
/// <param name="Id">Stable and unique: the values on the axes, and a hash of all settings.</param>
/// <param name="Values">The label on each axis, in the order of the axes.</param>
/// <param name="Study">All settings, with exactly one scheme.</param>
public sealed record GridCell(string Id, IReadOnlyList<(string Axis, string Label)> Values, Study Study)
{
    /// <summary>The labels on all axes in words.</summary>
    public string Label => Values.Count == 0 ? "all" : string.Join(", ", Values.Select(v => $"{v.Axis} {v.Label}"));

    /// <summary>The label on an axis, or null if there is no such axis.</summary>
    public string? On(string axis) => Values.Where(v => v.Axis == axis).Select(v => v.Label).FirstOrDefault();

    internal bool Matches(string part) =>
        Id.Contains(part, StringComparison.OrdinalIgnoreCase)
        || Values.Any(v => string.Equals(part, $"{v.Axis}={v.Label}", StringComparison.OrdinalIgnoreCase)
            || string.Equals(part, v.Label, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A choice of cells: on some axes, one of some labels.</summary>
public sealed class CellSelection
{
    readonly IReadOnlyList<(string Axis, IReadOnlyList<string> Labels)> _axes;

    /// <summary>Chooses.</summary>
    /// <param name="axes">Axes and the labels that are chosen on them; other axes are free.</param>
    public CellSelection(params IReadOnlyList<(string Axis, IReadOnlyList<string> Labels)> axes) => _axes = axes;

    /// <summary>The axes on which something is chosen.</summary>
    public IEnumerable<string> Axes => _axes.Select(a => a.Axis);

    /// <summary>True if the cell is among the chosen.</summary>
    public bool Holds(GridCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return _axes.All(a => a.Labels.Contains(cell.On(a.Axis)));
    }

    /// <summary>Both choices at once.</summary>
    public CellSelection And(CellSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. _axes, .. other._axes]);
    }
}

/// <summary>A figure of a study's report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The horizontal axis: <c>step</c>, or an axis of the grid.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Color">The axis whose values are lines, or null for one line.</param>
/// <param name="Facets">Axes whose combinations are panels.</param>
/// <param name="Where">The cells that are shown.</param>
/// <param name="Points">True to show every run as a point as well.</param>
public sealed record GridFigure(
    string Title,
    string X,
    Measurement Y,
    string? Color,
    IReadOnlyList<string> Facets,
    CellSelection Where,
    bool Points);
