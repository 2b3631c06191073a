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

    /// <summary>The part of the rows kept for the test, in [0, 1); 0 measures on the training rows.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Chooses the test rows.</summary>
    public ulong Seed { get; init; }

    /// <summary>Columns of a CSV table that are not used.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
