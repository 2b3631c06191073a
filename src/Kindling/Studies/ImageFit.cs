using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>What is asked for when a picture is fitted by several schemes (Wang et al. 2021, C.4 and C.5).</summary>
/// <remarks>Every scheme gets the same pixels, batches, steps and learning rate, as in the paper's Table 1.</remarks>
public sealed record ImageFit
{
    /// <summary>The schemes, at least one.</summary>
    public required IReadOnlyList<ImageScheme> Schemes { get; init; }

    /// <summary>The network; its activation is the usual one of the schemes.</summary>
    public NetworkChoice Network { get; init; } = new() { Widths = NetworkChoice.Uniform(512, 8) };

    /// <summary>The share of pixels that is trained on, above 0 and at most 1.</summary>
    public double Sample { get; init; } = 0.25;

    /// <summary>lambda of (C.2), at least 0.</summary>
    public double TotalVariation { get; init; } = 0.01;

    /// <summary>In what the Jacobian is taken.</summary>
    public VariationUnits VariationUnits { get; init; } = VariationUnits.Pixels;

    /// <summary>Pixels per step, and as many places for the Jacobian.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Steps of each scheme.</summary>
    public int Steps { get; init; } = 400_000;

    /// <summary>The learning rate of Adam.</summary>
    public LearningRate LearningRate { get; init; } = new(1e-4, 0.99, 1000);

    /// <summary>The floating-point type of training.</summary>
    public Precision Precision { get; init; } = Precision.Single;

    /// <summary>The seed of pixels, initial weights and batches.</summary>
    public ulong Seed { get; init; }

    /// <summary>The network of a scheme.</summary>
    /// <exception cref="ArgumentException">A size is out of range, or the activation is unknown.</exception>
    public Network NetworkOf(ImageScheme scheme, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(problem);
        return (Network with { Activation = scheme.Activation }).Build(problem.Inputs, problem.Outputs);
    }

    /// <summary>What of the picture is trained on.</summary>
    internal ImageRegressionOptions RegressionOptions => new()
    {
        Sample = Sample,
        TotalVariation = TotalVariation,
        VariationUnits = VariationUnits,
        VariationPoints = Batch,
        Seed = Seed,
    };

    /// <summary>How a scheme is trained.</summary>
    public TrainingOptions OptionsOf(int threads) => new()
    {
        LearningRate = LearningRate,
        BatchSize = Batch,
        Batching = Batching.Uniform,
        Steps = Steps,
        Seed = Seed,
        Threads = threads,
    };

    /// <summary>The settings on which a run depends, its scheme and the number of steps aside.</summary>
    public JsonObject ToJson() => new()
    {
        ["network"] = EnumText.Of(Network.Kind),
        ["widths"] = new JsonArray([.. Network.Widths.Select(w => (JsonNode)w)]),
        ["parameterization"] = Network.Parameterization.ToString(),
        ["sample"] = Sample,
        ["totalVariation"] = TotalVariation,
        ["variationUnits"] = EnumText.Of(VariationUnits),
        ["batch"] = Batch,
        ["learningRate"] = LearningRate.Rate,
        ["learningRateFactor"] = LearningRate.Factor,
        ["learningRateEvery"] = LearningRate.Every,
        ["precision"] = EnumText.Of(Precision),
        ["seed"] = Seed,
    };
}
