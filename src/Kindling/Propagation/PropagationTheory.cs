using Kindling.Initialization;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Propagation;

/// <summary>What the theory of wide networks says of a propagation, layer by layer.</summary>
/// <remarks>
/// Standard normal signals of a given correlation through the maps of <see cref="MeanFieldMap"/>, or through the law of
/// <see cref="RandomAsymmetricPath"/> under RAI and RAAI.
/// </remarks>
public static class PropagationTheory
{
    /// <summary>sigma_w^2 of a scheme's hidden layers; null where it has no single one (box).</summary>
    public static double? WeightVariance(LayerwiseInitializer scheme, Network network)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(network);
        return scheme is RandomAsymmetric special
            ? special.WeightVariance
            : scheme.Variances(network, Math.Min(1, network.Depth - 1))?.WeightVariance;
    }

    /// <summary>Length and correlation in the given layers; null where there is no theory for the scheme.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="network">Plain, all layers as wide as the inputs.</param>
    /// <param name="correlation">Of the input signals.</param>
    /// <param name="layers">From 1, ascending.</param>
    public static IReadOnlyList<(double Length, double Correlation)>? Of(
        LayerwiseInitializer scheme, Network network, double correlation, IReadOnlyList<int> layers)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layers);
        if (scheme is RandomAsymmetric special)
            return OfSpecialInputs(special, network, correlation, layers);
        if (scheme.Variances(network, 0) is not { } first
            || scheme.Variances(network, network.Depth - 1) is not { } rest)
        {
            return null;
        }

        double length = first.WeightVariance + first.BiasVariance;
        double start = length > 0 ? ((first.WeightVariance * correlation) + first.BiasVariance) / length : 1;
        var map = new MeanFieldMap(
            network.Activation, rest.WeightVariance, rest.BiasVariance, rest.CorrelationStrength);
        IReadOnlyList<(double Variance, double Correlation)> path =
            map.Iterate(length, Math.Min(start, 1), layers[^1] - 1);
        return [.. layers.Select(l => path[l - 1])];
    }

    static (double, double)[] OfSpecialInputs(
        RandomAsymmetric scheme, Network network, double correlation, IReadOnlyList<int> layers)
    {
        var path = RandomAsymmetricPath.FromNormal(scheme.Law, correlation);
        var values = new (double, double)[layers.Count];
        for (int layer = 1, next = 0; next < values.Length; layer++)
        {
            path.Enter(network.Inputs);
            if (layers[next] == layer)
                values[next++] = (path.Length, path.Correlation);
            path.Activate(network.Activation);
        }

        return values;
    }
}
