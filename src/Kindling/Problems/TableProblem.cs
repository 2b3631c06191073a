using Kindling.Files;
using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>Makes a problem of the parts of a table: all are scaled by the training part.</summary>
internal static class TableProblem
{
    /// <summary>Gathers, checks and scales the parts.</summary>
    /// <param name="main">The rows that are dealt.</param>
    /// <param name="rows">Which of them are for training, validation and test.</param>
    /// <param name="validation">The validation rows of a file of their own, or null.</param>
    /// <param name="test">The test rows of a file of their own, or null.</param>
    /// <param name="notes">What is known of the table.</param>
    public static Problem Make(
        Examples main, RowParts rows, Examples? validation, Examples? test, IReadOnlyList<string> notes)
    {
        DataSet train = main.Gather(rows.Training);
        main.RequireVariety(train.Targets, "row of the training part");
        (Standardization inputScaling, Standardization? targetScaling) = Scaling(main, train);
        Scale(train);
        DataSet? validated = Part(validation, rows.Validation), tested = Part(test, rows.Test);
        LossKind loss = main.AreClasses ? LossKind.CrossEntropy : LossKind.MeanSquared;
        return new Problem
        {
            Name = Path.GetFileName(main.Path),
            Description = Describe(main, train.Count, validated?.Count ?? 0, tested?.Count ?? 0),
            Inputs = main.Inputs.Columns,
            Outputs = main.Targets.Columns,
            Terms = [new Term { Data = train, Loss = loss }],
            Validation = validated is null ? [] : [new Term { Data = validated, Loss = loss }],
            Test = tested,
            Metric = main.AreClasses ? ErrorMetric.Misclassification : ErrorMetric.RootMeanSquare,
            InputNames = main.InputNames,
            OutputNames = main.OutputNames,
            InputScaling = inputScaling,
            TargetScaling = targetScaling,
            Notes = [.. notes, .. ConstantInputs(main, inputScaling), .. UnseenClasses(main, train.Targets)],
        };

        DataSet? Part(Examples? file, int[] own)
        {
            if (file is null && own.Length == 0)
                return null;
            DataSet part = file is null ? main.Gather(own) : file.Gather([.. Enumerable.Range(0, file.Count)]);
            Scale(part);
            return part;
        }

        void Scale(DataSet part)
        {
            inputScaling.ApplyInPlace(part.Inputs);
            targetScaling?.ApplyInPlace(part.Targets);
        }
    }

    static (Standardization Inputs, Standardization? Targets) Scaling(Examples main, DataSet train)
    {
        Standardization inputs = main.ScaleTogether
            ? Standardization.OfAllColumns(train.Inputs)
            : Standardization.OfColumns(train.Inputs, column => !main.CategoryColumns.Contains(column));
        RequireScalable(inputs, main.InputNames, main.Path);
        if (main.AreClasses)
            return (inputs, null);
        Standardization targets = Standardization.OfColumns(train.Targets);
        RequireScalable(targets, main.OutputNames, main.TargetPath);
        return (inputs, targets);
    }

    static string Describe(Examples main, int train, int validation, int test)
    {
        IReadOnlyList<string> outputs = main.OutputNames;
        string task = main.AreClasses
            ? $"classification into {outputs.Count} classes"
            : $"regression of {string.Join(", ", outputs.Take(4))}{(outputs.Count > 4 ? " ..." : "")}";
        return $"{task} from {Table.Counted(main.Inputs.Columns, "input")}; "
            + $"{Table.Counted(train, "training row")}, "
            + (validation == 0 ? "" : $"{Table.Counted(validation, "validation row")}, ")
            + Table.Counted(test, "test row");
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

    static IEnumerable<string> ConstantInputs(Examples main, Standardization scaling)
    {
        int[] constant = [.. Enumerable.Range(0, scaling.Columns).Where(j => scaling.Scale[j] == 0)];
        if (constant.Length == scaling.Columns)
            throw new FileFormatException(main.Path, "inputs that are all constant", "at least one input that varies");
        string[] names = [.. constant.Select(j => main.InputNames[j])];
        return names.Length == 0 ? [] : [$"Constant in the training part and left at zero: {List(names)}."];
    }

    static IEnumerable<string> UnseenClasses(Examples main, Matrix<double> targets)
    {
        if (!main.AreClasses)
            return [];
        string[] unseen =
            [.. main.OutputNames.Where((_, j) => Enumerable.Range(0, targets.Rows).All(i => targets[i, j] == 0))];
        return unseen.Length == 0 ? [] : [$"No row of the training part is of class {List(unseen)}."];
    }

    static string List(string[] names) =>
        string.Join(", ", names.Take(5).Select(n => $"'{n}'"))
        + (names.Length > 5 ? $" and {names.Length - 5} more" : "");
}
