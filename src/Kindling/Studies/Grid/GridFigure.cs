namespace Kindling.Studies;

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
