using System.Numerics;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Makes single runs of a study: the place where its precision becomes a type.</summary>
internal abstract class RunExecutor
{
    /// <summary>
    /// Parameter-sized vectors of one training: parameters, best, gradient, two moments, two packed copies, result.
    /// </summary>
    internal const int CopiesPerRun = 8;

    /// <summary>The executor of a study.</summary>
    public static RunExecutor For(Study study, StudyProblems problems, Network network) =>
        study.Problem.Toy is not null ? new ToyQuadratic(study)
        : study.Precision == Precision.Single ? new RunExecutor<float>(study, problems, network)
        : new RunExecutor<double>(study, problems, network);

    /// <summary>Refuses networks that do not fit into memory.</summary>
    /// <param name="atOnce">How many are trained at the same time.</param>
    /// <exception cref="ArgumentException">They do not fit; the message says what they would take.</exception>
    public abstract void RequireMemory(int atOnce);

    /// <summary>Draws one network, races its learning rates where they are searched, and measures it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Steps to make.</param>
    /// <param name="threads">Threads to use; the result does not depend on them.</param>
    /// <param name="onStep">Told now and then how many steps are made, over all rates.</param>
    /// <param name="folder">Where to keep the kept weights and, meanwhile, unfinished rates; or null.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="OperationCanceledException">It was cancelled: a run that was broken off has no
    /// result.</exception>
    public abstract RunResult Execute(
        Run run, int steps, int threads, Action<long> onStep, string? folder, CancellationToken cancellation);

    /// <summary>Measures the speed of the study's runs, for about a second.</summary>
    public abstract RunSpeed Speed(int threads);

    /// <summary>What the scheme looks like before training.</summary>
    public abstract SchemeStart Start(string scheme, ulong seed);

    /// <summary>The outputs of stored weights.</summary>
    public abstract Matrix<double> Predict(string weights, Matrix<double> inputs);
}

/// <inheritdoc cref="RunExecutor"/>
internal sealed class RunExecutor<T>(Study study, StudyProblems problems, Network network) : RunExecutor
    where T : unmanaged, IFloatingPointIeee754<T>
{
    bool _waitOnDisk;

    public override void RequireMemory(int atOnce)
    {
        network.RequireMemory<T>(CopiesPerRun * atOnce);
        int waiting = study.LearningRate.IsSearched ? RaceArms<T>.MostArms * RaceArms<T>.CopiesPerArm : 0;
        _waitOnDisk = waiting > 0 && !network.FitsIntoMemory<T>((CopiesPerRun + waiting) * atOnce);
    }

    public override RunResult Execute(
        Run run, int steps, int threads, Action<long> onStep, string? folder, CancellationToken cancellation)
    {
        Problem problem = problems.Of(run.Place);
        string? weights = folder is null ? null : Path.Combine(folder, "parameters.safetensors");
        Parameters<T> initial = Draw(problem, run.Scheme, run.Seed, threads, weights);
        Problem posed = study.Posed(problem, initial);
        TrainingOptions options = study.RaceOptions(posed, run, steps, threads);
        using var trainer = new Trainer<T>(posed, network, options);
        string? waiting = folder is null ? null : Path.Combine(folder, "rates");
        using var arms = new RaceArms<T>(trainer, initial, options, study.Keep)
        {
            Folder = waiting,
            WaitOnDisk = _waitOnDisk,
        };
        RateRace race = study.NewRace(posed, steps);
        while (race.Next() is { Count: > 0 } legs)
            race.Report([.. legs.Select(leg => arms.Go(leg, onStep, cancellation))]);
        TrainingRun<T> won = arms.Of(race.Winner);
        RunResult result = Measured(run with { LearningRate = race.Winner }, posed, won.Result(steps), options, race);
        if (weights is not null)
            Keep(weights, KeptOf(won.Result(steps)), run, problem);
        if (waiting is not null && Directory.Exists(waiting))
            Directory.Delete(waiting, recursive: true);
        return result;
    }

    public override RunSpeed Speed(int threads)
    {
        Problem problem = problems.First;
        TrainingOptions options = study.RaceOptions(problem, study.RunOf(study.Schemes[0], 0), 1000, threads);
        using var trainer = new Trainer<T>(problem, network, options with { ErrorPoints = RunSpeeds.Points });
        Parameters<T> start = new(network);
        double draw = RunSpeeds.SecondsOf(1, _ => start = Draw(problem, study.Schemes[0], study.Seed, threads));
        double step = RunSpeeds.Measure(count => trainer.MakeSteps(start, count));
        var errors = new ProblemErrors<T>(problem, network, RunSpeeds.Points);
        double evaluation = RunSpeeds.Measure(count =>
        {
            for (int i = 0; i < count; i++)
                errors.Measure(0, start);
        });
        return new(step, evaluation / CurveCost.PointsLookedAt(problem, RunSpeeds.Points), draw);
    }

    public override SchemeStart Start(string scheme, ulong seed) =>
        SchemeStart.Of(scheme, seed, Draw(problems.First, scheme, seed, threads: 1), problems.First);

    public override Matrix<double> Predict(string weights, Matrix<double> inputs) =>
        new Evaluator<T>(network).Predict(WeightFile.Read<T>(weights, network), inputs.To<T>()).To<double>();

    Parameters<T> KeptOf(TrainingResult<T> result) => study.Keep == KeptStep.Best ? result.Best : result.Final;

    /// <summary>The kept step and the end, on all points where the curve looks at some.</summary>
    RunResult Measured(Run run, Problem posed, TrainingResult<T> result, TrainingOptions options, RateRace race)
    {
        CurvePoint end = result.Curve[^1];
        CurvePoint kept = study.Keep == KeptStep.Best ? result.BestPoint! : end;
        if (options.ErrorPoints is not null && result.Status != TrainingStatus.Diverged)
        {
            var all = new ProblemErrors<T>(posed, network);
            CurvePoint atEnd = all.Measure(end.Step, result.Final) with { Solve = end.Solve };
            kept = kept.Step == end.Step ? atEnd : all.Measure(kept.Step, result.Best) with { Solve = kept.Solve };
            end = atEnd;
        }

        var errors = new ErrorScale(posed);
        Matrix<T> outputs = new Evaluator<T>(network).Predict(KeptOf(result), errors.SpreadData.Inputs.To<T>());
        return new RunResult(
            run,
            result.Status,
            result.Reason,
            result.Steps,
            result.Curve,
            errors.Spread(outputs.To<double>()),
            result.Seconds,
            result.SecondsPerStep)
        {
            Kept = kept,
            End = end,
            Arms = study.LearningRate.IsSearched ? race.Arms : [],
        };
    }

    static void Keep(string weights, Parameters<T> parameters, Run run, Problem problem)
    {
        var name = SchemeName.Parse(run.Scheme);
        WeightFile.Write(
            weights, parameters, name.Text, name.DrawSeed(run.Seed), WeightMetadata.Of(problem));
    }

    /// <summary>Draws; a calibration is kept beside the weights that will come of it.</summary>
    Parameters<T> Draw(Problem problem, string scheme, ulong seed, int threads, string? weights = null)
    {
        var name = SchemeName.Parse(scheme);
        return name.Law.Draw<T>(
            network,
            InitializationContext.For(problem, name.DrawSeed(seed)) with
            {
                Threads = threads,
                OnCalibrated = weights is null
                    ? null
                    : c => GoCalibrationFile.Write(GoCalibrationFile.Beside(weights), c),
            });
    }
}
