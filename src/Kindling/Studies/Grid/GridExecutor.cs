using System.Diagnostics;

namespace Kindling.Studies;

/// <summary>
/// Carries out a study over a grid: one <see cref="StudyExecutor"/> for each cell, on one queue of runs.
/// </summary>
/// <remarks>
/// Runs are independent and go over the cores one thread each, all cells' first seeds before the second ones. Results
/// do not depend on the number of threads. A run that cannot be made leaves the others alone.
/// </remarks>
public sealed class GridExecutor
{
    readonly GridStudy _study;
    readonly (GridCell Cell, StudyExecutor Runs)[] _cells;
    readonly int _threads;
    readonly Stopwatch _watch = new();

    /// <summary>Prepares all cells.</summary>
    /// <param name="study">What to do.</param>
    /// <param name="threads">How many cores to use.</param>
    /// <exception cref="ArgumentException">A cell cannot be run; the message names it.</exception>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public GridExecutor(GridStudy study, int threads)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _study = study;
        _threads = threads;
        var problems = new ProblemCache();
        _cells = [.. study.Cells.Select(c => (c, Prepare(c, problems)))];
    }

    /// <summary>How far each cell is.</summary>
    public IEnumerable<(GridCell Cell, StudyProgress Progress)> Progress =>
        _cells.Select(c => (c.Cell, c.Runs.Progress));

    /// <summary>The share of all steps that is done, from 0 to 1.</summary>
    public double Share
    {
        get
        {
            (double planned, double done, _) = Steps();
            return planned == 0 ? 0 : Math.Clamp(done / planned, 0, 1);
        }
    }

    /// <summary>The time left if all steps take as long as those so far, or null before there are any.</summary>
    public TimeSpan? Left
    {
        get
        {
            (double planned, double done, double skipped) = Steps();
            double made = done - skipped, seconds = _watch.Elapsed.TotalSeconds;
            return made <= 0 || seconds < 1 ? null : TimeSpan.FromSeconds(Math.Max(0, planned - done) / made * seconds);
        }
    }

    /// <summary>Works until the study is done or cancelled.</summary>
    /// <param name="store">The study's folder, or null to keep nothing.</param>
    /// <param name="cancellation">Stops the work; finished runs count.</param>
    public GridResults Execute(GridStore? store = null, CancellationToken cancellation = default)
    {
        _watch.Start();
        foreach ((GridCell cell, StudyExecutor runs) in _cells)
            runs.Plan(store?.OpenCell(cell));
        CellResult[] cells;
        using (var queue = new RunQueue(Math.Min(_threads, _study.Runs), cancellation))
        {
            var work = _cells.Select((c, place) => ExecuteAsync(c.Cell, c.Runs, queue, place, store, cancellation));
            cells = Task.WhenAll(work).GetAwaiter().GetResult();
        }

        var results = new GridResults(_study, cells) { Seconds = _watch.Elapsed.TotalSeconds, Threads = _threads };
        store?.Write(results);
        return results;
    }

    (double Planned, double Done, double Skipped) Steps()
    {
        var all = _cells.Select(c => c.Runs.Progress.Steps).ToList();
        return (all.Sum(s => s.Planned), all.Sum(s => s.Done), all.Sum(s => s.Skipped));
    }

    static async Task<CellResult> ExecuteAsync(
        GridCell cell, StudyExecutor runs, RunQueue queue, int place, GridStore? store, CancellationToken cancellation)
    {
        try
        {
            SchemeResult result = await runs.ExecuteAsync(queue, cell.Study.Schemes[0], place, cancellation)
                .ConfigureAwait(false);
            return new(cell, result.LearningRate, result.Runs, null);
        }
        catch (Exception e) when (e is ArgumentException or IOException or OutOfMemoryException or ArithmeticException)
        {
            RunResult[] made = store is null ? [] : [.. store.Read(cell).Runs];
            return new(cell, double.NaN, made, e.Message);
        }
    }

    StudyExecutor Prepare(GridCell cell, ProblemCache problems)
    {
        try
        {
            return new StudyExecutor(cell.Study, problems.Load(cell.Study), _threads, _study.Runs);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"cell {cell.Id} ({cell.Label}): {e.Message}", e);
        }
    }
}
