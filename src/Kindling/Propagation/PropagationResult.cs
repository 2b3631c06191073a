namespace Kindling.Propagation;

/// <summary>One point of a figure: signals in one layer, over all inputs and networks at one weight variance.</summary>
public sealed record PropagationPoint
{
    /// <summary>sigma_w^2; null where the scheme has no single one.</summary>
    public required double? WeightVariance { get; init; }

    /// <summary>From 1.</summary>
    public required int Layer { get; init; }

    /// <summary>The networks that are in it.</summary>
    public int Networks { get; init; }

    /// <summary>
    /// Mean square of the pre-activations, over inputs and networks; the mean is NaN where a network's signals were not
    /// finite.
    /// </summary>
    public SampleMoments Length { get; init; } = SampleMoments.Empty;

    /// <summary>Cosines, over pairs of inputs and networks; no numbers where all signals are 0.</summary>
    public SampleMoments Correlation { get; init; } = SampleMoments.Empty;

    /// <summary>The networks' mean lengths.</summary>
    public SampleMoments NetworkLengths { get; init; } = SampleMoments.Empty;

    /// <summary>The networks' mean correlations.</summary>
    public SampleMoments NetworkCorrelations { get; init; } = SampleMoments.Empty;

    /// <summary>The length at infinite width; null where there is no theory for the scheme.</summary>
    public double? LengthTheory { get; init; }

    /// <summary>The correlation at infinite width; null where there is no theory for the scheme.</summary>
    public double? CorrelationTheory { get; init; }

    /// <summary>The point with one more network in it.</summary>
    internal PropagationPoint With(SampleMoments length, SampleMoments correlation) => this with
    {
        Networks = Networks + 1,
        Length = Length.And(length),
        Correlation = Correlation.And(correlation),
        NetworkLengths = NetworkLengths.And(SampleMoments.Of([length.Mean])),
        NetworkCorrelations = correlation.Count == 0
            ? NetworkCorrelations
            : NetworkCorrelations.And(SampleMoments.Of([correlation.Mean])),
    };
}

/// <summary>How far a propagation is.</summary>
/// <param name="WeightVariance">At hand; null where the scheme has no single one.</param>
/// <param name="Network">The network at hand, from 1.</param>
/// <param name="Layer">Its layers that are done.</param>
/// <param name="Share">Of everything, 0 to 1.</param>
/// <param name="Elapsed">Since the beginning.</param>
public readonly record struct PropagationProgress(
    double? WeightVariance, int Network, int Layer, double Share, TimeSpan Elapsed);

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
}
