using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Least squares for the read-out, in the loop (LSGD).</summary>
static class LeastSquaresSettings
{
    static SettingNeed IsOn { get; } = new(
        "least squares", s => s.LeastSquares is not null, "there is no {lsgd}", "add {lsgd}");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Setting.Of(
            "lsgd",
            SettingKinds.Flag,
            "true",
            "Solve for the last layer by least squares while the optimizer moves the others",
            s => s.LeastSquares is not null,
            (s, v) => s with { LeastSquares = v ? s.LeastSquares ?? new() : null }) with { Constant = "false" },
        Of(
            "lsgd-every",
            SettingKinds.Whole(1),
            "10",
            "Steps from solve to solve",
            o => o.Every,
            (o, v) => o with { Every = v }) with { Constant = "1" },
        Of(
            "lsgd-threshold",
            SettingKinds.Number(NumberRange.BelowOne),
            "1E-06",
            "Features count up to the condition number 1 / X, as in LAPACK's gelsy",
            o => o.Threshold,
            (o, v) => o with { Threshold = v }) with { DefaultWords = "rounding" },
        Of(
            "lsgd-ridge",
            SettingKinds.Number(NumberRange.NotNegative),
            "1E-09",
            "Penalty on the squared last layer",
            o => o.Ridge,
            (o, v) => o with { Ridge = v }) with { Constant = "0" },
        Of(
            "lsgd-share",
            SettingKinds.Number(NumberRange.Share),
            "0.5",
            "Share of the points that a solve looks at",
            o => o.Share,
            (o, v) => o with { Share = v }) with { Constant = "1" },
    ];

    static Setting Of<T>(
        string name,
        SettingKind<T> kind,
        string example,
        string help,
        Func<LeastSquaresOptions, object?> get,
        Func<LeastSquaresOptions, T, LeastSquaresOptions> set) => Setting.Of(
            name,
            kind,
            example,
            help,
            s => get(s.LeastSquares!),
            (s, v) => s with { LeastSquares = set(s.LeastSquares!, v) }) with
        { Needs = [IsOn], IsRare = true };
}
