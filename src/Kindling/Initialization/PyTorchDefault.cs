using static Kindling.Initialization.VarianceScaling;

namespace Kindling.Initialization;

/// <summary>What PyTorch's <c>nn.Linear</c> does unasked: weights and biases uniform on +-1 / sqrt(fan-in).</summary>
/// <remarks>
/// That is <c>kaiming_uniform_</c> with a = sqrt 5, so a weight variance of 1 / (3 fan-in): small for any activation.
/// </remarks>
public static class PyTorchDefault
{
    /// <summary>The scheme.</summary>
    public static VarianceScaling Linear { get; } = new(
        new(
            "pytorch",
            "PyTorch, torch.nn.Linear.reset_parameters",
            "any network: a habit, not a derivation",
            "What a PyTorch user gets without asking; signals shrink fast with depth.")
        {
            Aliases = ["torch", "pytorch_default"],
        },
        new(Fan.In, WeightLaw.Uniform, _ => 1.0 / 3)
        {
            BiasVariance = (_, weights) => weights,
            Compare = Comparison.Always,
        });
}
