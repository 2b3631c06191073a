using System.CommandLine;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Cli.Options;

/// <summary>
/// The options of one problem, one network and its training: what <c>compare</c> and <c>train</c> share.
/// </summary>
/// <param name="isComparison">Whether many runs are meant.</param>
sealed class StudyOptions(bool isComparison)
{
    public ProblemOptions Problem { get; } = new("multiscale:2");

    public NetworkOptions Network { get; } = new();

    public OptimizerOptions Optimizer { get; } = new(isComparison);

    public LsgdOptions Lsgd { get; } = new();

    public CommonOptions Common { get; } = new("single; double with --lsgd");

    public IEnumerable<Option> All =>
        [.. Problem.All, .. Network.All, .. Optimizer.All, .. Lsgd.All, .. Common.All];

    /// <summary>The study that was asked for, with no schemes as yet, and its problem.</summary>
    public (Study Study, Problem Problem) Plan(ParseResult parsed)
    {
        ulong seed = parsed.GetValue(Common.Seed);
        LeastSquaresOptions? leastSquares = Lsgd.Of(parsed);
        ProblemChoice choice = Problem.Problem(parsed);
        NetworkChoice network = Network.Network(parsed);
        Problem problem = choice.Load(seed, network);
        var study = new Study
        {
            Problem = choice,
            Network = network,
            Schemes = [],
            Optimizer = Optimizer.OptimizerOf(parsed),
            LearningRate = Optimizer.RateOf(parsed),
            LeastSquares = leastSquares,
            Batch = Optimizer.BatchOf(parsed, problem, leastSquares is not null),
            Steps = Optimizer.StepsOf(parsed),
            Time = parsed.GetValue(Optimizer.Time),
            Precision = Common.PrecisionOf(parsed, UsualPrecision(leastSquares)),
            Seed = seed,
        };
        return (study, problem);
    }

    /// <summary>
    /// Double where a read-out is solved for: in single precision the solve would lose what the descent gains.
    /// </summary>
    public static Precision UsualPrecision(LeastSquaresOptions? leastSquares) =>
        leastSquares is null ? Precision.Single : Precision.Double;
}
