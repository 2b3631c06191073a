using System.Collections.Concurrent;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>Points on the edge of chaos that schemes ask for, each found once.</summary>
internal static class CriticalPoints
{
    static readonly ConcurrentDictionary<(string, double, double?, double?), CriticalPoint?> s_points = new();

    /// <summary>The point at a fixed-point length or, without one, at a bias variance; null if there is none.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="k">The strength of the anti-correlation, above -1.</param>
    /// <param name="biasVariance">sigma_b^2; null is 0.</param>
    /// <param name="length">q*, or null.</param>
    public static CriticalPoint? Find(Activation activation, double k, double? biasVariance, double? length) =>
        s_points.GetOrAdd((activation.Name, k, biasVariance, length), _ =>
        {
            var line = new CriticalLine(activation, k);
            return length is { } q ? line.AtLength(q) : line.Preferred(biasVariance ?? 0);
        });
}
