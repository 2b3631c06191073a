using System.Diagnostics;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// Carries out a study: finds learning rates, makes the runs, keeps everything in the study's folder.
/// </summary>
/// <remarks>
/// Runs are independent and go over the cores one thread each, all schemes' first seeds before the second ones; where
/// there are fewer runs than cores, a run gets more threads. Results do not depend on either. Runs that the folder
/// already holds are read back.
/// </remarks>
public sealed class StudyExecutor
{
    readonly Study _study;
    readonly Problem _problem;
    readonly Network _network;
    readonly RunExecutor _runs;
    readonly int _workers;
    readonly int _threadsPerRun;
    readonly int _threads;
    StudyStore? _store;

    /// <summary>Prepares a study.</summary>
    /// <param name="study">What to do.</param>
    /// <param name="problem">The problem that the study names.</param>
    /// <param name="threads">How many cores to use.</param>
    /// <exception cref="ArgumentException">The study cannot be run: a setting, a scheme, or the memory it would
    /// take.</exception>
    public StudyExecutor(Study study, Problem problem, int threads)
        : this(study, problem, threads, study?.Schemes.Count * study?.Seeds ?? 1)
    {
    }

    /// <summary>Prepares a study that shares its threads with others: <paramref name="runs"/> runs in all.</summary>
    internal StudyExecutor(Study study, Problem problem, int threads, int runs)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        study.Validate();
        _study = study;
        _problem = problem;
        _threads = threads;
        _network = study.Network.Build(problem.Inputs, problem.Outputs);
        foreach (string scheme in study.Schemes)
            Initializers.Parse(scheme);
        TrainingFit.Require(problem, _network, study.LeastSquares);
        _workers = Math.Clamp(runs, 1, threads);
        _threadsPerRun = Math.Max(1, threads / Math.Max(1, runs));
        _runs = RunExecutor.For(study, problem, _network);
        _runs.RequireMemory(_workers);
    }

    /// <summary>What the user should know about the problem, and about its least squares.</summary>
    public IEnumerable<string> Notes =>
        _problem.Notes.Concat(TrainingFit.Notes(_problem, _network, _study.LeastSquares));

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
        _store?.Write("problem.json", StudyDocuments.ProblemOf(_problem));
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

        var results = new StudyResults(_study, _problem, _network, schemes)
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
        double schemes = _study.Schemes.Count;
        Progress.Plan(_study.Schemes, schemes * _study.Seeds * _study.Steps);
        if (_study.LearningRate.IsSearched)
        {
            Progress.Plan(
                _study.Schemes, schemes * LearningRateSearch.UsualCount * LearningRateSearch.Seeds * SearchSteps);
        }
    }

    int SearchSteps => LearningRateSearch.StepsFor(_study.Steps);

    /// <summary>One scheme from its learning rate to its last run; cancellation leaves out what is not done.</summary>
    internal async Task<SchemeResult> ExecuteAsync(
        RunQueue queue, string scheme, int place, CancellationToken cancellation)
    {
        IReadOnlyList<string> warnings = Initializers.Parse(scheme).Warnings(_network);
        var done = new List<RunResult>();
        double rate = _study.LearningRate.Fixed ?? double.NaN;
        try
        {
            if (_study.LearningRate.IsSearched)
            {
                rate = await LearningRateSearch.FindAsync(
                    _study.Optimizer, r => ScoreAsync(queue, scheme, place, r, cancellation))
                    .ConfigureAwait(false);
            }

            Progress.RateFound(scheme, rate);
            Task<RunResult>[] runs = [.. _study.Runs(_ => rate).Where(r => r.Scheme == scheme).Select((run, seed) =>
                queue.Add((seed + 1, place), () => Execute(run, _study.Steps, isSearch: false, cancellation)))];
            foreach (Task<RunResult> run in runs)
            {
                await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (run.Status != TaskStatus.Canceled)
                    done.Add(await run.ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is done counts.
        }

        return new SchemeResult(scheme, rate, done, warnings);
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

    /// <summary>The mean logarithm of the training loss at the end of the search's runs.</summary>
    async Task<double> ScoreAsync(RunQueue queue, string scheme, int place, double rate, CancellationToken cancellation)
    {
        RunResult[] results = await Task.WhenAll(Enumerable.Range(0, LearningRateSearch.Seeds).Select(seed =>
        {
            var run = new Run(Run.IdOf(scheme, rate, seed), scheme, LearningRateSearch.SeedOf(_study.Seed, seed), rate);
            return queue.Add((0, place), () => Execute(run, SearchSteps, isSearch: true, cancellation));
        })).ConfigureAwait(false);
        return LearningRateSearch.Score(results);
    }

    RunResult Execute(Run run, int steps, bool isSearch, CancellationToken cancellation)
    {
        RunResult? there = _store?.Find(run, isSearch);
        if (there is not null)
        {
            Progress.Finished(there, steps, isSearch, wasThere: true);
            return there;
        }

        _store?.Prepare(run, isSearch);
        string? weights = isSearch ? null : _store?.WeightsOf(run);
        RunResult result = _runs.Execute(
            run, steps, _threadsPerRun, step => Progress.At(run, step), weights, cancellation);
        _store?.Write(result, isSearch);
        Progress.Finished(result, steps, isSearch, wasThere: false);
        return result;
    }
}
