using Kindling.Simd;

namespace Kindling.Workloads;

/// <summary>
/// This machine's multiply-add peak for each precision and number of threads: the best of all measurements so far.
/// </summary>
public sealed class MachinePeak
{
    readonly Dictionary<(bool IsDouble, int Threads), double> _measured = [];

    /// <summary>The peak that a workload could reach, in GFLOP/s.</summary>
    public double Of(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        (bool, int) key = (workload.IsDouble, workload.Threads);
        double peak = 1e-9 * (workload.IsDouble
            ? MultiplyAddPeak.Measure<double>(workload.Threads)
            : MultiplyAddPeak.Measure<float>(workload.Threads));
        _measured[key] = peak = Math.Max(peak, _measured.GetValueOrDefault(key));
        return peak;
    }
}
