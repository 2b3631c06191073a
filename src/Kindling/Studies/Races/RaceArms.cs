using System.Globalization;
using System.Numerics;
using Kindling.Networks;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// The runs of a race: one start, one trainer, a learning rate each. A run goes on from where it was.
/// </summary>
/// <remarks>
/// Runs wait in memory; where that would not hold them, on disk. With a folder, a run that took some seconds is kept
/// there too, so that a killed race goes on, to the bit.
/// </remarks>
/// <param name="trainer">Makes the steps; its curve has a point at every rung.</param>
/// <param name="initial">The start of all runs.</param>
/// <param name="options">Those of the trainer.</param>
/// <param name="keep">Which step of a run counts.</param>
internal sealed class RaceArms<T>(
    Trainer<T> trainer, Parameters<T> initial, TrainingOptions options, KeptStep keep) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Parameter-sized vectors of a waiting run: parameters, best, two moments.</summary>
    internal const int CopiesPerArm = 4;

    /// <summary>The most runs of a race that wait at once.</summary>
    internal const int MostArms = 5 + RateRace.MostGrowth + 1;

    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    readonly Dictionary<double, TrainingRun<T>> _runs = [];
    readonly Dictionary<double, CheckpointFile> _files = [];
    string? _temporary;

    /// <summary>Where runs are kept while the race goes on, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether runs wait on disk.</summary>
    public bool WaitOnDisk { get; init; }

    /// <summary>Told of each curve point of a rate.</summary>
    public Action<double, CurvePoint>? OnPoint { get; init; }

    /// <summary>Steps made in all runs together.</summary>
    public long StepsMade { get; private set; }

    /// <summary>Goes on with a run.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what was made is in the folder.</exception>
    public RaceArm Go(RaceLeg leg, Action<long> onStep, CancellationToken cancellation)
    {
        TrainingRun<T> run = Of(leg.Rate);
        CheckpointFile? file = FileOf(leg.Rate);
        long before = StepsMade - run.Step;
        trainer.RunTo(
            run,
            leg.To,
            point =>
            {
                onStep(before + point.Step);
                OnPoint?.Invoke(leg.Rate, point);
            },
            WaitOnDisk ? null : file,
            cancellation);
        StepsMade = before + run.Step;
        if (run.Status == TrainingStatus.Stopped)
        {
            if (Folder is not null)
                file?.Save(run, options, force: true);
            throw new OperationCanceledException(cancellation);
        }

        file?.Save(run, options, force: WaitOnDisk);
        if (WaitOnDisk && run.Status is null)
            _runs.Remove(leg.Rate);
        bool isDiverged = run.Status == TrainingStatus.Diverged;
        double score = keep == KeptStep.Best ? run.BestPoint!.Score : run.Curve[^1].Score;
        return new RaceArm(leg.Rate, run.Step, isDiverged ? double.PositiveInfinity : score, isDiverged);
    }

    /// <summary>The run of a rate, at its start if it is new.</summary>
    public TrainingRun<T> Of(double rate)
    {
        if (!_runs.TryGetValue(rate, out TrainingRun<T>? run))
            _runs[rate] = run = trainer.Begin(initial, options.LearningRate with { Rate = rate }, FileOf(rate));
        return run;
    }

    /// <summary>Removes what was kept on disk.</summary>
    public void Dispose()
    {
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }

    CheckpointFile? FileOf(double rate)
    {
        if (Folder is null && !WaitOnDisk)
            return null;
        if (_files.TryGetValue(rate, out CheckpointFile? known))
            return known;
        string folder = Folder ?? (_temporary ??= Directory.CreateTempSubdirectory("kindling-race-").FullName);
        Directory.CreateDirectory(folder);
        string name = rate.ToString("R", CultureInfo.InvariantCulture) + ".safetensors";
        return _files[rate] = new CheckpointFile(Path.Combine(folder, name), s_interval);
    }
}
