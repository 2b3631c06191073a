namespace Kindling.Problems;

/// <summary>
/// One term of a training problem: weight * mean over points of loss(operator applied to the network, target).
/// </summary>
public sealed record Term
{
    /// <summary>The name in curves, e.g. <c>data</c> or <c>boundary</c>.</summary>
    public string Name { get; init; } = "data";

    /// <summary>
    /// The points and targets. Targets have a column for each component and output of the operator, components first:
    /// column c * outputs + o.
    /// </summary>
    public required DataSet Data { get; init; }

    /// <summary>The factor of this term in the total loss; finite and above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What is compared with the targets: the network itself, or derivatives of it.</summary>
    public LinearOperator Operator { get; init; } = LinearOperator.Identity;

    /// <summary>How it is compared.</summary>
    public LossKind Loss { get; init; } = LossKind.MeanSquared;

    /// <summary>
    /// Where new points come from at every step of training; null where <see cref="Data"/> are trained on.
    /// </summary>
    /// <remarks>Curves are measured on <see cref="Data"/> in either case. There are as many points as there.</remarks>
    public FreshPoints? Fresh { get; init; }
}

/// <summary>Points that are drawn anew, and their targets.</summary>
/// <param name="Points">Uniform or Sobol' points.</param>
/// <param name="Target">Fills the targets of a point.</param>
public sealed record FreshPoints(PointCloud Points, PointFunction Target);

/// <summary>A function of a point with one value or several.</summary>
/// <param name="point">The coordinates.</param>
/// <param name="values">Receives the values.</param>
public delegate void PointFunction(ReadOnlySpan<double> point, Span<double> values);

/// <summary>The losses of a term.</summary>
public enum LossKind
{
    /// <summary>The mean over points and outputs of squared differences, components added up.</summary>
    MeanSquared,

    /// <summary>
    /// The mean over points of the cross-entropy of softmax(outputs) against the target distribution.
    /// </summary>
    CrossEntropy,
}
