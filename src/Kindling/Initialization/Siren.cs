using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>SIREN's initialization of sine networks (Sitzmann et al. 2020, section 3.2 and their code).</summary>
/// <remarks>
/// Their layer is sin(omega_0 (W x + b)); first layer W ~ U(+-1/n), further layers U(+-sqrt(6/n)/omega_0), read-out
/// likewise, all biases U(+-1/sqrt n). This draws the same function for any sine activation sin(a z): hidden weights
/// and biases are the paper's times omega_0 / a. So with sin(omega_0 z) the numbers are the paper's own, and with
/// plain sin z the first layer is U(+-omega_0/n), the others U(+-sqrt(6/n)), as Wang et al. (2021, Table 1) use it.
/// <c>bias=zero</c> leaves biases at zero. Made for inputs scaled to [-1, 1]. Cost O(parameters).
/// </remarks>
public sealed class Siren : LayerwiseInitializer
{
    static readonly SchemeDescription s_description = new(
        "siren",
        "Sitzmann, Martel, Bergman, Lindell and Wetzstein 2020, section 3.2",
        "sin in plain networks, inputs in [-1, 1]",
        "Sine networks for images and high frequencies; omega0 is the highest frequency of the first layer.")
    {
        Options = ["omega0", "bias"],
    };

    /// <summary>The scheme.</summary>
    /// <param name="options">omega0 (30), bias (random).</param>
    internal Siren(InitializerOptions? options = null)
        : base(s_description, options)
    {
    }

    /// <summary>omega_0.</summary>
    public double Omega0 => Options.Omega0 ?? 30;

    /// <inheritdoc/>
    public override LayerVariances? Variances(Network network, int layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        Layer shape = network.Layers[layer];
        (double weights, double biases) = Variances(shape, layer, network.Activation);
        return new(weights * shape.FanIn, biases);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network) =>
        HomeWarnings.OfPlain(this, network, ActivationFamilies.Sine);

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) => new Siren(options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        (double weights, double biases) = Variances(draw.Layer, draw.Index, draw.Network.Activation);
        IndependentDraw.Weights(draw, WeightLaw.Uniform, weights);
        IndependentDraw.Biases(draw, WeightLaw.Uniform, biases);
    }

    /// <summary>Of one weight and of one bias.</summary>
    (double Weights, double Biases) Variances(Layer layer, int index, Activation activation)
    {
        double n = layer.FanIn;
        double bound = index == 0 ? 1 / n : Math.Sqrt(6 / n) / Omega0;
        double scale = layer.Kind == LayerKind.ReadOut ? 1 : Omega0 / Frequency(activation);
        double biasBound = Options.Bias == BiasDraw.Zero ? 0 : scale / Math.Sqrt(n);
        return (UniformVariance(scale * bound), UniformVariance(biasBound));
    }

    /// <summary>a of sin(a z); 1 for anything that is not a sine.</summary>
    static double Frequency(Activation activation) =>
        ActivationFamily.IsIn(activation, ActivationFamilies.Sine) ? activation.Derivative(0, 1) : 1;

    static double UniformVariance(double bound) => bound * bound / 3;
}
