using Kindling.Files;

namespace Kindling.Problems;

/// <summary>Makes problems from files of data.</summary>
public static class Tables
{
    const string Kinds = "a table (CSV, NPY or IDX)";

    /// <summary>Reads a table as <see cref="Open"/>, as one problem with a fixed split.</summary>
    /// <inheritdoc cref="Open"/>
    public static Problem Load(string path, TableOptions? options = null) =>
        Open(path, (options ?? new TableOptions()) with { Split = RowSplit.Fixed }).Problem(0);

    /// <summary>Reads a CSV table, NPY arrays or IDX images, told apart by their content.</summary>
    /// <remarks>
    /// The rows are split into training, validation and test part by the seed. Inputs are standardized by the training
    /// part (the pixels of images together, columns of tables each; the 0s and 1s of categories stay), and so are
    /// regression targets. Classes become one-hot targets with cross-entropy.
    /// </remarks>
    /// <param name="path">The data; for NPY and IDX the inputs.</param>
    /// <param name="options">The target, the split, what is left out.</param>
    /// <exception cref="FileFormatException">
    /// A file cannot be read or is not what it should be; a cell is missing, not a number or not finite; the target
    /// does not exist or is constant; the parts leave fewer than two rows for training.
    /// </exception>
    /// <exception cref="ArgumentException">A fraction or the number of folds is out of range.</exception>
    public static Table Open(string path, TableOptions? options = null)
    {
        options ??= new TableOptions();
        options.Require();
        if ((options.TestFile ?? options.ValidationFile) is { } file)
            throw new ArgumentException($"a second file, {file}, is given; only one can be read.", nameof(options));
        byte[] beginning = InputFile.Beginning(path, Kinds);
        bool isCsv = !Npy.IsNpy(beginning) && !Idx.IsIdx(beginning);
        if (!isCsv && options.Ignored.Count > 0)
        {
            throw new ArgumentException(
                $"columns to ignore are given ({string.Join(", ", options.Ignored)}), but {path} is no CSV table.",
                nameof(options));
        }

        Examples examples = Npy.IsNpy(beginning) ? NpyExamples.Read(path, options)
            : Idx.IsIdx(beginning) ? IdxExamples.Read(path, options)
            : CsvExamples.Read(path, options);
        examples.RequireRows();
        return new Table(examples, validation: null, test: null, options);
    }

    /// <summary>The file that holds the targets of NPY or IDX inputs; null where they are a column.</summary>
    internal static string? TargetFile(string path, string? target)
    {
        byte[] beginning = InputFile.Beginning(path, Kinds);
        return Npy.IsNpy(beginning) ? NpyExamples.TargetFile(target)
            : Idx.IsIdx(beginning) ? IdxExamples.TargetFile(path, target)
            : null;
    }
}
