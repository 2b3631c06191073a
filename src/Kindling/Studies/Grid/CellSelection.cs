namespace Kindling.Studies;

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
