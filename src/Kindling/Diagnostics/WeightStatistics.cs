using System.Numerics;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>The variances of one layer's weights and biases as mean-field theory counts them, measured.</summary>
/// <remarks>
/// Measured and not asked of a scheme, so that weights from a file have a theory as well. Factors of the NTK
/// parameterization are multiplied in.
/// </remarks>
/// <param name="WeightVariance">sigma_w^2: fan-in times the mean square of the weights.</param>
/// <param name="BiasVariance">sigma_b^2: the mean square of the biases.</param>
/// <param name="RowSumShare">
/// The mean square of the sum of a row over sigma_w^2: 1 for independent weights, 1 / (1 + k) for weights whose
/// correlation is -k / (1 + k) / fan-in (Anonymous 2022, eq. 1).
/// </param>
/// <param name="Kurtosis">
/// Of the weights: 3 for a normal law, of order fan-in where one entry of a row is large.
/// </param>
public sealed record WeightStatistics(double WeightVariance, double BiasVariance, double RowSumShare, double Kurtosis)
{
    /// <summary>The statistics of one layer.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static WeightStatistics Of<T>(Parameters<T> parameters, int layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Network network = parameters.Network;
        Layer shape = network.Layers[layer];
        ReadOnlySpan<T> weights = parameters.Weights(layer);
        double second = 0, fourth = 0, sums = 0;
        for (int i = 0; i < shape.FanOut; i++)
        {
            double sum = 0;
            foreach (T weight in weights.Slice(i * shape.FanIn, shape.FanIn))
            {
                double w = double.CreateTruncating(weight);
                sum += w;
                second += w * w;
                fourth += w * w * w * w;
            }

            sums += sum * sum;
        }

        double scale = network.Parameterization.WeightScale(shape), biasScale = network.Parameterization.BiasScale;
        double biases = 0;
        foreach (T bias in parameters.Biases(layer))
            biases += double.CreateTruncating(bias) * double.CreateTruncating(bias);
        return new(
            scale * scale * second / shape.FanOut,
            biasScale * biasScale * biases / shape.FanOut,
            second == 0 ? 1 : sums / second,
            second == 0 ? 3 : fourth * weights.Length / (second * second));
    }
}

/// <summary>The weights of a whole network as theory sees them.</summary>
public sealed class NetworkStatistics
{
    const double HeaviestTail = 10;
    const double StandardErrors = 4;
    const int LeastFanIn = 8;

    NetworkStatistics(IReadOnlyList<WeightStatistics> layers, double kappa, string? whyNoTheory)
    {
        Layers = layers;
        Kappa = kappa;
        WhyNoTheory = whyNoTheory;
    }

    /// <summary>Layer by layer, the read-out last.</summary>
    public IReadOnlyList<WeightStatistics> Layers { get; }

    /// <summary>
    /// kappa = k / (1 + k), one number for all layers: how far the sums of rows are below those of independent
    /// weights. 0 unless it is measured beyond doubt.
    /// </summary>
    public double Kappa { get; }

    /// <summary>Why the pre-activations are not Gaussian sums of many weights; null where they are.</summary>
    public string? WhyNoTheory { get; }

    /// <summary>True where no hidden layer has biases other than 0.</summary>
    public bool HasNoBias => Layers.SkipLast(1).All(l => l.BiasVariance == 0);

    /// <summary>The statistics of a network.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static NetworkStatistics Of<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        IReadOnlyList<Layer> shapes = parameters.Network.Layers;
        WeightStatistics[] layers = [.. shapes.Select((_, l) => WeightStatistics.Of(parameters, l))];
        double rows = 0, share = 0;
        for (int l = 0; l < layers.Length - 1; l++)
        {
            if (shapes[l].FanIn < LeastFanIn)
                continue;
            rows += shapes[l].FanOut;
            share += shapes[l].FanOut * layers[l].RowSumShare;
        }

        share = rows == 0 ? 1 : share / rows;
        bool certain = Math.Abs(share - 1) > StandardErrors * Math.Sqrt(2 / Math.Max(rows, 1)) * Math.Max(share, 1);
        int heavy = Array.FindIndex(layers, l => l.Kurtosis > HeaviestTail);
        string? why = heavy < 0 ? null
            : $"single weights dominate the sums in layers.{heavy} (kurtosis {layers[heavy].Kurtosis:G3}), so that its "
                + "pre-activations are not Gaussian";
        return new(layers, certain ? 1 - share : 0, why);
    }
}
