using static Kindling.Initialization.VarianceScaling;

namespace Kindling.Initialization;

/// <summary>LeCun initialization: variance 1 / fan-in, zero biases (LeCun et al. 1998, eq. 16).</summary>
public static class LeCun
{
    /// <summary>Normal.</summary>
    public static VarianceScaling Normal { get; } = new(
        new(
            "lecun",
            "LeCun, Bottou, Orr and Mueller 1998, section 4.6; Klambauer et al. 2017 for selu",
            "selu, tanh and linear units, in plain networks",
            "For selu; for tanh close to glorot, and independent of the layer's fan-out.")
        {
            Aliases = ["lecun_normal"],
            Options = ["gain", "bias", "bias_variance"],
        },
        new(Fan.In, WeightLaw.Normal, _ => 1)
        {
            Activations = ActivationFamilies.SelfNormalizing | ActivationFamilies.Saturating
                | ActivationFamilies.Linear,
            Compare = Comparison.AtHome,
        });
}
