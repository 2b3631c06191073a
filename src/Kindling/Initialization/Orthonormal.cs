using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>
/// The "orthonormal" baseline of Wang et al. (2021, section 4): square weight matrices are replaced by Q of their QR
/// factorization, scaled to the Frobenius norm they had.
/// </summary>
/// <remarks>
/// The original draw is Glorot normal times the gain. Its Q and its norm are independent, so Q is drawn anew, uniform
/// on O(n), and only the norm is taken from the draw: the same law with signs put right (ERRATA G10). Layers that are
/// not square keep the Glorot draw. Biases are zero.
/// </remarks>
public sealed class Orthonormal : LayerwiseInitializer
{
    static readonly SchemeDescription s_description = new(
        "orthonormal",
        "Wang, Crawford-Eng and Perdikaris 2021, section 4",
        "tanh in deep plain networks",
        "The baseline of the GO paper: orthogonal hidden layers with the norm of a Glorot draw.")
    {
        Options = ["gain"],
    };

    /// <summary>The scheme.</summary>
    /// <param name="options">gain (1).</param>
    internal Orthonormal(InitializerOptions? options = null)
        : base(s_description, options)
    {
    }

    /// <inheritdoc/>
    public override LayerVariances? Variances(Network network, int layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        Layer shape = network.Layers[layer];
        return new(GlorotVariance(shape) * shape.FanIn, 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network) =>
        HomeWarnings.OfPlain(this, network, ActivationFamilies.Saturating | ActivationFamilies.Linear);

    /// <inheritdoc/>
    public override bool SuitsByDefault(Network network) => false;

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) => new Orthonormal(options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        Layer layer = draw.Layer;
        IndependentDraw.Weights(draw, WeightLaw.Normal, GlorotVariance(layer));
        draw.Biases.Clear();
        if (layer.FanIn != layer.FanOut)
            return;
        double square = 0;
        foreach (T weight in draw.Weights)
            square += double.CreateTruncating(weight) * double.CreateTruncating(weight);
        HaarRows.Fill(draw, Math.Sqrt(square / layer.FanIn));
    }

    double GlorotVariance(Layer layer)
    {
        double gain = Options.Gain ?? 1;
        return gain * gain * 2 / (layer.FanIn + layer.FanOut);
    }
}
