using System.Globalization;
namespace Kindling.Studies;

/// <summary>How several cells' numbers become one.</summary>
public enum CellCombination
{
    /// <summary>There must be one number only.</summary>
    Single,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The middle one.</summary>
    Median,
}

/// <summary>A number that is read off the cells of a grid.</summary>
/// <param name="Measurement">What is read off each cell.</param>
/// <param name="Where">The cells.</param>
/// <param name="Over">What becomes of several numbers.</param>
public abstract record ClaimMeasure(Measurement Measurement, CellSelection Where, CellCombination Over)
{
    /// <summary>The number; NaN if it is not defined.</summary>
    public double Of(IReadOnlyList<CellResult> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return Of(cells, (cell, measurement) => measurement.Of(cell.Runs));
    }

    /// <summary>Why there can be no number yet, or null.</summary>
    internal string? Missing(GridStudy study, IReadOnlyList<CellResult> cells)
    {
        GridCell[] needed = [.. study.Cells.Where(Needs)];
        if (needed.Length == 0 || !HasParts(needed))
            return $"scale {study.Scale} has none of its cells";
        int missing = needed.Count(n => cells.FirstOrDefault(c => c.Cell.Id == n.Id)?.IsComplete != true);
        return missing == 0 ? null : $"{missing} of its {needed.Length} cells are not finished";
    }

    /// <summary>The number, with each cell's numbers from elsewhere.</summary>
    internal double Of(IReadOnlyList<CellResult> cells, Func<CellResult, Measurement, double> number) =>
        Combine([.. Numbers([.. cells.Where(c => Where.Holds(c.Cell))], number)]);

    /// <summary>True if the number depends on a cell.</summary>
    internal virtual bool Needs(GridCell cell) => Where.Holds(cell);

    /// <summary>True if the cells suffice for a number.</summary>
    internal virtual bool HasParts(IReadOnlyList<GridCell> cells) => true;

    /// <summary>The numbers that are to be combined.</summary>
    internal abstract IEnumerable<double> Numbers(
        IReadOnlyList<CellResult> cells, Func<CellResult, Measurement, double> number);

    /// <summary>Groups cells that agree on all axes but those given.</summary>
    internal static IEnumerable<IGrouping<string, CellResult>> AlikeBut(
        IEnumerable<CellResult> cells, IEnumerable<string> axes) =>
        cells.GroupBy(c => string.Join('\n', c.Cell.Values.Where(v => !axes.Contains(v.Axis)).Select(v => v.Label)));

    double Combine(double[] numbers) => numbers.Length == 0 || numbers.Any(double.IsNaN) ? double.NaN : Over switch
    {
        CellCombination.Min => numbers.Min(),
        CellCombination.Max => numbers.Max(),
        CellCombination.Median => SampleQuantiles.Median(numbers),
        _ => numbers[0],
    };

    /// <summary>How many numbers are combined.</summary>
    internal int CountOf(IReadOnlyList<GridCell> cells) =>
        Numbers([.. cells.Where(Where.Holds).Select(c => new CellResult(c, double.NaN, [], null))], (_, _) => 1)
            .Count();
}

/// <summary>The number of each cell itself.</summary>
public sealed record ValueMeasure(Measurement Measurement, CellSelection Where, CellCombination Over)
    : ClaimMeasure(Measurement, Where, Over)
{
    internal override IEnumerable<double> Numbers(
        IReadOnlyList<CellResult> cells, Func<CellResult, Measurement, double> number) =>
        cells.Select(c => number(c, Measurement));
}

/// <summary>One cell's number divided by another's, for each combination of the other axes.</summary>
/// <param name="Measurement">What is read off each cell.</param>
/// <param name="Where">The cells.</param>
/// <param name="Over">What becomes of several ratios.</param>
/// <param name="Above">The numerators.</param>
/// <param name="Below">The denominators, which differ from the numerators on the same axes.</param>
/// <param name="BelowMeasurement">What is read off the denominators, where that is something else.</param>
/// <remarks>
/// Infinite over finite is infinite: what diverges is infinitely worse. Infinite over infinite is NaN.
/// </remarks>
public sealed record RatioMeasure(
    Measurement Measurement,
    CellSelection Where,
    CellCombination Over,
    CellSelection Above,
    CellSelection Below,
    Measurement BelowMeasurement)
    : ClaimMeasure(Measurement, Where, Over)
{
    internal override bool Needs(GridCell cell) => Where.Holds(cell) && (Above.Holds(cell) || Below.Holds(cell));

    internal override bool HasParts(IReadOnlyList<GridCell> cells) => cells.Any(Above.Holds) && cells.Any(Below.Holds);

    internal override IEnumerable<double> Numbers(
        IReadOnlyList<CellResult> cells, Func<CellResult, Measurement, double> number)
    {
        string[] axes = [.. Above.Axes.Concat(Below.Axes)];
        foreach (IGrouping<string, CellResult> alike in AlikeBut(cells, axes))
        {
            CellResult? above = alike.FirstOrDefault(c => Above.Holds(c.Cell));
            CellResult? below = alike.FirstOrDefault(c => Below.Holds(c.Cell));
            if (above is not null && below is not null)
                yield return number(above, Measurement) / number(below, BelowMeasurement);
        }
    }
}

/// <summary>
/// The slope of the logarithm of the number over the logarithm of an axis, by least squares: the order of convergence
/// with its sign.
/// </summary>
/// <param name="Measurement">What is read off each cell.</param>
/// <param name="Where">The cells.</param>
/// <param name="Over">What becomes of several slopes.</param>
/// <param name="Along">An axis whose labels are numbers above 0.</param>
public sealed record SlopeMeasure(
    Measurement Measurement, CellSelection Where, CellCombination Over, string Along)
    : ClaimMeasure(Measurement, Where, Over)
{
    internal override bool HasParts(IReadOnlyList<GridCell> cells) =>
        cells.Select(c => c.On(Along)).Distinct().Count() > 1;

    internal override IEnumerable<double> Numbers(
        IReadOnlyList<CellResult> cells, Func<CellResult, Measurement, double> number)
    {
        return AlikeBut(cells, [Along]).Where(g => g.Count() > 1).Select(g => Slope([.. g.Select(Logarithms)]));

        (double, double) Logarithms(CellResult cell) => (
            Math.Log(double.Parse(cell.Cell.On(Along)!, CultureInfo.InvariantCulture)),
            Math.Log(number(cell, Measurement)));
    }

    static double Slope((double X, double Y)[] points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
