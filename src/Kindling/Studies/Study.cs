using System.Numerics;
using Kindling.Files;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Which step of a run counts.</summary>
public enum KeptStep
{
    /// <summary>The one with the lowest validation loss.</summary>
    Best,

    /// <summary>The last one.</summary>
    Last,
}

/// <summary>A comparison as data: one problem, one network and one optimizer; many initializers, many seeds.</summary>
/// <remarks>
/// A study does not say how many threads work on it, because its results do not depend on them. Two studies are the
/// same if their YAML is (<see cref="StudyYaml"/>).
/// </remarks>
public sealed record Study
{
    internal const int MostSeeds = 10_000;

    /// <summary>What the networks learn.</summary>
    public required ProblemChoice Problem { get; init; }

    /// <summary>The network.</summary>
    public NetworkChoice Network { get; init; } = new();

    /// <summary>
    /// The initializers as <c>Initializers.Parse</c> reads them, e.g. <c>he</c> or <c>aci:k=5</c>; no two equal.
    /// </summary>
    public required IReadOnlyList<string> Schemes { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate of every run, or how each finds its own.</summary>
    public RateChoice LearningRate { get; init; } = RateChoice.Auto;

    /// <summary>The factor on the learning rate after every <see cref="DecayEvery"/> steps, in (0, 1].</summary>
    public double DecayFactor { get; init; } = 1;

    /// <summary>Steps between drops of the learning rate, 1 or more.</summary>
    public int DecayEvery { get; init; } = 1;

    /// <summary>Momentum of momentum and nesterov, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay of Adam's first moment, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's second moment, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Weight decay, 0 or more; null takes the optimizer's default (0.01 for AdamW, else 0).</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Points per step; null means all of them.</summary>
    public int? Batch { get; init; }

    /// <summary>Set where the read-out is solved for by least squares in every run.</summary>
    public LeastSquaresOptions? LeastSquares { get; init; }

    /// <summary>
    /// Steps of every run. 0: as many as fit into <see cref="Time"/>; without that, the start is measured.
    /// </summary>
    public int Steps { get; init; } = 2000;

    /// <summary>
    /// The whole study's budget in seconds, from which <see cref="Steps"/> was or will be found; null for none.
    /// </summary>
    public double? Time { get; init; }

    /// <summary>The element type.</summary>
    public Precision Precision { get; init; } = Precision.Single;

    /// <summary>Runs of each scheme.</summary>
    public int Seeds { get; init; } = 8;

    /// <summary>
    /// The first seed; run i has this plus i, and draws the weights that <c>draw --seed</c> of it draws.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>Which step of a run counts.</summary>
    public KeptStep Keep { get; init; } = KeptStep.Best;

    /// <summary>No scheme is called better by less than this share, 0 or more.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>Folds that a table's rows are dealt into; null takes one for each seed, of ten rows or more.</summary>
    public int? Folds { get; init; }

    /// <summary>
    /// The runs, in the order in which they are made: all schemes' first seeds before the second ones.
    /// </summary>
    public IEnumerable<Run> Runs() =>
        from seed in Enumerable.Range(0, Seeds)
        from scheme in Schemes
        select RunOf(scheme, seed);

    /// <summary>The run of a scheme with the seed of a place, from 0.</summary>
    public Run RunOf(string scheme, int place) => new(
        Run.IdOf(scheme, Seed + (ulong)place), scheme, Seed + (ulong)place, LearningRate.Fixed ?? double.NaN)
    {
        Place = place,
    };

    /// <summary>The optimizer in words: <c>adam</c>, <c>adam with least squares</c>.</summary>
    public string OptimizerText =>
        EnumText.Of(Optimizer) + (LeastSquares is null ? "" : " with least squares");

    /// <summary>How a run is trained.</summary>
    /// <param name="run">Its learning rate and seed.</param>
    /// <param name="steps">Steps to make.</param>
    /// <param name="threads">Threads to use; the result does not depend on them.</param>
    internal TrainingOptions OptionsOf(Run run, int steps, int threads) => new()
    {
        Optimizer = Optimizer,
        LearningRate = new LearningRate(run.LearningRate, DecayFactor, DecayEvery),
        Momentum = Momentum,
        Beta1 = Beta1,
        Beta2 = Beta2,
        WeightDecay = WeightDecay,
        BatchSize = Batch,
        Batching = Problem.Picture is null ? Batching.Shuffled : Batching.Uniform,
        LeastSquares = LeastSquares,
        Steps = steps,
        Seed = run.Seed,
        Threads = threads,
    };

    /// <summary>
    /// How a run is trained whose learning rate may have to be found: its curve has a point at every rung.
    /// </summary>
    /// <param name="problem">What is learned.</param>
    /// <param name="run">Its seed.</param>
    /// <param name="steps">Steps of one rate.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="curveShare">The share of the training's time that its curve may take.</param>
    internal TrainingOptions RaceOptions(
        Problem problem, Run run, int steps, int threads, double curveShare = CurveCost.DefaultShare)
    {
        double rate = RateGrid.Of(LearningRate, Optimizer).Start[0]; // Each arm has its own.
        TrainingOptions options = OptionsOf(run with { LearningRate = rate }, steps, threads) with
        {
            CurveMarks = LearningRate.IsSearched ? RateRace.Rungs(steps) : [],
        };
        double share = steps == 0 ? 1 : RateRace.EvaluationsOf(LearningRate, Optimizer, options) * steps
            / RateRace.StepsOf(LearningRate, Optimizer, steps);
        return options with { ErrorPoints = CurveCost.PointsFor(problem, options, share, curveShare) };
    }

    /// <summary>The race for a run's learning rate; with a single entry where the rate is given.</summary>
    internal RateRace NewRace(Problem problem, int steps)
    {
        double constant = ConstantLoss.Of(problem);
        return new(
            RateGrid.Of(LearningRate, Optimizer), steps, score => ConstantLoss.IsLearned(problem, score, constant));
    }

    /// <summary>
    /// The problem as it is trained on from a start: its terms are balanced there if the study says so.
    /// </summary>
    internal Problem Posed<T>(Problem problem, Parameters<T> start)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Problem.EquationWeight.IsNtk ? TangentBalance.Apply(problem, start) : problem;

    /// <summary>Refuses a study that cannot be run.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        foreach (string scheme in Schemes)
            SchemeName.Parse(scheme);
        Require(Schemes.Count > 0, "schemes is empty; name at least one initializer");
        string? twice = Schemes.GroupBy(Run.FolderOf).FirstOrDefault(g => g.Count() > 1)?.First();
        Require(twice is null, $"the scheme '{twice}' is named twice");
        Require(Seeds >= 1, $"seeds is {Seeds}; it must be 1 or more");
        Require(Seeds <= MostSeeds, $"seeds is {Seeds}; it must be at most {MostSeeds}");
        Require(Steps >= 0, $"steps is {Steps}; it must be 0 or more");
        Require(
            Time is not double t || (t > 0 && double.IsFinite(t)), $"time is {Time}; it must be more than 0 seconds");
        Require(Batch is not int b || b >= 1, $"batch is {Batch}; it must be 1 or more");
        Require(
            Margin >= 0 && double.IsFinite(Margin), $"the margin is {Margin}; it must be finite and at least 0");
        Require(Folds is not int f || f >= 2, $"folds is {Folds}; it must be 2 or more");
        Require(DecayFactor is > 0 and <= 1, $"the decay is {DecayFactor}; it must be above 0 and at most 1");
        Require(DecayEvery >= 1, $"the decay is every {DecayEvery} steps; it must be 1 or more");
    }

    static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message + ".");
    }
}
