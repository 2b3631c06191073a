using System.Diagnostics;
using System.Numerics;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>Trains one network on one problem.</summary>
/// <remarks>
/// Equal problem, network, options and initial parameters give equal bits on the same register width, whatever the
/// number of threads. A step allocates nothing. An instance may run several times, one run at a time.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Trainer<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly TrainingOptions _options;
    readonly Network _network;
    readonly WorkSharing? _sharing;
    readonly LossGradient<T> _gradient;
    readonly ProblemErrors<T> _errors;
    readonly BatchSchedule[] _batches;
    readonly QuasiNewtonSteps<T>? _quasiNewton;
    TrainingRun<T>? _bare;

    /// <summary>Allocates all that a run needs.</summary>
    /// <exception cref="ArgumentException">Problem and network do not fit together, or an option is out of
    /// range.</exception>
    public Trainer(Problem problem, Network network, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        options.Require();
        if (problem.Inputs != network.Inputs || problem.Outputs != network.Outputs)
        {
            throw new ArgumentException(
                $"{problem.Name} has {problem.Inputs} inputs and {problem.Outputs} outputs; "
                + $"the network has {network.Inputs} and {network.Outputs}.",
                nameof(network));
        }

        if (problem.Terms.Count == 0)
            throw new ArgumentException($"{problem.Name} has no terms; it must have 1 or more.", nameof(problem));
        network.RequireMemory<T>(copies: 1);
        _options = options;
        _network = network;
        _sharing = options.Threads > 1 ? new WorkSharing(options.Threads) : null;
        _batches =
        [
            .. problem.Terms.Select((t, i) =>
                new BatchSchedule(t.Data.Count, options.BatchSize, options.Batching, options.Seed, $"term {i}")),
        ];
        bool isQuasiNewton = options.Optimizer == OptimizerKind.Lbfgs;
        int[] sizes = [.. _batches.Select(b => b.Size)];
        _gradient = new(problem, network, sizes, _sharing, options.LeastSquares, asVector: isQuasiNewton);
        if (isQuasiNewton)
            _quasiNewton = new QuasiNewtonSteps<T>(problem, options, _batches, _gradient, LossAt);
        _errors = new ProblemErrors<T>(problem, network, options.ErrorPoints);
    }

    /// <summary>Trains from <paramref name="initial"/>, or goes on from a checkpoint.</summary>
    /// <param name="initial">Where to start; not changed.</param>
    /// <param name="onPoint">Called with each new curve point.</param>
    /// <param name="checkpoint">Where to keep the state, or null; an existing file there is resumed, to the
    /// bit.</param>
    /// <param name="cancellation">Ends the run after the step at hand, with status
    /// <see cref="TrainingStatus.Stopped"/>.</param>
    /// <exception cref="ArgumentException">The parameters, or the checkpoint, belong to another network.</exception>
    public TrainingResult<T> Run(
        Parameters<T> initial,
        Action<CurvePoint>? onPoint = null,
        CheckpointFile? checkpoint = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(initial);
        if (initial.Layout.LongCount != _network.Layout.LongCount)
        {
            throw new ArgumentException(
                $"initial has {initial.Layout.LongCount} parameters; the network has {_network.Layout.LongCount}.",
                nameof(initial));
        }

        TrainingRun<T> run = Begin(initial, _options.LearningRate, checkpoint);
        RunTo(run, _options.Steps, onPoint, checkpoint, cancellation);
        return run.Result(_options.Steps);
    }

    /// <summary>A run at its start, or where a checkpoint left it; several may be at work, one at a time.</summary>
    internal TrainingRun<T> Begin(Parameters<T> initial, LearningRate rate, CheckpointFile? checkpoint = null)
    {
        var run = new TrainingRun<T>(initial.Clone(), Optimizer.Create<T>(_options, initial.Layout.Count), rate);
        checkpoint?.Restore(run, _options);
        return run;
    }

    /// <summary>How far the run at hand is.</summary>
    public TrainingProgress Progress { get; } = new();

    /// <summary>The parameters of the run at hand or, after it, of the last one; null before the first.</summary>
    internal Parameters<T>? Current { get; private set; }

    /// <summary>Makes steps in place without measuring anything: for benchmarks.</summary>
    internal void MakeSteps(Parameters<T> parameters, int steps)
    {
        _bare ??= new TrainingRun<T>(
            parameters, Optimizer.Create<T>(_options, parameters.Layout.Count), _options.LearningRate);
        for (int s = 0; s < steps; s++)
            MakeStep(_bare);
    }

    /// <inheritdoc/>
    public void Dispose() => _sharing?.Dispose();

    /// <summary>
    /// Goes on with a run up to a step of its curve's schedule, the last or one of
    /// <see cref="TrainingOptions.CurveMarks"/>.
    /// </summary>
    internal void RunTo(
        TrainingRun<T> run,
        long last,
        Action<CurvePoint>? onPoint = null,
        CheckpointFile? checkpoint = null,
        CancellationToken cancellation = default)
    {
        Current = run.Parameters;
        var clock = new Stopwatch();
        foreach (long point in CurveSchedule.Steps(
            _options.Steps, _options.CurvePointsPerDecade, _options.CurveMarks))
        {
            if (run.Step > point || run.LastPoint >= point)
                continue;
            if (point > last)
                break;
            clock.Start();
            StepTo(point, run, clock, checkpoint, cancellation);
            clock.Stop();
            if (run.Status is null || run.Status == TrainingStatus.Diverged)
                run.Record(Measure(run), onPoint);
            if (run.Status is not null)
                break;
        }

        if (run.Status == TrainingStatus.Stopped)
            SolveReadOut(run);
        run.Seconds += clock.Elapsed.TotalSeconds;
        checkpoint?.Save(run, _options, force: true);
    }

    void StepTo(
        long target, TrainingRun<T> run, Stopwatch clock, CheckpointFile? checkpoint, CancellationToken cancellation)
    {
        while (run.Step < target)
        {
            if (cancellation.IsCancellationRequested)
            {
                run.Stop("cancelled");
                return;
            }

            if (_options.TimeLimit is { } limit && run.Seconds + clock.Elapsed.TotalSeconds > limit.TotalSeconds)
            {
                run.Stop($"the time limit of {limit.TotalSeconds:G3} s was reached");
                return;
            }

            if (!MakeStep(run))
                return;
            if (checkpoint is not null && checkpoint.IsDue)
            {
                run.Seconds += clock.Elapsed.TotalSeconds;
                checkpoint.Save(run, _options, force: false);
                clock.Restart();
            }
        }
    }

    /// <summary>A curve point; with least squares, of the read-out solved for at these hidden layers.</summary>
    CurvePoint Measure(TrainingRun<T> run)
    {
        if (run.Status is null && !SolveReadOut(run))
            run.Diverge("the features are not finite");
        return _errors.Measure(run.Step, run.Parameters) with { Solve = _gradient.LastSolve };
    }

    /// <summary>Solves for the read-out where a solve is due; false if the features are not finite.</summary>
    bool SolveReadOut(TrainingRun<T> run) => !IsSolveDue(run) || double.IsFinite(LossAt(run, solve: true));

    void Tell(TrainingRun<T> run, double loss)
    {
        Progress.Tell(run.Step, loss);
        if (Progress.IsAsked)
            Progress.Answer(_gradient.LastSolve);
    }

    bool IsSolveDue(TrainingRun<T> run) => _options.LeastSquares is { } least && run.Step % least.Every == 0;

    double LossAt(TrainingRun<T> run, bool solve)
    {
        for (int t = 0; t < _batches.Length; t++)
            _gradient.Select(t, _batches[t].At(run.Step));
        _gradient.Refresh(_options.Seed, run.Step);
        return _gradient.Compute(run.Parameters, solve);
    }

    /// <summary>One step; false if loss or gradient is not finite, with the parameters left as they were.</summary>
    bool MakeStep(TrainingRun<T> run)
    {
        if (_quasiNewton is not null)
        {
            bool isMade = _quasiNewton.MakeStep(run);
            Tell(run, _quasiNewton.Value);
            return isMade;
        }

        double loss = LossAt(run, IsSolveDue(run));
        if (!double.IsFinite(loss) || !_gradient.IsFinite())
        {
            run.Diverge(double.IsFinite(loss) ? "the gradient is not finite" : "the loss is not finite");
            return false;
        }

        run.Optimizer.BeginStep(run.Rate.At(run.Step));
        _gradient.Update(run.Optimizer);
        run.Step++;
        Tell(run, loss);
        return true;
    }
}
