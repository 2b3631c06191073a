using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>A table that was read once, and gives each seed of a study its problem.</summary>
/// <remarks>
/// Immutable, and may be shared by threads. A problem copies the rows of its parts: of folds, keep as few at a time as
/// needed. A fixed split has one problem for all seeds, which is made once.
/// </remarks>
public sealed class Table
{
    const int LeastFoldRows = 10;

    readonly Lazy<Problem>? _only;
    readonly Func<int, Problem>? _ofSeed;
    readonly string? _testFile;
    readonly bool _isTested;

    internal Table(Examples main, Examples? validation, Examples? test, TableOptions options)
    {
        Name = Path.GetFileName(main.Path);
        Rows = main.Count;
        bool inFolds = options.Split == RowSplit.Folds && test is null;
        Split = inFolds ? RowSplit.Folds : RowSplit.Fixed;
        Folds = inFolds ? options.Folds ?? FoldsFor(Rows, options.Seeds) : 1;
        _testFile = test is null ? null : Path.GetFileName(test.Path);
        double testFraction = test is null ? options.TestFraction : 0;
        double validationFraction = validation is null ? options.ValidationFraction : 0;
        int[] classes = main.Classes();
        var dealer = new RowDealer(main.Path, classes, testFraction, validationFraction, options.Seed);
        dealer.Require(inFolds ? Folds : null);
        Notes = [.. main.Notes, .. SmallClasses(main, classes, inFolds || testFraction > 0, validationFraction > 0)];
        if (inFolds)
        {
            RequireVariety(main, dealer);
            (TestedRows, _isTested) = (Rows, true);
            _ofSeed = i => TableProblem.Make(main, dealer.Fold(i, Folds), validation, null, Notes);
            return;
        }

        RowParts parts = dealer.Fixed();
        int tested = test?.Count ?? parts.Test.Length;
        (TestedRows, _isTested) = tested > 0 ? (tested, true) : (parts.Training.Length, false);
        _only = new Lazy<Problem>(() => TableProblem.Make(main, parts, validation, test, Notes));
    }

    /// <summary>The name of the file.</summary>
    public string Name { get; }

    /// <summary>The number of rows of the file.</summary>
    public int Rows { get; }

    /// <summary>How the test rows are chosen; fixed where a file has them.</summary>
    public RowSplit Split { get; }

    /// <summary>The number of folds; 1 for a fixed split.</summary>
    public int Folds { get; }

    /// <summary>
    /// The number of rows on which the errors of all seeds are measured: all rows of the file in folds, else those of
    /// the test part, and the training rows where there is none.
    /// </summary>
    public int TestedRows { get; }

    /// <summary>
    /// What the user should know about the file, one sentence each; a problem's notes also say what is special about
    /// its parts.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// The default number of folds: one for each seed, but with at least ten rows in a fold; 2 or more.
    /// </summary>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="seeds">The seeds of the study.</param>
    public static int FoldsFor(int rows, int seeds) => Math.Max(2, Math.Min(seeds, rows / LeastFoldRows));

    /// <summary>The problem of a seed.</summary>
    /// <remarks>
    /// Seed i of F folds is tested on fold i % F of partition i / F. Inputs and targets are standardized by the
    /// training part of this problem.
    /// </remarks>
    /// <param name="index">The place of the seed in the study, from 0.</param>
    /// <exception cref="Kindling.Files.FileFormatException">
    /// The target, or every input, is constant in the training part.
    /// </exception>
    public Problem Problem(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return _only is null ? _ofSeed!(index) : _only.Value;
    }

    /// <summary>The number of partitions that some seeds need: 1 as long as no row is tested twice.</summary>
    public int Repeats(int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seeds);
        return Split == RowSplit.Fixed ? 1 : (seeds + Folds - 1) / Folds;
    }

    /// <summary>What a claim from some seeds is about, as in "these 78 test rows".</summary>
    /// <param name="seeds">The number of seeds, 1 or more.</param>
    public string TestedBy(int seeds)
    {
        int repeats = Repeats(seeds);
        if (_testFile is not null)
            return $"the {Counted(TestedRows, "row")} of {_testFile}";
        if (Split == RowSplit.Fixed)
        {
            string rows = Counted(TestedRows, _isTested ? "test row" : "training row");
            return TestedRows == 1 ? $"this {rows}" : $"these {rows}";
        }

        int whole = seeds / Folds;
        string how = whole == 0 ? $"{seeds} of {Folds} folds are tested"
            : seeds == Folds ? $"each is tested once, in {Folds} folds"
            : whole == repeats ? $"each is tested {whole} times, in {repeats} partitions into {Folds} folds"
            : $"each is tested {whole} or {repeats} times, in {repeats} partitions into {Folds} folds";
        return $"rows like these {Rows} ({how})";
    }

    /// <summary>A number with its noun.</summary>
    internal static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>Refuses folds that leave a single class, or a constant target, for training.</summary>
    void RequireVariety(Examples main, RowDealer dealer)
    {
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] training = dealer.Fold(fold, Folds).Training;
            var targets = new Matrix<double>(training.Length, main.Targets.Columns);
            main.Targets.GatherRows(training, targets);
            main.RequireVariety(targets, $"row that trains where fold {fold + 1} of {Folds} is tested");
        }
    }

    /// <summary>Says which classes have fewer rows than there are parts.</summary>
    string[] SmallClasses(Examples main, int[] classes, bool tests, bool validates)
    {
        const int Most = 5;
        int parts = 1 + (tests ? 1 : 0) + (validates ? 1 : 0);
        if (!main.AreClasses || parts == 1)
            return [];
        string missing = !tests ? "training or validation"
            : !validates ? "training or test"
            : "training, validation or test";
        string when = Split == RowSplit.Folds ? " in some seeds" : "";
        int[] counts = new int[main.OutputNames.Count];
        foreach (int c in classes)
            counts[c]++;
        int[] small = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] < parts)];
        string[] notes =
        [
            .. small.Take(Most).Select(c =>
                $"Class '{main.OutputNames[c]}' has {Counted(counts[c], "row")}, fewer than the {parts} parts: "
                + $"it is missing from {missing}{when}."),
        ];
        return small.Length <= Most ? notes : [.. notes, $"So are {small.Length - Most} more classes."];
    }
}
