using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>Groups of activations that the derivations of schemes speak of.</summary>
[Flags]
internal enum ActivationFamilies
{
    /// <summary>Anything not named below.</summary>
    Other = 0,

    /// <summary>relu.</summary>
    Relu = 1,

    /// <summary>leaky_relu.</summary>
    LeakyRelu = 2,

    /// <summary>Smooth relatives of relu: elu, gelu, gelu_tanh, silu, softplus.</summary>
    SmoothRectifier = 4,

    /// <summary>Odd and saturating: tanh, erf, hard_tanh.</summary>
    Saturating = 8,

    /// <summary>sin.</summary>
    Sine = 16,

    /// <summary>selu.</summary>
    SelfNormalizing = 32,

    /// <summary>linear.</summary>
    Linear = 64,

    /// <summary>All rectifiers.</summary>
    Rectifiers = Relu | LeakyRelu | SmoothRectifier,

    /// <summary>Everything.</summary>
    All = ~0,
}

/// <summary>Which family an activation belongs to, by its name.</summary>
internal static class ActivationFamily
{
    /// <summary>The family of an activation.</summary>
    public static ActivationFamilies Of(Activation activation)
    {
        string name = activation.Name.Split(':')[0];
        return name switch
        {
            "relu" => ActivationFamilies.Relu,
            "leaky_relu" => ActivationFamilies.LeakyRelu,
            "elu" or "gelu" or "gelu_tanh" or "silu" or "softplus" => ActivationFamilies.SmoothRectifier,
            "tanh" or "erf" or "hard_tanh" => ActivationFamilies.Saturating,
            "sin" => ActivationFamilies.Sine,
            "selu" => ActivationFamilies.SelfNormalizing,
            "linear" => ActivationFamilies.Linear,
            _ => ActivationFamilies.Other,
        };
    }

    /// <summary>Whether an activation is in one of these families.</summary>
    public static bool IsIn(Activation activation, ActivationFamilies families) =>
        families == ActivationFamilies.All || (Of(activation) & families) != 0;
}
