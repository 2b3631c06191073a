using System.CommandLine;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Cli.Options;

/// <summary>The options of least squares in the loop (LSGD).</summary>
sealed class LsgdOptions
{
    public Option<bool> IsOn { get; } = new("--lsgd")
    {
        Description = "Solve for the last layer by least squares while the optimizer moves the others",
    };

    public Option<int?> Every { get; } =
        NumberOption.WholeOrNone("--lsgd-every", "Steps from solve to solve [default: 1]");

    public Option<double?> Threshold { get; } = NumberOption.Real(
        "--lsgd-threshold",
        "Features count up to the condition number 1 / X, as in LAPACK's gelsy [default: rounding]",
        NumberRange.BelowOne);

    public Option<double?> Ridge { get; } = NumberOption.NotNegative(
        "--lsgd-ridge", "Penalty on the squared last layer [default: 0]");

    public Option<double?> Share { get; } = NumberOption.Real(
        "--lsgd-share", "Share of the points that a solve looks at [default: 1]", NumberRange.Share);

    public IEnumerable<Option> All => [IsOn, Every, Threshold, Ridge, Share];

    /// <summary>The settings of least squares, or null where it is off.</summary>
    public LeastSquaresOptions? Of(ParseResult parsed)
    {
        if (!parsed.GetValue(IsOn))
        {
            parsed.RefuseWithout("least squares", "--lsgd", Every, Threshold, Ridge, Share);
            return null;
        }

        return new LeastSquaresOptions
        {
            Every = parsed.GetValue(Every) ?? 1,
            Threshold = parsed.GetValue(Threshold),
            Ridge = parsed.GetValue(Ridge) ?? 0,
            Share = parsed.GetValue(Share) ?? 1,
        };
    }
}
