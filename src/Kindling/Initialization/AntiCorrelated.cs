using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>
/// ACI: the weights into each unit are anti-correlated, biases independent (Anonymous 2022, section 2, eq. 1).
/// </summary>
/// <remarks>
/// Row covariance sigma_w^2/n (I - k/(1+k) J/n), n = fan-in, in every layer, read-out included, as the paper treats all
/// layers alike; biases N(0, sigma_b^2). Defaults are the paper's (sigma_w^2, sigma_b^2, k) = (2, 0, 100). They are not
/// critical, as the paper has it, but chaotic, and the signal shrinks by 0.685 a layer: sigma_b^2 above 0 makes
/// sigma_w^2 = 2 the edge of chaos (ERRATA A1). With <c>weight_variance=critical</c> mean-field theory supplies the
/// sigma_w^2 with chi_1 = 1 for the network's own activation at this k and sigma_b^2 (<see cref="CriticalLine"/>).
/// Cost O(parameters).
/// </remarks>
public sealed class AntiCorrelated : LayerwiseInitializer
{
    static readonly SchemeDescription s_description = new(
        "aci",
        "Anonymous, under review at ICLR 2022, section 2, eq. 1",
        "relu in plain networks",
        "Deep ReLU networks whose features coincide under he: anti-correlated weights keep inputs apart.")
    {
        Aliases = ["anti_correlated"],
        Options = ["k", "weight_variance", "bias_variance"],
    };

    /// <summary>The scheme.</summary>
    /// <param name="options">k (100), weight_variance (2, or critical), bias_variance (0).</param>
    internal AntiCorrelated(InitializerOptions? options = null)
        : base(s_description, options)
    {
    }

    /// <summary>k, the strength of the anti-correlation.</summary>
    public double K => Options.K ?? 100;

    /// <summary>sigma_w^2 for a network.</summary>
    /// <exception cref="ArgumentException">
    /// The critical variance was asked for, and there is none for the network's activation at this bias variance.
    /// </exception>
    public double WeightVariance(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!Options.HasCriticalWeightVariance)
            return Options.WeightVariance ?? 2;
        string advice = BiasVariance == 0 ? "Give it a bias_variance above 0." : "Try bias_variance=0.";
        return CriticalPoints.Find(network.Activation, K, BiasVariance, length: null)?.WeightVariance
            ?? throw new ArgumentException(
                $"aci has no critical weight_variance for {network.Activation.Name} at k {K}, bias_variance "
                + $"{BiasVariance}: no variance has chi_1 = 1 at a length that rests. {advice}");
    }

    /// <summary>sigma_b^2.</summary>
    public double BiasVariance => Options.BiasVariance ?? 0;

    /// <inheritdoc/>
    public override LayerVariances? Variances(Network network, int layer) =>
        new(WeightVariance(network), BiasVariance, K);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network)
    {
        List<string> warnings = HomeWarnings.OfPlain(this, network, ActivationFamilies.Relu);
        if (network.Inputs == 1)
            warnings.Add($"with one input, aci only divides the first layer's weights by {Math.Sqrt(1 + K):G3}.");
        if (BiasVariance == 0)
            HomeWarnings.AddZeroBiases(warnings, this, network);
        return warnings;
    }

    /// <inheritdoc/>
    public override bool SuitsByDefault(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return !network.IsResidual && ActivationFamily.IsIn(network.Activation, ActivationFamilies.Relu);
    }

    /// <inheritdoc/>
    protected override bool TakesCriticalWeightVariance => true;

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) => new AntiCorrelated(options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        int fanIn = draw.Layer.FanIn;
        double deviation = Math.Sqrt(WeightVariance(draw.Network) / fanIn), beta = CorrelatedRows.Beta(K);
        draw.ForEachBlock("weights", (stream, first, count) =>
        {
            Span<T> rows = draw.Rows(first, count);
            stream.FillNormal(rows, mean: 0, deviation);
            Span<T> scratch = new T[fanIn];
            for (int i = 0; i < count; i++)
                CorrelatedRows.ShiftInPlace(rows.Slice(i * fanIn, fanIn), beta, scratch);
        });
        IndependentDraw.Biases(draw, WeightLaw.Normal, BiasVariance);
    }
}
