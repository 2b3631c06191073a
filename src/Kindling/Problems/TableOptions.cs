namespace Kindling.Problems;

/// <summary>How a table becomes a problem.</summary>
public sealed record TableOptions
{
    /// <summary>
    /// What is to be predicted. CSV: the name of a column, or its index from 0 (from the end if negative); null
    /// takes the last. NPY and IDX: the file of the targets; for NPY also the index of a column.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>Whether to classify; null decides by the target: texts and IDX labels are classes.</summary>
    public bool? Classification { get; init; }

    /// <summary>How the test rows are chosen; with a <see cref="TestFile"/> they are those of the file.</summary>
    public RowSplit Split { get; init; } = RowSplit.Fixed;

    /// <summary>
    /// The part of the rows kept for the test of a fixed split, in [0, 1); 0 measures on the training rows.
    /// </summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>The number of folds, 2 or more; null takes <see cref="Table.FoldsFor"/>.</summary>
    public int? Folds { get; init; }

    /// <summary>The number of seeds that folds are dealt for where <see cref="Folds"/> is null; 1 or more.</summary>
    public int Seeds { get; init; } = 8;

    /// <summary>The part of the rows that are not tested that is kept for validation, in [0, 1).</summary>
    public double ValidationFraction { get; init; }

    /// <summary>
    /// A file with the test rows, or null. It has the format and the columns of the main file: of a CSV table by name,
    /// in any order; further ones are not read.
    /// </summary>
    public string? TestFile { get; init; }

    /// <summary>A file with the validation rows, as <see cref="TestFile"/>, or null.</summary>
    public string? ValidationFile { get; init; }

    /// <summary>Chooses the rows of the parts.</summary>
    public ulong Seed { get; init; }

    /// <summary>Columns of a CSV table that are not used.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Refuses numbers that are out of range.</summary>
    /// <exception cref="ArgumentException">The message names the number, its value and the range.</exception>
    internal void Require()
    {
        RequireFraction("test", TestFraction);
        RequireFraction("validation", ValidationFraction);
        if (Folds < 2)
            throw new ArgumentException($"the number of folds is {Folds}; it must be 2 or more.", nameof(Folds));
        if (Seeds < 1)
            throw new ArgumentException($"the number of seeds is {Seeds}; it must be 1 or more.", nameof(Seeds));
    }

    static void RequireFraction(string part, double fraction)
    {
        if (!(fraction >= 0 && fraction < 1))
        {
            throw new ArgumentException(
                $"the {part} fraction is {fraction}; it must be at least 0 and below 1.", nameof(fraction));
        }
    }
}
