using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>Inputs and targets as they stand in files, before they are split and scaled.</summary>
/// <param name="Path">The file of the inputs, for messages.</param>
/// <param name="Inputs">[rows, inputs], finite.</param>
/// <param name="InputNames">One name an input.</param>
/// <param name="Targets">[rows, outputs], finite; one-hot for classes.</param>
/// <param name="OutputNames">One name an output.</param>
/// <param name="AreClasses">Whether the targets are classes.</param>
internal sealed record Examples(
    string Path,
    Matrix<double> Inputs,
    IReadOnlyList<string> InputNames,
    Matrix<double> Targets,
    IReadOnlyList<string> OutputNames,
    bool AreClasses)
{
    /// <summary>The file of the targets, for messages.</summary>
    public string TargetPath { get; init; } = Path;

    /// <summary>Columns that hold the 0s and 1s of categories and are not scaled.</summary>
    public IReadOnlySet<int> CategoryColumns { get; init; } = new HashSet<int>();

    /// <summary>Whether all inputs are scaled together, as the pixels of images.</summary>
    public bool ScaleTogether { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The classes of the targets; null in regression, and where a CSV layout knows them.</summary>
    public ClassLabels? Labels { get; init; }

    /// <summary>Reads another file with the same columns, categories and classes.</summary>
    public Func<string, Examples> ReadOther { get; init; } =
        _ => throw new InvalidOperationException("this file was itself read as another one.");

    /// <summary>The number of rows.</summary>
    public int Count => Inputs.Rows;

    /// <summary>The class of each row; 0 everywhere in regression.</summary>
    public int[] Classes() => AreClasses
        ? [.. Enumerable.Range(0, Count).Select(i => Targets.Row(i).IndexOf(1.0))]
        : new int[Count];

    /// <summary>The same with one-hot targets in place of a column of labels.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="main">The file the classes are from.</param>
    public Examples AsClasses(ClassLabels labels, string main) => this with
    {
        Targets = labels.OneHot(TargetPath, Targets.Column(0), main),
        OutputNames = labels.Names,
        AreClasses = true,
        Labels = labels,
    };

    /// <summary>Copies some rows.</summary>
    public DataSet Gather(int[] rows)
    {
        var part = new DataSet(new Matrix<double>(rows.Length, Inputs.Columns), new(rows.Length, Targets.Columns));
        Inputs.GatherRows(rows, part.Inputs);
        Targets.GatherRows(rows, part.Targets);
        return part;
    }

    /// <summary>Refuses a table with fewer than two rows, or with targets that are all the same.</summary>
    public void RequireRows()
    {
        if (Count < 2)
        {
            string found = Count == 1 ? "a single row of data" : "no rows of data";
            throw new FileFormatException(Path, found, "at least 2 rows");
        }

        RequireVariety(Targets, "row");
    }

    /// <summary>Refuses targets with a column that is the same everywhere, and a single class.</summary>
    /// <param name="targets">Some rows of the targets.</param>
    /// <param name="where">What they are a row of.</param>
    public void RequireVariety(Matrix<double> targets, string where)
    {
        for (int j = 0; j < targets.Columns; j++)
        {
            double first = targets[0, j];
            bool varies = false;
            for (int i = 1; i < targets.Rows && !varies; i++)
                varies = targets[i, j] != first;
            if (varies || (AreClasses && first == 0))
                continue;
            string found = AreClasses
                ? $"the target's class '{OutputNames[j]}' in every {where}"
                : $"a target '{OutputNames[j]}' that is {first} in every {where}";
            throw new FileFormatException(TargetPath, found, "at least two different values");
        }
    }
}
