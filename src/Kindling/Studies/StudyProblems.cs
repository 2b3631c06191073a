using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>The problem as each seed of a study sees it: the folds of a table, or one problem for all.</summary>
/// <remarks>
/// Thread-safe. A fold's problem is made when it is asked for, and again if it was forgotten meanwhile, so that large
/// tables are not held once for each fold.
/// </remarks>
public sealed class StudyProblems
{
    readonly Lock _lock = new();
    readonly Func<int, Problem> _make;
    readonly Dictionary<int, WeakReference<Problem>> _made = [];

    StudyProblems(Problem first, Func<int, Problem> make) => (First, _make) = (first, make);

    /// <summary>The problem of the first seed: sizes, names and what does not depend on the seed.</summary>
    public Problem First { get; }

    /// <summary>How many partitions of the rows the seeds use; 1 where each row is tested once, or by all.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What a claim is about, as in "these 36 test rows"; empty for functions and equations.</summary>
    public string Rows { get; init; } = "";

    /// <summary>The number of folds; null where rows are not dealt into folds.</summary>
    public int? Folds { get; init; }

    /// <summary>The number of rows of a table; null for functions and equations.</summary>
    public int? RowCount { get; init; }

    /// <summary>The problem that a study names, for each of its seeds.</summary>
    /// <exception cref="ArgumentException">The function or a setting is unknown or out of range.</exception>
    /// <exception cref="IOException">A table cannot be read, or is not what it should be.</exception>
    public static StudyProblems Load(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Problem.Data is null)
            return Same(study.Problem.Load(study.Seed, study.Network));
        Table table = study.Problem.OpenTable(study.Seed, study.Seeds, study.Folds);
        return new(table.Problem(0), table.Problem)
        {
            Repeats = table.Repeats(study.Seeds),
            Rows = table.TestedBy(study.Seeds),
            RowCount = table.TestedRows,
            Folds = table.Split == RowSplit.Folds ? table.Folds : null,
        };
    }

    /// <summary>One problem for all seeds.</summary>
    public static StudyProblems Same(Problem problem) => new(problem, _ => problem);

    /// <summary>A problem for each seed.</summary>
    /// <param name="make">Makes the problem of a seed's place, from 0.</param>
    public static StudyProblems OfSeeds(Func<int, Problem> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return new(make(0), make);
    }

    /// <summary>The problem of a seed.</summary>
    /// <param name="place">The seed's place in the study, from 0.</param>
    public Problem Of(int place)
    {
        lock (_lock)
        {
            if (place == 0)
                return First;
            if (_made.TryGetValue(place, out WeakReference<Problem>? known) && known.TryGetTarget(out Problem? problem))
                return problem;
            Problem made = _make(place);
            _made[place] = new(made);
            return made;
        }
    }
}
