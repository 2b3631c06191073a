namespace Kindling.Diagnostics;

/// <summary>One layer, as signals and gradients pass through it: averages over the inputs and the units.</summary>
/// <remarks>
/// The length of an input in a layer is the mean square of its pre-activations z = W x + b; what theory calls q. The
/// correlation of two inputs is the cosine between their pre-activations, uncentered. Gradients are those in z of
/// one fixed random combination of the outputs (weights +-1), the same for all inputs.
/// </remarks>
public sealed record LayerSignal
{
    /// <summary>The layer's index, from 0; the read-out is the last.</summary>
    public required int Index { get; init; }

    /// <summary>The layer, as its tensors are named: <c>layers.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The number of units.</summary>
    public required int Units { get; init; }

    /// <summary>True for the last layer, which has no activation.</summary>
    public bool IsReadOut { get; init; }

    /// <summary>The mean square of the pre-activations over inputs and units.</summary>
    public double SecondMoment { get; init; }

    /// <summary>The standard deviation of the length over the inputs, relative to its mean.</summary>
    public double LengthSpread { get; init; }

    /// <summary>What mean-field theory says of <see cref="SecondMoment"/>; null where there is no theory.</summary>
    public double? LengthTheory { get; init; }

    /// <summary>The least and largest <see cref="SecondMoment"/> over several draws; null with one.</summary>
    public (double Low, double High)? Band { get; init; }

    /// <summary>The mean cosine of the pre-activations of the pairs of inputs.</summary>
    public double Correlation { get; init; }

    /// <summary>What mean-field theory says of <see cref="Correlation"/>; null where there is no theory.</summary>
    public double? CorrelationTheory { get; init; }

    /// <summary>The mean square of the layer's outputs over inputs and units.</summary>
    public double OutputSecondMoment { get; init; }

    /// <summary>The mean cosine of the layer's outputs of the pairs of inputs.</summary>
    public double OutputCorrelation { get; init; }

    /// <summary>The mean square of the gradients in z over inputs and units.</summary>
    public double GradientSecondMoment { get; init; }

    /// <summary>
    /// What mean-field theory says of <see cref="GradientSecondMoment"/>; null where there is none.
    /// </summary>
    public double? GradientTheory { get; init; }

    /// <summary>The standard deviation over the inputs of the gradient's mean square, relative to its mean.</summary>
    public double GradientSpread { get; init; }

    /// <summary>The mean cosine of the gradients of the pairs of inputs.</summary>
    public double GradientCorrelation { get; init; }

    /// <summary>The Frobenius norm of the gradient in the layer's weights, averaged over the inputs first.</summary>
    public double WeightGradientNorm { get; init; }

    /// <summary>
    /// The share of pre-activations, over inputs and units, that are 0 or negative; null for the read-out.
    /// </summary>
    public double? OffFraction { get; init; }

    /// <summary>
    /// The share of units that are 0 or negative where the layer alone is fed phi of standard normal numbers: the sense
    /// that comes closest to RAAI's Table 1 (<see cref="Diagnostics.OffProbability"/>); null for the read-out.
    /// </summary>
    public double? OffProbability { get; init; }

    /// <summary>
    /// Units whose slope is 0 at every input: nothing passes them, forward or back. For ReLU, those that are never
    /// positive. Null for the read-out.
    /// </summary>
    public int? DeadUnits { get; init; }

    /// <summary>
    /// The share of slopes below a tenth of the activation's largest slope, where the activation is bounded; null
    /// elsewhere, because half of a ReLU is flat by design.
    /// </summary>
    public double? Saturation { get; init; }
}
