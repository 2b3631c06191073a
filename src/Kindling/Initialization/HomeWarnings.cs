using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>The sentences about schemes used away from home.</summary>
internal static class HomeWarnings
{
    /// <summary>The warnings of a scheme that was made for plain networks with certain activations.</summary>
    /// <returns>A list to which the scheme may add its own.</returns>
    public static List<string> OfPlain(Initializer scheme, Network network, ActivationFamilies activations)
    {
        ArgumentNullException.ThrowIfNull(network);
        var warnings = new List<string>();
        if (!ActivationFamily.IsIn(network.Activation, activations))
            warnings.Add(Activation(scheme, network));
        AddResidual(warnings, scheme, network);
        return warnings;
    }

    public static string Activation(Initializer scheme, Network network) =>
        $"{scheme.Name} was made for {scheme.MadeFor}; this network's activation is {network.Activation.Name}.";

    /// <summary>Independent zero-mean weights let the signal of a residual network grow exponentially.</summary>
    public static void AddResidual(List<string> warnings, Initializer scheme, Network network)
    {
        int residual = network.Layers.Count(l => l.Kind == LayerKind.ResidualDense);
        if (residual > 0)
        {
            warnings.Add(
                $"{scheme.Name} was not made for residual networks: each residual layer ({residual} here) "
                + "adds to the signal, which grows exponentially with depth.");
        }
    }

    /// <summary>
    /// Rectifiers without biases are homogeneous: with one input every feature is a line on each side of 0.
    /// </summary>
    public static void AddZeroBiases(List<string> warnings, Initializer scheme, Network network)
    {
        const ActivationFamilies Homogeneous = ActivationFamilies.Relu | ActivationFamilies.LeakyRelu;
        if (network.Inputs != 1 || !ActivationFamily.IsIn(network.Activation, Homogeneous))
            return;
        string random = scheme.OptionNames.Contains("bias") ? $"{scheme.Name}:bias=random or " : "";
        warnings.Add(
            $"{scheme.Name} starts with zero biases: with one input every feature is then a straight line on each "
            + $"side of 0, at any depth. Try {random}box.");
    }
}
