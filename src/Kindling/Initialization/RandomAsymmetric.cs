using System.Numerics;
using Kindling.MeanField;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Initialization;

/// <summary>
/// RAI and RAAI: one entry into each unit, a weight or the bias, is positive, Beta(2, 1) distributed (Lu et al.
/// 2020); RAAI anti-correlates the others (Anonymous 2022, section 3 and Appendix G).
/// </summary>
/// <remarks>
/// The entries of a unit are its fan-in weights and its bias: n = fan-in + 1 Gaussian numbers with covariance
/// sigma_w^2/fan-in (I - k/(1+k) J/n), of which one, chosen uniformly, is replaced (ERRATA A9); without a bias
/// n = fan-in. Every layer is drawn so, read-out included, as in the paper. RAI is k = 0 with sigma_w^2 = 0.36; RAAI
/// k = 100 with 0.9, the default of the paper's code (its Table 1 has 0.92, ERRATA A10). Cost O(parameters).
/// </remarks>
public sealed class RandomAsymmetric : LayerwiseInitializer
{
    readonly SchemeDescription _description;
    readonly double _defaultK;
    readonly double _defaultVariance;

    RandomAsymmetric(SchemeDescription description, double k, double variance, InitializerOptions? options = null)
        : base(description, options)
    {
        _description = description;
        _defaultK = k;
        _defaultVariance = variance;
    }

    /// <summary>RAI: independent weights, one positive entry a unit.</summary>
    public static RandomAsymmetric Rai { get; } = new(
        new(
            "rai",
            "Lu, Shin, Su and Karniadakis 2020; Anonymous, under review at ICLR 2022, section 3",
            "relu in plain networks",
            "Deep narrow ReLU networks: fewer units start dead.")
        {
            Aliases = ["random_asymmetric"],
            Options = ["weight_variance"],
        },
        k: 0,
        variance: 0.36);

    /// <summary>RAAI: anti-correlated weights, one positive entry a unit.</summary>
    public static RandomAsymmetric Raai { get; } = new(
        new(
            "raai",
            "Anonymous, under review at ICLR 2022, section 3 and Appendix G",
            "relu in plain networks",
            "Deep ReLU networks: no dead units, inputs stay apart; the paper's fastest start.")
        {
            Aliases = ["random_asymmetric_anti_correlated"],
            Options = ["k", "weight_variance"],
        },
        k: 100,
        variance: 0.9);

    /// <summary>k, the strength of the anti-correlation.</summary>
    public double K => Options.K ?? _defaultK;

    /// <summary>sigma_w^2.</summary>
    public double WeightVariance => Options.WeightVariance ?? _defaultVariance;

    /// <summary>The law of the weights, for mean-field theory.</summary>
    public RandomAsymmetricWeights Law => new(WeightVariance, K);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(Network network) =>
        HomeWarnings.OfPlain(this, network, ActivationFamilies.Relu);

    /// <inheritdoc/>
    protected override Initializer Configure(InitializerOptions options) =>
        new RandomAsymmetric(_description, _defaultK, _defaultVariance, options);

    /// <inheritdoc/>
    protected override void DrawLayer<T>(LayerDraw<T> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        draw.ForEachBlock("weights", (stream, first, count) => DrawUnits(draw, stream, first, count));
    }

    void DrawUnits<T>(LayerDraw<T> draw, RandomStream stream, int first, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int fanIn = draw.Layer.FanIn;
        double deviation = Math.Sqrt(WeightVariance / fanIn), beta = CorrelatedRows.Beta(K);
        Span<T> rows = draw.Rows(first, count);
        Span<T> biases = draw.Layer.HasBias ? draw.Biases.Slice(first, count) : [];
        stream.FillNormal(rows, mean: 0, deviation);
        stream.FillNormal(biases, mean: 0, deviation);
        Span<T> scratch = new T[fanIn];
        RandomStream special = stream.Split("special");
        for (int i = 0; i < count; i++)
        {
            Span<T> row = rows.Slice(i * fanIn, fanIn);
            if (biases.IsEmpty)
                CorrelatedRows.ShiftInPlace(row, beta, scratch);
            else
                CorrelatedRows.ShiftInPlace(row, ref biases[i], beta, scratch);
            int entry = special.NextInt(biases.IsEmpty ? fanIn : fanIn + 1);
            T value = T.CreateTruncating(special.NextBeta(2, 1));
            if (entry < fanIn)
                row[entry] = value;
            else
                biases[i] = value;
        }
    }
}
