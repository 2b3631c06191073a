using System.CommandLine;
using System.Globalization;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Cli.Options;

/// <summary>The options of training.</summary>
/// <param name="isComparison">
/// Whether many runs are meant: then every scheme's learning rate is searched for unless told, and there may be a time
/// for all.
/// </param>
sealed class OptimizerOptions(bool isComparison)
{
    const int UsualBatch = 256;
    const int UsualSteps = 2000;

    public Option<string?> Optimizer { get; } =
        ChoiceOption.Of<OptimizerKind>("--optimizer", "The optimizer", OptimizerKind.Adam);

    public Option<string?> Rate { get; } = new("--lr")
    {
        Description = isComparison
            ? "The learning rate; auto gives each initializer its own best, found on short runs [default: auto]"
            : "The learning rate; auto finds one on short runs [default: 0.001; 0.1 for sgd, 0.01 with momentum]",
        HelpName = "auto|X",
    };

    public Option<string?> Batch { get; } = new("--batch")
    {
        Description = $"Training points per step; all takes them all [default: {UsualBatch}, or all of at most "
            + $"{2 * UsualBatch}; all with --problem, --lsgd and lbfgs]",
        HelpName = "all|N",
    };

    public Option<int?> Steps { get; } = NumberOption.WholeOrNone(
        "--steps", $"Steps of each run [default: {UsualSteps}]");

    public Option<double?> Time { get; } = NumberOption.Positive(
        "--time", "Instead of --steps: seconds for the whole comparison", "SECONDS");

    public IEnumerable<Option> All =>
        isComparison ? [Optimizer, Rate, Batch, Steps, Time] : [Optimizer, Rate, Batch, Steps];

    public OptimizerKind OptimizerOf(ParseResult parsed) => parsed.Chosen<OptimizerKind>(Optimizer)!.Value;

    /// <summary>The steps of each run; 0 where a time is given for all.</summary>
    public int StepsOf(ParseResult parsed)
    {
        int? steps = parsed.GetValue(Steps);
        bool timed = parsed.GetValue(Time) is not null;
        if (timed && steps is not null)
            throw new UsageException("--steps and --time exclude each other", "give one of them");
        return steps ?? (timed ? 0 : UsualSteps);
    }

    /// <summary>The learning rate, or null for a search.</summary>
    public RateChoice RateOf(ParseResult parsed)
    {
        string? text = parsed.GetValue(Rate);
        if (text is null && !isComparison)
            return RateChoice.Of(LearningRates.Default(OptimizerOf(parsed)));
        if (text is null or "auto")
            return RateChoice.Auto;
        return RateChoice.Parse(text);
    }

    /// <summary>The batch, or null for all points.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problem">Says how many points there are.</param>
    /// <param name="leastSquares">Whether the read-out is solved for.</param>
    public int? BatchOf(ParseResult parsed, Problem problem, bool leastSquares)
    {
        int points = problem.Terms.Max(t => t.Data.Count);
        string? text = parsed.GetValue(Batch);
        if (text is null)
        {
            bool all = problem.Domain is not null || leastSquares || OptimizerOf(parsed) == OptimizerKind.Lbfgs;
            return all || points <= 2 * UsualBatch ? null : UsualBatch;
        }

        if (text == "all")
            return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int batch)
            || batch < 1)
            throw new UsageException($"--batch is '{text}'; it must be all, or a whole number of 1 or more");
        return batch >= points ? null : batch;
    }
}
