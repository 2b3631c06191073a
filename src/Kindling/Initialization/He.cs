using static Kindling.Initialization.VarianceScaling;

namespace Kindling.Initialization;

/// <summary>He (Kaiming) initialization: variance gain^2 / fan-in, zero biases (He et al. 2015, eq. 10).</summary>
/// <remarks>
/// The gain is the activation's (sqrt 2 for ReLU, PyTorch's <c>calculate_gain</c>) unless given. Zero biases are the
/// paper's; <c>bias=random</c> draws them like the layer's weights, which changes much with few inputs (ERRATA B6).
/// </remarks>
public static class He
{
    const string Source = "He, Zhang, Ren and Sun 2015, eq. 10 and 15";
    const string MadeFor = "relu and its relatives, in plain networks";
    static readonly string[] s_options = ["gain", "bias", "bias_variance"];

    /// <summary>Normal.</summary>
    public static VarianceScaling Normal { get; } = new(
        new("he", Source, MadeFor, "The usual start of ReLU networks; keeps the size of signals in plain ones.")
        {
            Aliases = ["kaiming", "kaiming_normal", "he_normal"],
            Options = s_options,
        },
        Rule(WeightLaw.Normal, Comparison.AtHome));

    /// <summary>Uniform with the same variance: +-gain sqrt(3 / fan-in).</summary>
    public static VarianceScaling Uniform { get; } = new(
        new("he_uniform", Source, MadeFor, "As he, with uniform weights.")
        {
            Aliases = ["kaiming_uniform"],
            Options = s_options,
        },
        Rule(WeightLaw.Uniform, Comparison.Never));

    static Rule Rule(WeightLaw law, Comparison compare) => new(Fan.In, law, n => n.Activation.Gain * n.Activation.Gain)
    {
        Activations = ActivationFamilies.Rectifiers,
        Compare = compare,
    };
}
