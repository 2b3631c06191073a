using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>
/// Weights uniform over scaled orthogonal matrices (Saxe et al. 2014; Huang et al. 2021, eq. 3 and 4).
/// </summary>
/// <remarks>
/// W = gain Q for square layers, Q uniform on O(n) (sign-corrected QR of a normal matrix). Rectangular layers have
/// orthonormal rows or columns, scaled so that entries keep the variance gain^2 / fan-in (ERRATA N4): wide
/// W W^T = gain^2 I; tall W^T W = gain^2 (fan-out / fan-in) I, where PyTorch's <c>orthogonal_</c> has gain^2 I and a
/// first layer of few inputs would hardly pass its signal on. The gain, unless given, is sigma_w of an NTK
/// parameterization, else the activation's; <c>weight_variance</c> is its square. Biases are zero, or N(0,
/// <c>bias_variance</c>). Cost O(fan-in fan-out min(fan-in, fan-out)).
/// </remarks>
public sealed class Orthogonal : LayerwiseInitializer
{
    static readonly SchemeDescription s_description = new(
        "orthogonal",
        "Saxe, McClelland and Ganguli 2014; Huang, Du and Xu 2021, eq. 3 and 4",
        "deep linear networks, and tanh networks near their linear range",
        "Deep plain networks: all directions of the signal keep their size.")
    {
        Options = ["gain", "weight_variance", "bias_variance"],
    };

    /// <summary>The scheme.</summary>
    /// <param name="options">gain (the activation's) or weight_variance (its square), bias_variance (0).</param>
    internal Orthogonal(InitializerOptions? options = null)
        : base(s_description, options)
    {
    }

    /// <summary>The factor on the orthogonal matrix of a square layer.</summary>
    public double Gain(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Options.Gain
            ?? (Options.WeightVariance is { } variance ? Math.Sqrt(variance)
            : network.Parameterization.IsNtk ? Math.Sqrt(network.Parameterization.WeightVariance)
            : network.Activation.Gain);
    }

    /// <inheritdoc/>
    public override LayerVariances? Variances(Network network, int layer) =>
        new(Gain(network) * Gain(network), Options.BiasVariance ?? 0);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network)
    {
        List<string> warnings = HomeWarnings.OfPlain(this, network, ActivationFamilies.All);
        if (Options.BiasVariance is null or 0)
            HomeWarnings.AddZeroBiases(warnings, this, network);
        return warnings;
    }

    /// <inheritdoc/>
    public override bool SuitsByDefault(Network network) => true;

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) =>
        options is { Gain: not null, WeightVariance: not null }
            ? throw new ArgumentException(
                "orthogonal takes gain or weight_variance (its square), not both.", nameof(options))
            : new Orthogonal(options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        HaarRows.Fill(draw, Gain(draw.Network) * Math.Sqrt(HaarRows.Square(draw.Layer)));
        IndependentDraw.Biases(draw, WeightLaw.Normal, Options.BiasVariance ?? 0);
    }
}
