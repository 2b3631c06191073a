using Kindling.Files;

namespace Kindling.Problems;

/// <summary>Makes problems from files of data.</summary>
public static class Tables
{
    const string Kinds = "a table (CSV, NPY or IDX)";

    /// <summary>The formats of a table, and how messages name them.</summary>
    const string Csv = "a CSV table", Npy = "an NPY array", Idx = "an IDX file";

    /// <summary>Reads a table as <see cref="Open"/>, as one problem with a fixed split.</summary>
    /// <inheritdoc cref="Open"/>
    public static Problem Load(string path, TableOptions? options = null) =>
        Open(path, (options ?? new TableOptions()) with { Split = RowSplit.Fixed }).Problem(0);

    /// <summary>Reads a CSV table, NPY arrays or IDX images, told apart by their content.</summary>
    /// <remarks>
    /// The rows are split into training, validation and test part by the seed; validation and test part may be files
    /// of their own. Inputs are standardized by the training part (the pixels of images together, columns of tables
    /// each; the 0s and 1s of categories stay), and so are regression targets. Classes become one-hot targets with
    /// cross-entropy.
    /// </remarks>
    /// <param name="path">The data; for NPY and IDX the inputs.</param>
    /// <param name="options">The target, the split, what is left out.</param>
    /// <exception cref="FileFormatException">
    /// A file cannot be read or is not what it should be; a cell is missing, not a number or not finite; the target
    /// does not exist or is constant; the parts leave fewer than two rows for training; a second file has another
    /// format, lacks a column, or has a category or class that the first does not have.
    /// </exception>
    /// <exception cref="ArgumentException">A fraction or the number of folds is out of range.</exception>
    public static Table Open(string path, TableOptions? options = null)
    {
        options ??= new TableOptions();
        options.Require();
        string format = FormatOf(path);
        if (format != Csv && options.Ignored.Count > 0)
        {
            throw new ArgumentException(
                $"columns to ignore are given ({string.Join(", ", options.Ignored)}), but {path} is no CSV table.",
                nameof(options));
        }

        Examples main = format switch
        {
            Npy => NpyExamples.Read(path, options),
            Idx => IdxExamples.Read(path, options),
            _ => CsvExamples.Read(path, options),
        };
        main.RequireRows();
        return new Table(main, Other(options.ValidationFile), Other(options.TestFile), options);

        Examples? Other(string? file)
        {
            if (file is null)
                return null;
            string own = FormatOf(file);
            return own == format
                ? main.ReadOther(file)
                : throw new FileFormatException(file, own, $"{format}, as {path}");
        }
    }

    /// <summary>The file that holds the targets of NPY or IDX inputs; null where they are a column.</summary>
    internal static string? TargetFile(string path, string? target) => FormatOf(path) switch
    {
        Npy => NpyExamples.TargetFile(target),
        Idx => IdxExamples.TargetFile(path, target),
        _ => null,
    };

    static string FormatOf(string path)
    {
        byte[] beginning = InputFile.Beginning(path, Kinds);
        return Files.Npy.IsNpy(beginning) ? Npy : Files.Idx.IsIdx(beginning) ? Idx : Csv;
    }
}
