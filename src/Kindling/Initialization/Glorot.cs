using static Kindling.Initialization.VarianceScaling;

namespace Kindling.Initialization;

/// <summary>
/// Glorot (Xavier) initialization: variance 2 / (fan-in + fan-out), zero biases (Glorot and Bengio 2010, eq. 12 and
/// 16).
/// </summary>
/// <remarks>Option <c>gain</c> is PyTorch's, 1 by default.</remarks>
public static class Glorot
{
    const string Source = "Glorot and Bengio 2010, eq. 12 and 16";
    const string MadeFor = "tanh and linear units near 0, in plain networks";
    static readonly string[] s_options = ["gain", "bias", "bias_variance"];

    /// <summary>Uniform on +-sqrt(6 / (fan-in + fan-out)).</summary>
    public static VarianceScaling Uniform { get; } = new(
        new("glorot", Source, MadeFor, "The usual start of tanh networks; signals shrink in deep ones.")
        {
            Aliases = ["xavier", "xavier_uniform", "glorot_uniform"],
            Options = s_options,
        },
        Rule(WeightLaw.Uniform, Comparison.Always));

    /// <summary>Normal with the same variance.</summary>
    public static VarianceScaling Normal { get; } = new(
        new("glorot_normal", Source, MadeFor, "As glorot, with normal weights.")
        {
            Aliases = ["xavier_normal"],
            Options = s_options,
        },
        Rule(WeightLaw.Normal, Comparison.Never));

    static Rule Rule(WeightLaw law, Comparison compare) => new(Fan.Average, law, _ => 1)
    {
        Activations = ActivationFamilies.Saturating | ActivationFamilies.Linear,
        Compare = compare,
    };
}
