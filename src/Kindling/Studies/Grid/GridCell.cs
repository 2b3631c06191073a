namespace Kindling.Studies;

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
