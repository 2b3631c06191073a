using Kindling.Simd;

namespace Kindling.Workloads;

/// <summary>
/// This machine's multiply-add peak for each precision and number of threads: the best of all measurements so far.
/// </summary>
public sealed class MachinePeak
{
    readonly Dictionary<(bool IsDouble, int Threads), double> _measured = [];

    /// <summary>
    /// Measures the peak that a workload could reach: best before and after it, for a machine has slow moments.
    /// </summary>
    public void Measure(Workload workload)
    {
        double peak = 1e-9 * (workload.IsDouble
            ? MultiplyAddPeak.Measure<double>(workload.Threads)
            : MultiplyAddPeak.Measure<float>(workload.Threads));
        _measured[Key(workload)] = Math.Max(peak, _measured.GetValueOrDefault(Key(workload)));
    }

    /// <summary>The peak that a workload could reach, in GFLOP/s; 0 if it was never measured.</summary>
    public double Of(Workload workload) => _measured.GetValueOrDefault(Key(workload));

    static (bool IsDouble, int Threads) Key(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return (workload.IsDouble, workload.Threads);
    }
}
