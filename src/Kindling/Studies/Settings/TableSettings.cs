using Kindling.Files;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>A table that is learned, and how its rows are dealt into parts.</summary>
static class TableSettings
{
    static SettingNeed Tables { get; } = new(
        "tables", s => s.Problem.Data is not null, "there is no {data}", "add {data} FILE");

    static SettingNeed TablesOrPictures { get; } = new(
        "tables", s => s.Problem.Data is not null || s.Problem.Picture is not null, Tables.Lack, Tables.Remedy);

    static SettingNeed NoTestFile { get; } = new(
        "tables without a file of test rows",
        s => s.Problem.TestFile is null,
        "{test} names one",
        "give one of them");

    static SettingNeed NoValidationFile { get; } = new(
        "tables without a file of validation rows",
        s => s.Problem.ValidationFile is null,
        "{validation} names one",
        "give one of them");

    public static IReadOnlyList<Setting> All { get; } =
    [
        ProblemSettings.Of(
            "data",
            SettingKinds.File,
            "cars.csv",
            "A table instead: CSV with a header, NPY, or IDX images",
            p => p.Data,
            (p, v) => p with { Data = v }) with { Hash = "data-hash" },
        ProblemSettings.Of(
            "target",
            SettingKinds.Text,
            "mpg",
            "The column to predict (for NPY and IDX: the file of the targets)",
            p => p.Target,
            (p, v) => p with { Target = v }) with { Needs = [Tables], DefaultWords = "the last column" },
        HashSetting(
            "data-hash",
            "the table, and of a file of targets",
            p => p.DataHash,
            (p, v) => p with { DataHash = v },
            p => HashOf(p.Data, p.Target)),
        ProblemSettings.Of(
            "task",
            SettingKinds.Word(("regression", false), ("classification", true)),
            "classification",
            "What the target is",
            p => p.Classification is bool b ? (b ? "classification" : "regression") : null,
            (p, v) => p with { Classification = v }) with
        {
            Needs = [Tables],
            DefaultWords = "classes if it is text",
        },
        ProblemSettings.Of(
            "ignore",
            SettingKinds.Names,
            "name",
            "Columns of the table that are not used, separated by spaces",
            p => p.Ignored,
            (p, v) => p with { Ignored = v }) with { Needs = [Tables] },
        .. Files(),
        .. Shares(),
    ];

    /// <summary>The hash that identifies a file; null where there is no such file.</summary>
    public static string? HashOf(string? path, string? target = null) =>
        path is not null && File.Exists(path) ? ProblemChoice.HashOf(path, target) : null;

    static IEnumerable<Setting> Files()
    {
        yield return ProblemSettings.Of(
            "test",
            SettingKinds.File,
            "test.csv",
            "A file with the rows of the test",
            p => p.TestFile,
            (p, v) => p with { TestFile = v }) with
        { Needs = [Tables], Hash = "test-hash" };
        yield return HashSetting(
            "test-hash",
            "the file of test rows",
            p => p.TestHash,
            (p, v) => p with { TestHash = v },
            p => HashOf(p.TestFile));
        yield return ProblemSettings.Of(
            "validation",
            SettingKinds.File,
            "validation.csv",
            "A file with the rows that choose learning rate and step",
            p => p.ValidationFile,
            (p, v) => p with { ValidationFile = v }) with
        { Needs = [Tables], Hash = "validation-hash" };
        yield return HashSetting(
            "validation-hash",
            "the file of validation rows",
            p => p.ValidationHash,
            (p, v) => p with { ValidationHash = v },
            p => HashOf(p.ValidationFile));
    }

    static IEnumerable<Setting> Shares()
    {
        yield return ProblemSettings.Of(
            "validation-fraction",
            SettingKinds.Number(NumberRange.BelowOne),
            "0.1",
            "Share of the training rows (of a picture's pixels) that chooses learning rate and step",
            p => p.ValidationFraction,
            (p, v) => p with { ValidationFraction = v }) with
        {
            Needs = [TablesOrPictures, NoValidationFile],
            Constant = "0.2",
            IsRare = true,
        };
        yield return Split();
        yield return ProblemSettings.Of(
            "test-fraction",
            SettingKinds.Number(NumberRange.BelowOne),
            "0.3",
            "Share of the table's rows kept for the test",
            p => p.TestFraction,
            (p, v) => p with { TestFraction = v }) with
        {
            Needs =
            [
                Tables,
                NoTestFile,
                new("a fixed split", s => s.Problem.Split == RowSplit.Fixed, "{split} is folds", "add {split} fixed"),
            ],
            Constant = "0.2",
        };
        yield return Setting.Of(
            "folds",
            SettingKinds.Whole(2),
            "5",
            "Folds that the rows are dealt into; each seed is tested on one",
            s => s.Folds,
            (s, v) => s with { Folds = v }) with
        {
            Forms = SettingForms.Compare | SettingForms.Grid,
            Needs =
            [
                Tables,
                new("folds", s => s.Problem.Split == RowSplit.Folds, "{split} is fixed", "add {split} folds"),
            ],
            DefaultWords = "one for each seed, of ten rows or more",
        };
    }

    static Setting Split() => ProblemSettings.Of(
        "split",
        SettingKinds.Word<RowSplit>(),
        "fixed",
        "How test rows are chosen: folds tests each row once, seed i tests fold i; fixed keeps one part for all seeds",
        p => p.Split,
        (p, v) => p with { Split = v }) with
    {
        Forms = SettingForms.Compare | SettingForms.Grid,
        Needs = [Tables, NoTestFile],
        DefaultWords = "folds; fixed with {test-fraction}",
        Default = c => c.Form == SettingForms.Train || c.IsGiven("test-fraction") ? "fixed" : "folds",
    };

    static Setting HashSetting(
        string name,
        string what,
        Func<ProblemChoice, object?> get,
        Func<ProblemChoice, string, ProblemChoice> set,
        Func<ProblemChoice, string?> hash) => ProblemSettings.Of(
            name,
            SettingKinds.Text,
            "0123456789abcdef",
            $"The first 16 hexadecimal digits of the SHA-256 of {what}",
            get,
            set) with
        {
            Forms = SettingForms.File,
            Needs = [Tables],
            Default = c => hash(c.Study.Problem),
        };
}
