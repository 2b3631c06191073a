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
    public static RunExecutor For(Study study, Problem problem, Network network) =>
        study.Problem.Toy is not null ? new ToyQuadratic(study)
        : study.Precision == Precision.Single ? new RunExecutor<float>(study, problem, network)
        : new RunExecutor<double>(study, problem, network);

    /// <summary>Refuses networks that do not fit into memory.</summary>
    /// <param name="atOnce">How many are trained at the same time.</param>
    /// <exception cref="ArgumentException">They do not fit; the message says what they would take.</exception>
    public abstract void RequireMemory(int atOnce);

    /// <summary>Draws, trains and measures one network.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Steps to make.</param>
    /// <param name="threads">Threads to use; the result does not depend on them.</param>
    /// <param name="onStep">Told now and then how many steps are made.</param>
    /// <param name="weights">Where to keep the trained weights, or null.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="OperationCanceledException">It was cancelled: a run that was broken off has no
    /// result.</exception>
    public abstract RunResult Execute(
        Run run, int steps, int threads, Action<long> onStep, string? weights, CancellationToken cancellation);

    /// <summary>What the scheme looks like before training.</summary>
    public abstract SchemeStart Start(string scheme, ulong seed);

    /// <summary>The outputs of stored weights.</summary>
    public abstract Matrix<double> Predict(string weights, Matrix<double> inputs);
}

/// <inheritdoc cref="RunExecutor"/>
internal sealed class RunExecutor<T>(Study study, Problem problem, Network network) : RunExecutor
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ErrorScale _errors = new(problem);
    readonly Matrix<T> _spreadInputs = new ErrorScale(problem).SpreadData.Inputs.To<T>();

    public override void RequireMemory(int atOnce) => network.RequireMemory<T>(CopiesPerRun * atOnce);

    public override RunResult Execute(
        Run run, int steps, int threads, Action<long> onStep, string? weights, CancellationToken cancellation)
    {
        Parameters<T> initial = Draw(run.Scheme, run.Seed, threads, weights);
        using var trainer = new Trainer<T>(
            study.Posed(problem, initial), network, study.OptionsOf(run, steps, threads));
        TrainingResult<T> result = trainer.Run(initial, point => onStep(point.Step), cancellation: cancellation);
        if (result.Status == TrainingStatus.Stopped)
            throw new OperationCanceledException(cancellation);
        if (weights is not null)
            WeightFile.Write(weights, result.Final, run.Scheme, run.Seed, WeightMetadata.Of(problem));
        Matrix<T> outputs = new Evaluator<T>(network).Predict(result.Final, _spreadInputs);
        return new RunResult(
            run,
            result.Status,
            result.Reason,
            result.Steps,
            result.Curve,
            _errors.Spread(outputs.To<double>()),
            result.Seconds,
            result.SecondsPerStep);
    }

    public override SchemeStart Start(string scheme, ulong seed) =>
        SchemeStart.Of(scheme, seed, Draw(scheme, seed, threads: 1), problem);

    public override Matrix<double> Predict(string weights, Matrix<double> inputs) =>
        new Evaluator<T>(network).Predict(WeightFile.Read<T>(weights, network), inputs.To<T>()).To<double>();

    /// <summary>Draws; a calibration is kept beside the weights that will come of it.</summary>
    Parameters<T> Draw(string scheme, ulong seed, int threads, string? weights = null) =>
        Initializers.Parse(scheme).Draw<T>(
            network,
            InitializationContext.For(problem, seed) with
            {
                Threads = threads,
                OnCalibrated = weights is null
                    ? null
                    : c => GoCalibrationFile.Write(GoCalibrationFile.Beside(weights), c),
            });
}
