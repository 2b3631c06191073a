using System.Diagnostics;
using System.Numerics;

namespace Kindling.Workloads;

/// <summary>One job whose speed is measured.</summary>
public abstract class Workload : IDisposable
{
    readonly Stack<IDisposable> _owned = [];
    Action<int>? _run;

    /// <summary>A short name, e.g. <c>train 32x8 relu, batch 256</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Cores that work at once.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Independent repetitions of the job within one step: ensemble members, draws.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Floating-point operations of one step of all runs, products only; 0 where that says nothing.</summary>
    public abstract double OperationsPerStep { get; }

    /// <summary>Whether the job is in double precision.</summary>
    public bool IsDouble { get; init; }

    /// <summary>What was asked for, as pairs for tables and JSON.</summary>
    public abstract IReadOnlyList<(string Key, object Value)> Settings { get; }

    /// <summary>Makes data and networks, in the precision of the job.</summary>
    /// <returns>What makes so many steps of all runs.</returns>
    protected abstract Action<int> Prepare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Keeps something that <see cref="Prepare"/> made until the job is disposed.</summary>
    protected TOwned Own<TOwned>(TOwned owned)
        where TOwned : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    /// <summary>Ends the threads of the job.</summary>
    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? owned))
            owned.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Makes steps; the first call prepares them too.</summary>
    /// <param name="steps">1 or more.</param>
    /// <returns>The seconds of one step of all runs; what is prepared is not counted.</returns>
    public double Run(int steps)
    {
        _run ??= IsDouble ? Prepare<double>() : Prepare<float>();
        long start = Stopwatch.GetTimestamp();
        _run(steps);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
    }

    /// <summary>Measures: repeats a burst of steps until the budget is spent; the best burst counts.</summary>
    /// <param name="steps">Steps of a burst, or null to choose bursts of about a tenth of the budget.</param>
    /// <param name="budget">The time to spend.</param>
    /// <param name="cancellation">Ends the measurement after the burst at hand.</param>
    public WorkloadResult Measure(int? steps, TimeSpan budget, CancellationToken cancellation = default)
    {
        double first = Run(1);
        int burst = steps ?? (int)Math.Clamp(budget.TotalSeconds / 10 / Math.Max(first, 1e-7), 1, 100_000);
        long start = Stopwatch.GetTimestamp();
        var times = new List<double>();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            times.Add(Run(burst));
        }
        while (Stopwatch.GetElapsedTime(start) < budget || times.Count < 3);
        times.Sort();
        return new WorkloadResult(this, times[0], times[times.Count / 2], burst, times.Count);
    }
}

/// <summary>What a workload took.</summary>
/// <param name="Workload">The job.</param>
/// <param name="SecondsPerStep">The best burst's time for one step of all runs.</param>
/// <param name="MedianSecondsPerStep">The median burst's.</param>
/// <param name="Steps">Steps of a burst.</param>
/// <param name="Repeats">Bursts.</param>
public sealed record WorkloadResult(
    Workload Workload, double SecondsPerStep, double MedianSecondsPerStep, int Steps, int Repeats)
{
    /// <summary>
    /// 10^9 floating-point operations a second in the best burst, products only; null where that says nothing.
    /// </summary>
    public double? Gflops =>
        Workload.OperationsPerStep > 0 ? Workload.OperationsPerStep / SecondsPerStep / 1e9 : null;
}
