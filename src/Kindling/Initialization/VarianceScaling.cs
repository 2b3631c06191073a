using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>
/// Independent weights of variance scale / fan: the common form of Glorot, He, LeCun and PyTorch's default.
/// </summary>
/// <remarks>
/// Every layer follows the same rule, the read-out included, as PyTorch's users apply it. Option <c>weight_variance</c>
/// replaces the scale, and so does <c>gain</c>, squared. Biases are zero unless the scheme says otherwise;
/// <c>bias=random</c> gives them the law and the variance of the layer's weights, <c>bias_variance</c> a normal law
/// of that variance. Cost O(parameters). Float and double draws of one seed are different numbers of the same law.
/// </remarks>
public sealed class VarianceScaling : LayerwiseInitializer
{
    readonly SchemeDescription _description;
    readonly Rule _rule;

    internal VarianceScaling(SchemeDescription description, Rule rule, InitializerOptions? options = null)
        : base(description, options)
    {
        _description = description;
        _rule = rule;
    }

    /// <summary>The variance of a layer's weights in the standard parameterization.</summary>
    public double WeightVariance(Network network, int layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        Layer shape = network.Layers[layer];
        double fan = _rule.Fan == Fan.In ? shape.FanIn : (shape.FanIn + (double)shape.FanOut) / 2;
        double scale = Options.WeightVariance ?? (Options.Gain is { } gain ? gain * gain : _rule.Scale(network));
        return scale / fan;
    }

    /// <summary>The variance of a layer's biases in the standard parameterization.</summary>
    public double BiasVariance(Network network, int layer)
    {
        double weights = WeightVariance(network, layer);
        return Options.BiasVariance ?? Options.Bias switch
        {
            BiasDraw.Random => weights,
            BiasDraw.Zero => 0,
            _ => _rule.BiasVariance(network, weights),
        };
    }

    /// <inheritdoc/>
    public override LayerVariances? Variances(Network network, int layer) =>
        new(WeightVariance(network, layer) * network.Layers[layer].FanIn, BiasVariance(network, layer));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network)
    {
        List<string> warnings = HomeWarnings.OfPlain(this, network, _rule.Activations);
        if (Options.Bias != BiasDraw.Random && Options.BiasVariance is null or 0 && _rule.BiasVariance(network, 1) == 0)
            HomeWarnings.AddZeroBiases(warnings, this, network);
        return warnings;
    }

    /// <inheritdoc/>
    public override bool SuitsByDefault(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return _rule.Compare switch
        {
            Comparison.Always => true,
            Comparison.AtHome => ActivationFamily.IsIn(network.Activation, _rule.Activations),
            _ => false,
        };
    }

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) =>
        new VarianceScaling(_description, _rule, options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        IndependentDraw.Weights(draw, _rule.Law, WeightVariance(draw.Network, draw.Index));
        WeightLaw biases = Options.BiasVariance is null ? _rule.Law : WeightLaw.Normal;
        IndependentDraw.Biases(draw, biases, BiasVariance(draw.Network, draw.Index));
    }

    /// <summary>Whether a comparison that names no schemes tries this one.</summary>
    internal enum Comparison
    {
        /// <summary>No: a variant of one that is tried.</summary>
        Never,

        /// <summary>Where the activation is one it was derived for.</summary>
        AtHome,

        /// <summary>Always: everyone's habit, the yardstick.</summary>
        Always,
    }

    /// <summary>The numbers of one scheme.</summary>
    /// <param name="Fan">What variances are divided by.</param>
    /// <param name="Law">The law of the weights.</param>
    /// <param name="Scale">The weights' variance times the fan; option <c>gain</c> replaces it by its square.</param>
    internal sealed record Rule(Fan Fan, WeightLaw Law, Func<Network, double> Scale)
    {
        /// <summary>The biases' variance, given the weights' variance of the layer.</summary>
        public Func<Network, double, double> BiasVariance { get; init; } = (_, _) => 0;

        /// <summary>The activations the scheme was derived for.</summary>
        public ActivationFamilies Activations { get; init; } = ActivationFamilies.All;

        public Comparison Compare { get; init; }
    }
}

/// <summary>What a weight's variance is divided by.</summary>
internal enum Fan
{
    /// <summary>The inputs of a unit.</summary>
    In,

    /// <summary>The mean of a layer's inputs and units.</summary>
    Average,
}
