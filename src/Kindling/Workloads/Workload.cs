using System.Diagnostics;

namespace Kindling.Workloads;

/// <summary>One job whose speed is measured.</summary>
public abstract class Workload : IDisposable
{
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

    /// <summary>Ends the threads of the job.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Makes the steps and returns the seconds of one step of all runs; set-up is not counted.</summary>
    /// <param name="steps">1 or more.</param>
    protected abstract double Time(int steps);

    /// <summary>Measures: repeats a burst of steps until the budget is spent; the best burst counts.</summary>
    /// <param name="steps">Steps of a burst, or null to choose bursts of about a tenth of the budget.</param>
    /// <param name="budget">The time to spend.</param>
    /// <param name="cancellation">Ends the measurement after the burst at hand.</param>
    public WorkloadResult Measure(int? steps, TimeSpan budget, CancellationToken cancellation = default)
    {
        double first = Time(1);
        int burst = steps ?? (int)Math.Clamp(budget.TotalSeconds / 10 / Math.Max(first, 1e-7), 1, 100_000);
        long start = Stopwatch.GetTimestamp();
        var times = new List<double>();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            times.Add(Time(burst));
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
    /// <summary>10^9 floating-point operations a second in the best burst, products only; null where that says nothing.</summary>
    public double? Gflops =>
        Workload.OperationsPerStep > 0 ? Workload.OperationsPerStep / SecondsPerStep / 1e9 : null;
}
