using System.Diagnostics;

namespace Kindling.Studies;

/// <summary>How far a study is; written by its threads, read by whoever shows it.</summary>
public sealed class StudyProgress
{
    readonly Lock _lock = new();
    readonly Stopwatch _watch = Stopwatch.StartNew();
    readonly Dictionary<string, List<RunResult>> _results = [];
    readonly Dictionary<string, long> _atWork = [];
    double _planned;
    double _done;
    double _skipped;

    /// <summary>The share of all steps that is done, from 0 to 1.</summary>
    public double Share
    {
        get
        {
            lock (_lock)
                return _planned == 0 ? 0 : Math.Clamp((_done + _atWork.Values.Sum()) / _planned, 0, 1);
        }
    }

    /// <summary>Steps planned, made or skipped, and skipped because they were there.</summary>
    internal (double Planned, double Done, double Skipped) Steps
    {
        get
        {
            lock (_lock)
                return (_planned, _done + _atWork.Values.Sum(), _skipped);
        }
    }

    /// <summary>The time left at the speed so far, or null before there is any.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (_lock)
            {
                double made = _done + _atWork.Values.Sum() - _skipped;
                double seconds = _watch.Elapsed.TotalSeconds;
                return made <= 0 || seconds < 1 ? null : TimeSpan.FromSeconds(
                    Math.Max(0, _planned - _skipped - made) / made * seconds);
            }
        }
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>The finished runs of each scheme so far, best median first, then the schemes without any.</summary>
    public IReadOnlyList<(string Scheme, double LearningRate, int Runs, double MedianError)> Ranking
    {
        get
        {
            lock (_lock)
            {
                return [.. _results
                    .Select(s => (
                        s.Key,
                        SampleQuantiles.LowerMedian(s.Value.Select(r => r.Run.LearningRate)),
                        s.Value.Count,
                        Median: SampleQuantiles.Median(s.Value.Select(r => r.TestError))))
                    .OrderBy(s => double.IsNaN(s.Median)).ThenBy(s => s.Median)];
            }
        }
    }

    internal void Plan(IEnumerable<string> schemes, double steps)
    {
        lock (_lock)
        {
            _planned += steps;
            foreach (string scheme in schemes)
                _results.TryAdd(scheme, []);
        }
    }

    internal void At(Run run, long step)
    {
        lock (_lock)
            _atWork[run.Id] = step;
    }

    internal void Finished(RunResult result, double plannedSteps, bool wasThere)
    {
        lock (_lock)
        {
            _atWork.Remove(result.Run.Id);
            _done += plannedSteps;
            if (wasThere)
                _skipped += plannedSteps;
            _results[result.Run.Scheme].Add(result);
        }
    }
}
