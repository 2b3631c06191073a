using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

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

    /// <summary>Splits the rows by the seed, scales them by the training part, and makes the problem.</summary>
    public Problem ToProblem(TableOptions options)
    {
        if (Inputs.Rows < 2)
        {
            string found = Inputs.Rows == 1 ? "a single row of data" : "no rows of data";
            throw new FileFormatException(Path, found, "at least 2 rows");
        }

        RequireVariety(Targets, "row");
        (int[] trainRows, int[] testRows) = Split(options);
        DataSet train = Gather(trainRows);
        RequireVariety(train.Targets, "row of the training part");
        Standardization inputScaling = ScaleTogether
            ? Standardization.OfAllColumns(train.Inputs)
            : Standardization.OfColumns(train.Inputs, column => !CategoryColumns.Contains(column));
        RequireScalable(inputScaling, InputNames, Path);
        var notes = new List<string>(Notes);
        NoteConstantInputs(inputScaling, notes);
        Standardization? targetScaling = AreClasses ? null : Standardization.OfColumns(train.Targets);
        if (targetScaling is null)
            NoteUnseenClasses(train.Targets, notes);
        else
            RequireScalable(targetScaling, OutputNames, TargetPath);
        DataSet? test = testRows.Length == 0 ? null : Gather(testRows);
        foreach (DataSet part in test is null ? [train] : new[] { train, test })
        {
            inputScaling.ApplyInPlace(part.Inputs);
            targetScaling?.ApplyInPlace(part.Targets);
        }

        return new Problem
        {
            Name = System.IO.Path.GetFileName(Path),
            Description = Describe(trainRows.Length, testRows.Length),
            Inputs = Inputs.Columns,
            Outputs = Targets.Columns,
            Terms = [new Term { Data = train, Loss = AreClasses ? LossKind.CrossEntropy : LossKind.MeanSquared }],
            Test = test,
            Metric = AreClasses ? ErrorMetric.Misclassification : ErrorMetric.RootMeanSquare,
            InputNames = InputNames,
            OutputNames = OutputNames,
            InputScaling = inputScaling,
            TargetScaling = targetScaling,
            Notes = notes,
        };
    }

    string Describe(int train, int test)
    {
        string task = AreClasses
            ? $"classification into {Targets.Columns} classes"
            : $"regression of {string.Join(", ", OutputNames.Take(4))}{(OutputNames.Count > 4 ? " ..." : "")}";
        return $"{task} from {Count(Inputs.Columns, "input")}; "
            + $"{Count(train, "training row")}, {Count(test, "test row")}";
    }

    static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    (int[] Train, int[] Test) Split(TableOptions options)
    {
        int rows = Inputs.Rows;
        int testCount = options.TestFraction == 0
            ? 0
            : Math.Clamp((int)Math.Round(rows * options.TestFraction), 1, rows - 1);
        int[] order = RandomStream.Create(options.Seed, "test rows").NextPermutation(rows);
        int[] test = order[..testCount];
        int[] train = order[testCount..];
        Array.Sort(test);
        Array.Sort(train);
        return (train, test);
    }

    DataSet Gather(int[] rows)
    {
        var part = new DataSet(new Matrix<double>(rows.Length, Inputs.Columns), new(rows.Length, Targets.Columns));
        Inputs.GatherRows(rows, part.Inputs);
        Targets.GatherRows(rows, part.Targets);
        return part;
    }

    /// <summary>Refuses targets with a column that is the same everywhere, and a single class.</summary>
    void RequireVariety(Matrix<double> targets, string where)
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

    /// <summary>Refuses a column whose numbers lie further apart than a double can say.</summary>
    static void RequireScalable(Standardization scaling, IReadOnlyList<string> names, string path)
    {
        for (int j = 0; j < scaling.Columns; j++)
        {
            if (!double.IsFinite(scaling.Scale[j]))
                throw new FileFormatException(
                    path, $"numbers in '{names[j]}' that are too large to standardize", "numbers below 1e307");
        }
    }

    void NoteUnseenClasses(Matrix<double> targets, List<string> notes)
    {
        string[] unseen =
            [.. OutputNames.Where((_, j) => Enumerable.Range(0, targets.Rows).All(i => targets[i, j] == 0))];
        if (unseen.Length > 0)
            notes.Add($"No row of the training part is of class {List(unseen)}.");
    }

    static string List(string[] names) =>
        string.Join(", ", names.Take(5).Select(n => $"'{n}'"))
        + (names.Length > 5 ? $" and {names.Length - 5} more" : "");

    void NoteConstantInputs(Standardization scaling, List<string> notes)
    {
        int[] constant = [.. Enumerable.Range(0, scaling.Columns).Where(j => scaling.Scale[j] == 0)];
        if (constant.Length == scaling.Columns)
            throw new FileFormatException(Path, "inputs that are all constant", "at least one input that varies");
        if (constant.Length == 0)
            return;
        notes.Add($"Constant in the training part and left at zero: {List([.. constant.Select(j => InputNames[j])])}.");
    }
}
