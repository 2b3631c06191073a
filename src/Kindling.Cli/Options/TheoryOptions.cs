using System.CommandLine;
using System.Globalization;
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
        "Weights: gaussian (with --k anti-correlated), or rai, raai (ReLU, exact law at large width)",
        "gaussian",
        "gaussian",
        "rai",
        "raai");

    public Option<double?> WeightVariance { get; } = NumberOption.Real(
        "--weight-variance", "sigma_w^2 [default: 1]", "X", "finite and at least 0", v => v >= 0);

    public Option<double?> BiasVariance { get; } = NumberOption.Real(
        "--bias-variance", "sigma_b^2 [default: 0]", "X", "finite and at least 0", v => v >= 0);

    public Option<double?> K { get; } = NumberOption.Real(
        "--k",
        "Strength of the anti-correlation [default: 0; 100 for raai]",
        "X",
        "finite and greater than -1",
        v => v > -1);

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
        bool given = parsed.GetResult(Activation) is { Implicit: false };
        if (given && ActivationOf(parsed).Name != "relu")
            throw new UsageException(
                $"--scheme {parsed.GetValue(Scheme)} has a theory for relu only", "leave --activation out");
        if (parsed.GetValue(BiasVariance) is not null)
            throw new UsageException(
                "--bias-variance has no meaning with rai and raai: their biases are drawn like weights");
        return true;
    }

    /// <summary>A range <c>low..high:count</c>, or one number.</summary>
    public static Option<double[]> Range(string name, string description, string usual) =>
        new(name)
        {
            Description = $"{description} [default: {usual}]",
            HelpName = "LOW..HIGH:N",
            CustomParser = result =>
            {
                double[]? values = RangeOf(NumberOption.Text(result));
                if (values is null)
                    NumberOption.Refuse(
                        result, name, "a number or LOW..HIGH:N with 0 <= LOW <= HIGH and N from 1 to 2000");
                return values ?? [];
            },
            DefaultValueFactory = _ => RangeOf(usual)!,
        };

    static double[]? RangeOf(string text)
    {
        const int Most = 2000;
        if (Number(text) is { } single)
            return [single];
        string[] parts = text.Split("..");
        string[] end = parts.Length == 2 ? parts[1].Split(':') : [];
        if (end.Length != 2 || Number(parts[0]) is not { } low || Number(end[0]) is not { } high || high < low)
            return null;
        if (!int.TryParse(end[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return null;
        if (count is < 1 or > Most)
            return null;
        double step = count == 1 ? 0 : (high - low) / (count - 1);
        return [.. Enumerable.Range(0, count).Select(i => i == count - 1 && count > 1 ? high : low + (i * step))];
    }

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value) && value >= 0
            ? value
            : null;
}
