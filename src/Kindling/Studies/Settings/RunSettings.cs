using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>The runs: batches, steps, precision, seeds, and what counts.</summary>
static class RunSettings
{
    const int DefaultBatch = 256;
    const int DefaultPictureBatch = 512;
    const string DefaultSteps = "2000";
    const SettingForms Everywhere =
        SettingForms.Compare | SettingForms.Train | SettingForms.Grid | SettingForms.FitImage;

    public static IReadOnlyList<Setting> All { get; } =
    [
        Setting.Of(
            "seeds",
            SettingKinds.Whole(1, Study.MostSeeds),
            "16",
            "Runs of each initializer; fewer than 6 can name no winner",
            s => s.Seeds,
            (s, v) => s with { Seeds = v }) with
        {
            Forms = SettingForms.Compare | SettingForms.Grid,
            Constant = "8",
        },
        Setting.Of(
            "seed",
            SettingKinds.Seed,
            "1",
            "The seed; equal seeds give equal results",
            s => s.Seed,
            (s, v) => s with { Seed = v }) with { Forms = Everywhere, Constant = "0" },
        Setting.Of(
            "batch",
            Batch(),
            "64",
            "Training points per step; all takes them all",
            s => s.Batch is int b ? b : "all",
            (s, v) => WithBatch(s, v == "all" ? null : SettingKinds.WholeOf(v, 1))) with
        {
            DefaultWords = $"{DefaultBatch}, or all of at most {2 * DefaultBatch}; all with {{problem}}, {{lsgd}} and "
                + $"lbfgs; {DefaultPictureBatch} of a picture",
            Default = BatchOf,
        },
        Setting.Of(
            "steps",
            SettingKinds.Whole(0),
            "500",
            "Steps of each run",
            s => s.Steps,
            (s, v) => s with { Steps = v }) with
        {
            DefaultWords = DefaultSteps,
            Default = c => c.IsGiven("time") ? "0" : DefaultSteps,
            Conflict = c => c.Form is SettingForms.Compare or SettingForms.Train && c.Given("steps") is "0"
                ? new("steps", "0", "a whole number of at least 1")
                : null,
        },
        Setting.Of(
            "time",
            SettingKinds.Number(NumberRange.Positive, "SECONDS"),
            "60",
            "Instead of {steps}: seconds for the whole comparison",
            s => s.Time,
            (s, v) => s with { Time = v }) with { Forms = SettingForms.Compare },
        Setting.Of(
            "precision",
            SettingKinds.Word<Precision>(),
            "double",
            "The floating-point type",
            s => s.Precision,
            (s, v) => s with { Precision = v }) with
        {
            Forms = Everywhere,
            DefaultWords = "single; double with {lsgd}",
            Default = c => c.Study.LeastSquares is null ? "single" : "double",
        },
        Setting.Of(
            "keep",
            SettingKinds.Word<KeptStep>(),
            "last",
            "Which step of a run counts: the one with the lowest validation error, or the last",
            s => s.Keep,
            (s, v) => s with { Keep = v }) with { Constant = "best", IsRare = true },
        Setting.Of(
            "margin",
            SettingKinds.Number(NumberRange.NotNegative),
            "0.1",
            "No initializer is called better by less than this share",
            s => s.Margin,
            (s, v) => s with { Margin = v }) with
        {
            Forms = SettingForms.Compare,
            Constant = "0.05",
            IsRare = true,
        },
    ];

    /// <summary>A picture has as many random places for its total variation as pixels in a step.</summary>
    static Study WithBatch(Study study, int? batch) => study with
    {
        Batch = batch,
        Problem = study.Problem.Picture is PictureChoice picture && batch is int places
            ? study.Problem with { Picture = picture with { Places = places } }
            : study.Problem,
    };

    static string BatchOf(SettingContext context)
    {
        Study study = context.Study;
        if (study.Problem.Picture is not null)
            return DefaultPictureBatch.ToString(CultureInfo.InvariantCulture);
        bool isAll = study.Problem.Pde is not null || study.Problem.Toy is not null
            || study.LeastSquares is not null || study.Optimizer == OptimizerKind.Lbfgs;
        return isAll || context.Points <= 2 * DefaultBatch
            ? "all"
            : DefaultBatch.ToString(CultureInfo.InvariantCulture);
    }

    static SettingKind<string> Batch() => SettingKinds.OrWord(
        SettingKinds.SchemaOf(1),
        "all, or a whole number of at least 1",
        "all|N",
        new JsonObject { ["const"] = "all" },
        text => text == "all" ? text : SettingText.Of(SettingKinds.WholeOf(text, 1)));
}
