namespace Kindling.Studies;

/// <summary>The runs of one cell that are finished.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="LearningRate">The learning rate of its runs; NaN where none was found yet.</param>
/// <param name="Runs">Its finished runs, by seed.</param>
/// <param name="Failure">Why its other runs cannot be made, or null.</param>
public sealed record CellResult(GridCell Cell, double LearningRate, IReadOnlyList<RunResult> Runs, string? Failure)
{
    /// <summary>True if every run of the cell is here.</summary>
    public bool IsComplete => Runs.Count == Cell.Study.Seeds;

    /// <summary>How many runs cannot be made.</summary>
    public int Failed => Failure is null ? 0 : Cell.Study.Seeds - Runs.Count;
}

/// <summary>What a study over a grid found so far.</summary>
public sealed class GridResults
{
    /// <summary>Holds the claims of a study against its cells.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cells">Its cells with the runs that are finished.</param>
    public GridResults(GridStudy study, IReadOnlyList<CellResult> cells)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(cells);
        Study = study;
        Cells = cells;
        Claims = [.. study.Claims.Select(c => ClaimResult.Of(c, study, cells))];
    }

    /// <summary>The study.</summary>
    public GridStudy Study { get; }

    /// <summary>Its cells.</summary>
    public IReadOnlyList<CellResult> Cells { get; }

    /// <summary>Its claims and what became of them.</summary>
    public IReadOnlyList<ClaimResult> Claims { get; }

    /// <summary>Runs that are finished, diverged ones included.</summary>
    public int Done => Cells.Sum(c => c.Runs.Count);

    /// <summary>Runs that cannot be made.</summary>
    public int Failed => Cells.Sum(c => c.Failed);

    /// <summary>Runs that ended with an infinite or undefined loss.</summary>
    public int Diverged => Cells.Sum(c => c.Runs.Count(r => r.Diverged));

    /// <summary>True if every run is here.</summary>
    public bool Complete => Done == Study.Runs;

    /// <summary>Cells whose equation is met at its points and not between them, one sentence each.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            foreach (CellResult cell in Cells.Where(c => c.Cell.Study.Problem.Pde is not null && c.Runs.Count > 0))
            {
                double loss = Measurement.FinalLoss.Of(cell.Runs);
                double fresh = Measurement.FinalValidationLoss.Of(cell.Runs);
                double start = (Measurement.FinalValidationLoss with { At = new(CurvePlaceKind.Start) }).Of(cell.Runs);
                if (FreshLoss.Warning(loss, fresh, start) is string warning)
                    yield return $"{cell.Cell.Label}: {warning}";
            }
        }
    }

    /// <summary>Wall time of this call in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Threads of this call.</summary>
    public int Threads { get; init; }
}
