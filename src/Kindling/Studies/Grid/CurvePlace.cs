using Kindling.Training;

namespace Kindling.Studies;

/// <summary>A place on a training curve.</summary>
/// <param name="Kind">Which kind of place.</param>
/// <param name="Step">The step, for <see cref="CurvePlaceKind.Step"/>.</param>
public sealed record CurvePlace(CurvePlaceKind Kind, long Step = 0)
{
    /// <summary>The end of training.</summary>
    public static CurvePlace Last { get; } = new(CurvePlaceKind.Last);

    /// <summary>The step that counts.</summary>
    public static CurvePlace Kept { get; } = new(CurvePlaceKind.Kept);

    /// <summary>Reads a curve; a point that is not finite counts as infinite.</summary>
    internal double Of(RunResult run, Func<CurvePoint, double> read)
    {
        double value = Kind switch
        {
            CurvePlaceKind.Start => read(run.Curve[0]),
            CurvePlaceKind.Best => run.Curve.Select(read).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min(),
            CurvePlaceKind.Step when run.Diverged && run.Steps <= Step => double.NaN,
            CurvePlaceKind.Step => read(run.Curve.Last(p => p.Step <= Step)),
            CurvePlaceKind.Kept => run.Diverged ? double.NaN : read(run.Kept),
            _ => run.Diverged ? double.NaN : read(run.End),
        };
        return double.IsFinite(value) ? value : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        CurvePlaceKind.Start => "at the start",
        CurvePlaceKind.Best => "at its lowest",
        CurvePlaceKind.Step => $"at step {Step}",
        CurvePlaceKind.Kept => "at the kept step",
        _ => "at the end",
    };
}

/// <summary>The kinds of places on a curve.</summary>
public enum CurvePlaceKind
{
    /// <summary>Before the first step; with least squares, after the first solve.</summary>
    Start,

    /// <summary>After the last step.</summary>
    Last,

    /// <summary>The step that counts: the one with the lowest validation loss, or the last.</summary>
    Kept,

    /// <summary>Wherever the quantity is lowest.</summary>
    Best,

    /// <summary>The last recorded point up to a step.</summary>
    Step,
}
