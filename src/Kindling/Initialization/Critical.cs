using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>Weights and biases on the edge of chaos of the network's own activation.</summary>
/// <remarks>
/// Mean-field theory supplies sigma_w^2 and sigma_b^2 with chi_1 = 1 (<see cref="CriticalLine"/>; Poole et al. 2016,
/// Schoenholz et al. 2017): nearby inputs neither merge nor part, gradients neither vanish nor explode. The line has
/// one free coordinate: <c>bias_variance</c> (0 unless given) or <c>fixed_point_length</c>, the length q* that signals
/// keep. Weights are normal, or orthogonal with the same variance of entries; biases are normal. ReLU's only point is
/// (2, 0).
/// </remarks>
public sealed class Critical : LayerwiseInitializer
{
    static readonly SchemeDescription s_gaussian = Describe("critical", "Deep plain networks of any activation");

    static readonly SchemeDescription s_orthogonal =
        Describe("critical_orthogonal", "Deep plain networks, mostly of odd activations such as tanh and erf");

    readonly bool _isOrthogonal;

    Critical(bool isOrthogonal, InitializerOptions? options = null)
        : base(isOrthogonal ? s_orthogonal : s_gaussian, options) => _isOrthogonal = isOrthogonal;

    /// <summary>Independent normal weights.</summary>
    public static Critical Gaussian { get; } = new(isOrthogonal: false);

    /// <summary>Orthogonal weights.</summary>
    public static Critical Orthogonal { get; } = new(isOrthogonal: true);

    /// <summary>The variances that a network gets.</summary>
    /// <exception cref="ArgumentException">The activation has no critical point there.</exception>
    public CriticalPoint Point(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Find(network.Activation) ?? throw new ArgumentException(
            $"{network.Activation.Name} has no critical point {Where()}. "
            + "Choose another bias_variance or fixed_point_length; kindling theory critical shows what there is.");
    }

    /// <inheritdoc/>
    public override LayerVariances? Variances(Network network, int layer)
    {
        CriticalPoint point = Point(network);
        return new(point.WeightVariance, point.BiasVariance);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network)
    {
        List<string> warnings = HomeWarnings.OfPlain(this, network, ActivationFamilies.All);
        if (Options.BiasVariance is null or 0 && Options.FixedPointLength is null)
            HomeWarnings.AddZeroBiases(warnings, this, network);
        if (Find(network.Activation) is { Attracts: false } point)
        {
            warnings.Add(
                $"the critical point of {network.Activation.Name} at length {point.Length:G3} does not attract "
                + "signals: the theory's chi_1 = 1 holds only where the length starts at that value.");
        }

        return warnings;
    }

    /// <summary>No: at its default point it is he for ReLU and close to lecun for tanh, which stand for it.</summary>
    public override bool SuitsByDefault(Network network) => false;

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) =>
        options is { BiasVariance: not null, FixedPointLength: not null }
            ? throw new ArgumentException(
                $"{Name} takes bias_variance or fixed_point_length, not both: one fixes the other.", nameof(options))
            : new Critical(_isOrthogonal, options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        CriticalPoint point = Point(draw.Network);
        if (_isOrthogonal)
            HaarRows.Fill(draw, Math.Sqrt(point.WeightVariance * HaarRows.Square(draw.Layer)));
        else
            IndependentDraw.Weights(draw, WeightLaw.Normal, point.WeightVariance / draw.Layer.FanIn);
        IndependentDraw.Biases(draw, WeightLaw.Normal, point.BiasVariance);
    }

    CriticalPoint? Find(Activation activation) =>
        CriticalPoints.Find(activation, k: 0, Options.BiasVariance, Options.FixedPointLength);

    string Where() => Options.FixedPointLength is { } length
        ? $"with fixed-point length {length}"
        : $"with bias variance {Options.BiasVariance ?? 0}";

    static SchemeDescription Describe(string name, string use) => new(
        name,
        "Poole et al. 2016; Schoenholz et al. 2017; Huang, Du and Xu 2021, section 3.2",
        "any activation in plain networks",
        use + ": variances from mean-field theory, so that signals and gradients keep their size.")
    {
        Options = ["bias_variance", "fixed_point_length"],
    };
}
