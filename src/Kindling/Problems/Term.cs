namespace Kindling.Problems;

/// <summary>One term of a training problem: weight * mean over points of loss(operator applied to the network, target).</summary>
public sealed record Term
{
    /// <summary>The name in curves, e.g. <c>data</c> or <c>boundary</c>.</summary>
    public string Name { get; init; } = "data";

    /// <summary>The points and targets.</summary>
    public required DataSet Data { get; init; }

    /// <summary>The factor of this term in the total loss; finite and above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What is compared with the targets: the network itself, or derivatives of it.</summary>
    public LinearOperator Operator { get; init; } = LinearOperator.Identity;

    /// <summary>How it is compared.</summary>
    public LossKind Loss { get; init; } = LossKind.MeanSquared;
}

/// <summary>The losses of a term.</summary>
public enum LossKind
{
    /// <summary>The mean over points and outputs of squared differences.</summary>
    MeanSquared,

    /// <summary>The mean over points of the cross-entropy of softmax(outputs) against the target distribution.</summary>
    CrossEntropy,
}
