using Kindling.Diagnostics;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Trains one network once; with a folder, so that a killed run goes on to the bit where it was.</summary>
public abstract class SingleRun
{
    private protected SingleRun(Study study, Problem problem, Network network) =>
        (Study, Problem, Network) = (study, problem, network);

    /// <summary>
    /// What the user should know about the problem, the scheme on this network, and the least squares.
    /// </summary>
    public IEnumerable<string> Notes => Problem.Notes
        .Concat(Initializers.Parse(Study.Schemes[0]).Warnings(Network))
        .Concat(TrainingFit.Notes(Problem, Network, Study.LeastSquares));

    /// <summary>What go found when this run was drawn; null for other schemes, and before.</summary>
    public GoCalibration? Calibration { get; private protected set; }

    private protected Study Study { get; }

    private protected Problem Problem { get; }

    private protected Network Network { get; }

    /// <summary>How far the training is; null before it begins.</summary>
    public abstract TrainingProgress? Progress { get; }

    /// <summary>Prepares a run.</summary>
    /// <param name="study">One scheme and one seed.</param>
    /// <param name="problem">The problem that the study names.</param>
    /// <param name="threads">Threads to use, 1 or more; the result does not depend on them.</param>
    /// <exception cref="ArgumentException">The study cannot be run.</exception>
    public static SingleRun For(Study study, Problem problem, int threads)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        study.Validate();
        if (study.Schemes.Count != 1 || study.Seeds != 1)
        {
            throw new ArgumentException(
                $"there are {study.Schemes.Count} initializers and {study.Seeds} seeds; a single run has one of each.",
                nameof(study));
        }

        Network network = study.Network.Build(problem.Inputs, problem.Outputs);
        Initializers.Parse(study.Schemes[0]);
        TrainingFit.Require(problem, network, study.LeastSquares);
        RunExecutor.For(study, problem, network).RequireMemory(1);
        return study.Precision == Precision.Single
            ? new SingleRun<float>(study, problem, network, threads)
            : new SingleRun<double>(study, problem, network, threads);
    }

    /// <summary>Trains until the end, or until it is cancelled.</summary>
    /// <param name="store">Where to keep everything, or null.</param>
    /// <param name="onPoint">Told of each new curve point.</param>
    /// <param name="cancellation">Ends the run after the step at hand; what is done is kept.</param>
    public abstract SingleRunResult Execute(
        SingleRunStore? store = null, Action<CurvePoint>? onPoint = null, CancellationToken cancellation = default);
}

/// <inheritdoc cref="SingleRun"/>
internal sealed class SingleRun<T>(Study study, Problem problem, Network network, int threads)
    : SingleRun(study, problem, network)
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    /// <summary>Units whose cuts a picture shows, over all layers.</summary>
    const int MostCuts = 256;

    TrainingProgress? _progress;

    public override TrainingProgress? Progress => Volatile.Read(ref _progress);

    public override SingleRunResult Execute(
        SingleRunStore? store = null, Action<CurvePoint>? onPoint = null, CancellationToken cancellation = default)
    {
        double rate = Study.LearningRate.Fixed ?? FoundRate(store, cancellation);
        Parameters<T> initial = Start(store);
        Problem posed = Study.Posed(Problem, initial);
        var run = new Run("train", Study.Schemes[0], Study.Seed, rate);
        using var trainer = new Trainer<T>(posed, Network, Study.OptionsOf(run, Study.Steps, threads));
        Volatile.Write(ref _progress, trainer.Progress);
        TrainingResult<T> result = trainer.Run(
            initial,
            point =>
            {
                if (store is not null && Network.Inputs <= 2 && IsPictured(point.Step))
                    Write(store.WeightsAt(point.Step), trainer.Current!);
                onPoint?.Invoke(point);
            },
            store?.Checkpoint,
            cancellation);
        if (store is not null)
        {
            Write(store.Final, result.Final);
            Write(store.Best, result.Best);
            store.Write(result.Curve);
        }

        return Measured(result, posed, rate, store);
    }

    /// <summary>Three steps a decade, whatever the number of steps: 0, 1, 2, 5, 10, 22, 46, 100, ...</summary>
    static bool IsPictured(long step)
    {
        if (step == 0)
            return true;
        double third = Math.Round(3 * Math.Log10(step));
        return step == (long)Math.Round(Math.Pow(10, third / 3));
    }

    SingleRunResult Measured(TrainingResult<T> result, Problem posed, double rate, SingleRunStore? store)
    {
        bool diverged = result.Status == TrainingStatus.Diverged;
        CurvePoint? last = diverged ? null
            : result.Curve.Count > 0 && result.Curve[^1].Step == result.Steps ? result.Curve[^1]
            : new ProblemErrors<T>(posed, Network).Measure(result.Steps, result.Final) with
            {
                Solve = result.Curve.Count > 0 ? result.Curve[^1].Solve : null,
            };
        Matrix<T> places = Problem.ErrorData.Inputs.To<T>();
        var predictions = new Evaluator<T>(Network).Predict(result.Final, places).To<double>();
        return new SingleRunResult(
            Study,
            Problem,
            Network,
            rate,
            result.Status,
            result.Reason,
            result.Steps,
            result.Curve,
            last,
            result.SecondsPerStep)
        {
            Predictions = predictions,
            Residual = Problem.Domain is null || diverged ? null : Residuals.Of(Problem.Terms[0], result.Final),
            Errors = Problem.Domain is null || Problem.Test is null || diverged
                ? null
                : SolutionErrors.Of(predictions, Problem.Test.Targets),
            Pictures = store is null || Network.Inputs > 2 ? [] : Pictures(store, result),
        };
    }

    List<TrainingPicture> Pictures(SingleRunStore store, TrainingResult<T> result)
    {
        var points = DisplayPoints.For(Problem);
        Matrix<T> places = points.Inputs.To<T>();
        double[] low = [.. points.Inputs.Row(0)], high = [.. points.Inputs.Row(points.Inputs.Rows - 1)];
        var evaluator = new Evaluator<T>(Network);
        int mostUnits = Math.Clamp(MostCuts / Network.Depth, 4, 64);
        var pictures = new List<TrainingPicture>();
        foreach ((long step, string path) in store.Steps().Where(s => s.Step < result.Steps))
            Add(step, WeightFile.Read<T>(path, Network));
        Add(result.Steps, result.Final);
        return pictures;

        void Add(long step, Parameters<T> parameters) => pictures.Add(new TrainingPicture(
            step,
            points,
            evaluator.Predict(parameters, places).To<double>(),
            CutPlanes.Find(parameters, low, high, mostUnits)));
    }

    Parameters<T> Start(SingleRunStore? store)
    {
        if (store is not null && File.Exists(store.Initial))
            return WeightFile.Read<T>(store.Initial, Network);
        InitializationContext context = InitializationContext.For(Problem, Study.Seed) with
        {
            Threads = threads,
            OnCalibrated = found =>
            {
                Calibration = found;
                if (store is not null)
                    GoCalibrationFile.Write(GoCalibrationFile.Beside(store.Initial), found);
            },
        };
        Parameters<T> drawn = Initializers.Parse(Study.Schemes[0]).Draw<T>(Network, context);
        if (store is not null)
            Write(store.Initial, drawn);
        return drawn;
    }

    double FoundRate(SingleRunStore? store, CancellationToken cancellation)
    {
        if (store?.LearningRate is double known)
            return known;
        var runs = RunExecutor.For(Study, Problem, Network);
        int steps = LearningRateSearch.StepsFor(Study.Steps);
        double found = LearningRateSearch.FindAsync(Study.Optimizer, rate => Task.FromResult(Score(rate)))
            .GetAwaiter().GetResult();
        if (store is not null)
            store.LearningRate = found;
        return found;

        double Score(double rate) => LearningRateSearch.Score(
            Enumerable.Range(0, LearningRateSearch.Seeds).Select(i =>
            {
                var run = new Run("search", Study.Schemes[0], LearningRateSearch.SeedOf(Study.Seed, i), rate);
                return runs.Execute(run, steps, threads, _ => { }, null, cancellation);
            }));
    }

    void Write(string path, Parameters<T> parameters) =>
        WeightFile.Write(path, parameters, Study.Schemes[0], Study.Seed, WeightMetadata.Of(Problem));
}
