namespace Kindling.Reports;

/// <summary>A named curve of a figure.</summary>
/// <param name="Name">Its entry in the legend.</param>
/// <param name="Points">
/// From left to right, with an optional interval around each. Points that are not finite, or not above 0 on a
/// logarithmic axis, are left out.
/// </param>
sealed record Curve(string Name, IReadOnlyList<(double X, double Y, double? Low, double? High)> Points)
{
    /// <summary>Dots instead of a line: theory beside a measurement, fixed points of a map.</summary>
    public bool IsDots { get; init; }

    /// <summary>A curve without intervals.</summary>
    public static Curve Of(string name, IEnumerable<double> xs, IEnumerable<double> ys) =>
        new(name, [.. xs.Zip(ys, (x, y) => (x, y, (double?)null, (double?)null))]);

    /// <summary>Single points, drawn in the color of the curve of that name if there is one.</summary>
    public static Curve Dots(string name, IEnumerable<double> xs, IEnumerable<double> ys) =>
        Of(name, xs, ys) with { IsDots = true };
}
