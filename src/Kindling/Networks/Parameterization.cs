using System.Globalization;

namespace Kindling.Networks;

/// <summary>How parameters enter a layer: z = weightScale W x + biasScale b.</summary>
/// <remarks>
/// Standard: both scales are 1 and the variances are in the draw. NTK: the draw has unit variance and the layer
/// multiplies by sigma_w / sqrt(fan-in) and sigma_b (Huang et al. 2021, Table 1), which changes what gradient descent
/// does, not what a draw computes.
/// </remarks>
public sealed record Parameterization
{
    Parameterization(bool isNtk, double weightVariance, double biasVariance)
    {
        IsNtk = isNtk;
        WeightVariance = weightVariance;
        BiasVariance = biasVariance;
    }

    /// <summary>Weights and biases are used as they are.</summary>
    public static Parameterization Standard { get; } = new(false, 1, 1);

    /// <summary>True for the NTK parameterization.</summary>
    public bool IsNtk { get; }

    /// <summary>sigma_w^2 of the NTK parameterization; 1 in the standard one.</summary>
    public double WeightVariance { get; }

    /// <summary>sigma_b^2 of the NTK parameterization; 1 in the standard one.</summary>
    public double BiasVariance { get; }

    /// <summary>The NTK parameterization.</summary>
    /// <param name="weightVariance">sigma_w^2, finite and above 0.</param>
    /// <param name="biasVariance">sigma_b^2, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A variance is out of range.</exception>
    public static Parameterization Ntk(double weightVariance, double biasVariance)
    {
        if (!(weightVariance > 0) || !double.IsFinite(weightVariance))
        {
            throw new ArgumentOutOfRangeException(
                nameof(weightVariance), weightVariance, "weightVariance must be finite and greater than 0.");
        }

        if (!(biasVariance >= 0) || !double.IsFinite(biasVariance))
        {
            throw new ArgumentOutOfRangeException(
                nameof(biasVariance), biasVariance, "biasVariance must be finite and at least 0.");
        }

        return new(true, weightVariance, biasVariance);
    }

    /// <summary>The factor on the weights of a layer.</summary>
    public double WeightScale(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return IsNtk ? Math.Sqrt(WeightVariance / layer.FanIn) : 1;
    }

    /// <summary>The factor on the biases of a layer.</summary>
    public double BiasScale => IsNtk ? Math.Sqrt(BiasVariance) : 1;

    /// <summary>As files name it: <c>standard</c>, or <c>ntk weight_variance=2 bias_variance=0.1</c>.</summary>
    public override string ToString() => !IsNtk
        ? "standard"
        : string.Create(
            CultureInfo.InvariantCulture, $"ntk weight_variance={WeightVariance:R} bias_variance={BiasVariance:R}");
}
