using System.CommandLine;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Cli.Options;

/// <summary>The options that say which mean-field map is meant.</summary>
sealed class TheoryOptions
{
    public Option<string> Activation { get; } = new("--activation")
    {
        Description = "tanh, relu, sin, gelu, ...; some take a parameter, like leaky_relu:0.2",
        HelpName = "NAME",
        DefaultValueFactory = _ => "tanh",
    };

    public Option<string?> Scheme { get; } = ChoiceOption.Of(
        "--scheme",
        "Weights: gaussian (with --k anti-correlated), or rai, raai (ReLU, exact law at large width; raai with k 100 "
            + "unless told)",
        "gaussian",
        "gaussian",
        "rai",
        "raai");

    public Option<double?> WeightVariance { get; } = NumberOption.NotNegative(
        "--weight-variance", "sigma_w^2 [default: 1]");

    public Option<double?> BiasVariance { get; } = NumberOption.NotNegative(
        "--bias-variance", "sigma_b^2 [default: 0]");

    public Option<double?> K { get; } = NumberOption.CorrelationStrength(
        "Strength of the anti-correlation [default: 0]");

    /// <summary>sigma_w^2 or its default.</summary>
    public double WeightVarianceOf(ParseResult parsed) => parsed.GetValue(WeightVariance) ?? 1;

    /// <summary>sigma_b^2 or its default.</summary>
    public double BiasVarianceOf(ParseResult parsed) => parsed.GetValue(BiasVariance) ?? 0;

    /// <summary>k or the default of the scheme.</summary>
    public double KOf(ParseResult parsed) => parsed.GetValue(K) ?? (parsed.GetValue(Scheme) == "raai" ? 100 : 0);

    /// <summary>The activation that was asked for.</summary>
    public Activation ActivationOf(ParseResult parsed) => Activations.Find(parsed.GetValue(Activation)!);

    /// <summary>The maps that were asked for.</summary>
    public MeanFieldMap Map(ParseResult parsed) =>
        new(ActivationOf(parsed), WeightVarianceOf(parsed), BiasVarianceOf(parsed), KOf(parsed));

    /// <summary>True for rai and raai, whose activation is ReLU whatever --activation's default.</summary>
    public bool IsRandomAsymmetric(ParseResult parsed)
    {
        if (parsed.GetValue(Scheme) == "gaussian")
            return false;
        if (parsed.IsGiven(Activation) && ActivationOf(parsed).Name != "relu")
            throw new UsageException(
                $"--scheme {parsed.GetValue(Scheme)} has a theory for relu only", "leave --activation out");
        if (parsed.GetValue(BiasVariance) is not null)
            throw new UsageException(
                "--bias-variance has no meaning with rai and raai: their biases are drawn like weights");
        return true;
    }
}
