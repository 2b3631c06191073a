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
    /// <summary>What the user should know about the file: names that have changed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

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
                $"no cell of {Name} matches '{text}'; its cells are like {Cells[0].Id}, or {Cells[0].Label}.",
                nameof(text));
        }

        return this with { Cells = kept };
    }
}
