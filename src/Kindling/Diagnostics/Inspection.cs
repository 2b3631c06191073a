using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>What was measured of one network on one batch of inputs, and what it means.</summary>
public sealed record Inspection
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The variances of its weights.</summary>
    public required NetworkStatistics Weights { get; init; }

    /// <summary>The number of inputs of the batch.</summary>
    public required int Points { get; init; }

    /// <summary>True where the network was computed in single precision.</summary>
    public required bool IsSinglePrecision { get; init; }

    /// <summary>The mean cosine of the pairs of inputs themselves.</summary>
    public required double InputCorrelation { get; init; }

    /// <summary>The mean square of the inputs.</summary>
    public required double InputSecondMoment { get; init; }

    /// <summary>Signals and gradients layer by layer, the read-out last.</summary>
    public required IReadOnlyList<LayerSignal> Layers { get; init; }

    /// <summary>The hidden layers.</summary>
    public IEnumerable<LayerSignal> Hidden => Layers.Where(l => !l.IsReadOut);

    /// <summary>The singular values of the input-output Jacobian at the first input.</summary>
    public JacobianSpectrum Jacobian => Jacobians[0];

    /// <summary>
    /// The same at several inputs, spread over the batch, the first one first; fewer for larger Jacobians.
    /// </summary>
    public required IReadOnlyList<JacobianSpectrum> Jacobians { get; init; }

    /// <summary>How fast the outputs vary along lines between the pairs of inputs.</summary>
    public required FrequencyContent Frequencies { get; init; }

    /// <summary>What the layers make of the unit square; null unless everything has width 2.</summary>
    public SquareImages? SquareImages { get; init; }

    /// <summary>The tangent kernel of the first output on a line of inputs.</summary>
    public required KernelFunctions Kernel { get; init; }

    /// <summary>Units as functions of the inputs; null unless there are two inputs.</summary>
    public UnitMaps? UnitMaps { get; init; }

    /// <summary>The highest derivative in the task's operators; null where no task is named.</summary>
    public int? OperatorOrder { get; init; }

    /// <summary>Angles between the features of the last hidden layer.</summary>
    public required FeatureOrthogonality Orthogonality { get; init; }

    /// <summary>Eigenvalues of their covariance.</summary>
    public required FeatureSpectrum Features { get; init; }

    /// <summary>How well the features fit the targets; null without targets.</summary>
    public FirstFit? FirstFit { get; init; }

    /// <summary>Why there is no theory beside the measurement; null where there is.</summary>
    public string? WhyNoTheory { get; init; }

    /// <summary>What it means, worst first; never empty.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
