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
        .Concat(Scheme.Law.Warnings(Network))
        .Concat(TrainingFit.Notes(Problem, Network, Study.LeastSquares));

    /// <summary>What go found when this run was drawn; null for other schemes, and before.</summary>
    public GoCalibration? Calibration { get; private protected set; }

    private protected Study Study { get; }

    private protected SchemeName Scheme => SchemeName.Parse(Study.Schemes[0]);

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
        TrainingFit.Require(problem, network, study.LeastSquares);
        RunExecutor.For(study, StudyProblems.Same(problem), network).RequireMemory(1);
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

    /// <summary>Curves may take half of the time of the steps: a person looks at them.</summary>
    const double CurveShare = 0.5;

    TrainingProgress? _progress;
    double _found = double.NaN;

    public override TrainingProgress? Progress => Volatile.Read(ref _progress);

    public override SingleRunResult Execute(
        SingleRunStore? store = null, Action<CurvePoint>? onPoint = null, CancellationToken cancellation = default)
    {
        Parameters<T> initial = Start(store);
        Problem posed = Study.Posed(Problem, initial);
        Run run = Study.RunOf(Study.Schemes[0], 0);
        TrainingOptions options = Study.RaceOptions(posed, run, Study.Steps, threads, CurveShare);
        double? rate = Study.LearningRate.Fixed ?? store?.LearningRate;
        if (rate is double known)
            options = options with { LearningRate = options.LearningRate with { Rate = known } };
        using var trainer = new Trainer<T>(posed, Network, options);
        Volatile.Write(ref _progress, trainer.Progress);
        TrainingResult<T> result = rate is null
            ? Raced(trainer, posed, initial, options, store, cancellation)
            : trainer.Run(initial, Told, store?.Checkpoint, cancellation);
        if (rate is null)
            result.Curve.ToList().ForEach(point => onPoint?.Invoke(point));
        if (store is not null)
        {
            Write(store.Final, result.Final);
            Write(store.Best, result.Best);
            store.Write(result.Curve);
        }

        return Measured(result, posed, rate ?? _found, store);

        void Told(CurvePoint point)
        {
            if (store is not null && Network.Inputs <= 2 && IsPictured(point.Step))
                Write(store.WeightsAt(point.Step), trainer.Current!);
            onPoint?.Invoke(point);
        }
    }

    /// <summary>The run of the rate that wins a race; in a folder it can go on from there with more steps.</summary>
    TrainingResult<T> Raced(
        Trainer<T> trainer,
        Problem posed,
        Parameters<T> initial,
        TrainingOptions options,
        SingleRunStore? store,
        CancellationToken cancellation)
    {
        using var arms = new RaceArms<T>(trainer, initial, options, Study.Keep)
        {
            Folder = store?.Rates,
            OnPoint = (rate, point) =>
            {
                if (store is not null && Network.Inputs <= 2 && IsPictured(point.Step))
                    Write(store.WeightsAt(point.Step, rate), trainer.Current!);
            },
        };
        RateRace race = Study.NewRace(posed, Study.Steps);
        TrainingRun<T>? last = null;
        try
        {
            while (race.Next() is { Count: > 0 } legs)
            {
                race.Report([.. legs.Select(leg =>
                {
                    last = arms.Of(leg.Rate);
                    return arms.Go(leg, _ => { }, cancellation);
                })]);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && last is not null)
        {
            _found = last.Rate.Rate;
            return last.Result(Study.Steps);
        }

        _found = race.Winner;
        TrainingRun<T> won = arms.Of(_found);
        if (store is not null)
        {
            store.Checkpoint.Save(won, options, force: true);
            store.EndRace(_found);
            store.LearningRate = _found;
        }

        return won.Result(Study.Steps);
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
        bool keepsLast = Study.Keep == KeptStep.Last || result.BestPoint is null;
        var measure = new ProblemErrors<T>(posed, Network);
        CurvePoint? last = diverged ? null : measure.Measure(result.Steps, result.Final) with
        {
            Solve = result.Curve.Count > 0 ? result.Curve[^1].Solve : null,
        };
        CurvePoint? kept = diverged || keepsLast ? last
            : measure.Measure(result.BestPoint!.Step, result.Best) with { Solve = result.BestPoint.Solve };
        Parameters<T> parameters = diverged || keepsLast ? result.Final : result.Best;
        Matrix<T> places = Problem.ErrorData.Inputs.To<T>();
        var predictions = new Evaluator<T>(Network).Predict(parameters, places).To<double>();
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
            Kept = kept,
            ConstantLoss = ConstantLoss.Of(posed),
            Predictions = predictions,
            Residual = Problem.Domain is null || diverged ? null : Residuals.Of(Problem.Terms[0], parameters),
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
        InitializationContext context = InitializationContext.For(Problem, Scheme.DrawSeed(Study.Seed)) with
        {
            Threads = threads,
            OnCalibrated = found =>
            {
                Calibration = found;
                if (store is not null)
                    GoCalibrationFile.Write(GoCalibrationFile.Beside(store.Initial), found);
            },
        };
        Parameters<T> drawn = Scheme.Law.Draw<T>(Network, context);
        if (store is not null)
            Write(store.Initial, drawn);
        return drawn;
    }

    void Write(string path, Parameters<T> parameters) =>
        WeightFile.Write(
            path, parameters, Scheme.Text, Scheme.DrawSeed(Study.Seed), WeightMetadata.Of(Problem));
}
