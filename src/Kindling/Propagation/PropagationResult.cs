namespace Kindling.Propagation;

/// <summary>One point of a figure: signals in one layer, over all inputs and networks at one weight variance.</summary>
/// <param name="Variance">The index of the weight variance in the settings (0 where the scheme's own is used).</param>
/// <param name="Layer">From 1.</param>
/// <param name="Networks">The networks that are in it.</param>
/// <param name="Length">
/// Mean square of the pre-activations, over inputs and networks; the mean is NaN where a network's signals were not
/// finite.
/// </param>
/// <param name="Correlation">Cosines, over pairs of inputs and networks; no numbers where all signals are 0.</param>
/// <param name="NetworkLengths">The networks' mean lengths.</param>
/// <param name="NetworkCorrelations">The networks' mean correlations.</param>
public sealed record PropagationPoint(
    int Variance,
    int Layer,
    int Networks,
    SampleMoments Length,
    SampleMoments Correlation,
    SampleMoments NetworkLengths,
    SampleMoments NetworkCorrelations);

/// <summary>How far a propagation is.</summary>
/// <param name="Variance">The index of the weight variance at hand.</param>
/// <param name="Network">The network at hand, from 1.</param>
/// <param name="Layer">Its layers that are done.</param>
/// <param name="Share">Of everything, 0 to 1.</param>
/// <param name="Elapsed">Since the beginning.</param>
public readonly record struct PropagationProgress(
    int Variance, int Network, int Layer, double Share, TimeSpan Elapsed);

/// <summary>What was measured, and how fast.</summary>
public sealed record PropagationResult
{
    /// <summary>What was asked for.</summary>
    public required PropagationSettings Settings { get; init; }

    /// <summary>Ordered by weight variance, then layer; without those of which no network was finished.</summary>
    public required IReadOnlyList<PropagationPoint> Points { get; init; }

    /// <summary>The seconds of each finished network: draws, products, activations and statistics.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>This machine's multiply-add peak on as many threads, floating-point operations a second.</summary>
    public required double Peak { get; init; }

    /// <summary>False where the run was cancelled.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Operations of products alone, a second, of the fastest network; NaN if none was finished.</summary>
    public double OperationsPerSecond =>
        Seconds.Count == 0 ? double.NaN : Settings.OperationsPerNetwork / Seconds.Min();

    /// <summary><see cref="OperationsPerSecond"/> over <see cref="Peak"/>.</summary>
    public double ShareOfPeak => OperationsPerSecond / Peak;

    /// <summary>sigma_w^2 of a point; null where the scheme's own is used and it has no single one.</summary>
    public double? WeightVarianceOf(PropagationPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return Settings.WeightVariances.Count == 0 ? null : Settings.WeightVariances[point.Variance];
    }
}
