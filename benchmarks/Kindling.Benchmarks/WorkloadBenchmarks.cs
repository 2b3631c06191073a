using BenchmarkDotNet.Attributes;
using Kindling.Workloads;

namespace Kindling.Benchmarks;

/// <summary>The jobs of <c>kindling bench</c> on one thread, a step each.</summary>
public class WorkloadBenchmarks
{
    static readonly StandardWorkloads Standard = new(threads: 1, isDouble: false);

    /// <summary>The jobs.</summary>
    public static IEnumerable<Workload> Jobs => [.. Standard.Train(), .. Standard.Draw(), .. Standard.Product()];

    /// <summary>The job at hand.</summary>
    [ParamsSource(nameof(Jobs))]
    public Workload Job { get; set; } = null!;

    /// <summary>Makes data and networks.</summary>
    [GlobalSetup]
    public void Prepare() => Job.Run(1);

    [Benchmark]
    public void Step() => Job.Run(1);
}
