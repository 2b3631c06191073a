using System.Diagnostics;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Carries out a study: makes the runs, keeps everything in the study's folder.</summary>
/// <remarks>
/// Runs are independent and go over the cores one thread each, all schemes' first seeds before the second ones; where
/// there are fewer runs than cores, a run gets more threads. Each run finds its own learning rate
/// (<see cref="RateRace"/>). Results do not depend on threads. Runs that the folder already holds are read back.
/// </remarks>
public sealed class StudyExecutor
{
    readonly Study _study;
    readonly StudyProblems _problems;
    readonly Network _network;
    readonly RunExecutor _runs;
    readonly int _workers;
    readonly int _threadsPerRun;
    readonly int _threads;
    StudyStore? _store;

    /// <summary>Prepares a study.</summary>
    /// <param name="study">What to do.</param>
    /// <param name="problems">The problem that the study names, for each seed.</param>
    /// <param name="threads">How many cores to use.</param>
    /// <exception cref="ArgumentException">The study cannot be run: a setting, a scheme, or the memory it would
    /// take.</exception>
    public StudyExecutor(Study study, StudyProblems problems, int threads)
        : this(study, problems, threads, study?.Schemes.Count * study?.Seeds ?? 1)
    {
    }

    /// <summary>Prepares a study of one problem for all seeds.</summary>
    /// <inheritdoc cref="StudyExecutor(Study, StudyProblems, int)"/>
    public StudyExecutor(Study study, Problem problem, int threads)
        : this(study, StudyProblems.Same(problem), threads)
    {
    }

    /// <summary>Prepares a study that shares its threads with others: <paramref name="runs"/> runs in all.</summary>
    internal StudyExecutor(Study study, StudyProblems problems, int threads, int runs)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        study.Validate();
        _study = study;
        _problems = problems;
        _threads = threads;
        _network = study.Network.Build(problems.First.Inputs, problems.First.Outputs);
        TrainingFit.Require(problems.First, _network, study.LeastSquares);
        _workers = Math.Clamp(runs, 1, threads);
        _threadsPerRun = Math.Max(1, threads / Math.Max(1, runs));
        _runs = RunExecutor.For(study, problems, _network);
        _runs.RequireMemory(_workers);
    }

    /// <summary>What the user should know about the problem, and about its least squares.</summary>
    public IEnumerable<string> Notes =>
        _problems.First.Notes.Concat(TrainingFit.Notes(_problems.First, _network, _study.LeastSquares));

    /// <summary>How far the study is.</summary>
    public StudyProgress Progress { get; } = new();

    /// <summary>Works until the study is done or cancelled.</summary>
    /// <param name="store">The study's folder, or null to keep nothing.</param>
    /// <param name="cancellation">Stops the work; finished runs count.</param>
    /// <returns>What was found; after a cancellation, what the finished runs say.</returns>
    public StudyResults Execute(StudyStore? store = null, CancellationToken cancellation = default)
    {
        Plan(store);
        var watch = Stopwatch.StartNew();
        _store?.Write("problem.json", StudyDocuments.ProblemOf(_problems.First));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<SchemeResult> schemes;
        using (var queue = new RunQueue(_workers, stop.Token))
        {
            Task<SchemeResult>[] all =
            [
                .. _study.Schemes.Select(async (scheme, place) =>
                {
                    await WriteStartAsync(queue, scheme, place, stop.Token).ConfigureAwait(false);
                    return await ExecuteAsync(queue, scheme, place, stop.Token).ConfigureAwait(false);
                }),
            ];
            try
            {
                schemes = [.. Task.WhenAll(all).GetAwaiter().GetResult()];
            }
            catch
            {
                stop.Cancel(); // Let the other runs end before the error is told.
                throw;
            }
        }

        var results = new StudyResults(_study, _problems, _network, schemes)
        {
            Seconds = watch.Elapsed.TotalSeconds,
            Threads = _threads,
        };
        if (_store is not null && results.Schemes.Count > 0)
            StudyDocuments.Write(_store, results, _runs);
        return results;
    }

    /// <summary>Says in <see cref="Progress"/> what is to be done, and where it is kept.</summary>
    internal void Plan(StudyStore? store)
    {
        _store = store;
        Progress.Plan(_study.Schemes, (double)_study.Schemes.Count * _study.Seeds * StepsOfRun);
    }

    /// <summary>Steps that a run makes, over all its rates, as far as one can know before.</summary>
    double StepsOfRun => RateRace.StepsOf(_study.LearningRate, _study.Optimizer, _study.Steps);

    /// <summary>All runs of one scheme; cancellation leaves out what is not done.</summary>
    internal async Task<SchemeResult> ExecuteAsync(
        RunQueue queue, string scheme, int place, CancellationToken cancellation)
    {
        IReadOnlyList<string> warnings = SchemeName.Parse(scheme).Law.Warnings(_network);
        var done = new List<RunResult>();
        Task<RunResult>[] runs = [.. Enumerable.Range(0, _study.Seeds).Select(
            seed => queue.Add((seed + 1, place), () => Execute(_study.RunOf(scheme, seed), cancellation)))];
        foreach (Task<RunResult> run in runs)
        {
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (run.Status != TaskStatus.Canceled)
                done.Add(await run.ConfigureAwait(false));
        }

        return new SchemeResult(scheme, done, warnings);
    }

    async Task WriteStartAsync(RunQueue queue, string scheme, int place, CancellationToken cancellation)
    {
        if (_store is null || _store.Has(scheme, StudyDocuments.Start) || cancellation.IsCancellationRequested)
            return;
        Task<bool> start = queue.Add((0, place), () =>
        {
            _store.Write(scheme, StudyDocuments.Start, _runs.Start(scheme, _study.Seed).ToJson());
            return true;
        });
        await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (start.Status == TaskStatus.Faulted)
            await start.ConfigureAwait(false);
    }

    RunResult Execute(Run run, CancellationToken cancellation)
    {
        RunResult? there = _store?.Find(run);
        if (there is not null)
        {
            Progress.Finished(there, StepsOfRun, wasThere: true);
            return there;
        }

        _store?.Prepare(run);
        RunResult result = _runs.Execute(
            run,
            _study.Steps,
            _threadsPerRun,
            step => Progress.At(run, Math.Min(step, (long)StepsOfRun)),
            _store?.FolderOf(run),
            cancellation);
        _store?.Write(result);
        Progress.Finished(result, StepsOfRun, wasThere: false);
        return result;
    }
}
