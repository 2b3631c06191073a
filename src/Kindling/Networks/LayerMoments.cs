using System.Numerics;

namespace Kindling.Networks;

/// <summary>Mean and variance of a layer's weights and biases, in double precision.</summary>
/// <param name="Name">The layer, as its tensors are named: <c>layers.0</c>.</param>
/// <param name="Shape">[fan_out, fan_in].</param>
/// <param name="WeightMean">The mean of its weights.</param>
/// <param name="WeightVariance">Their variance about that mean.</param>
/// <param name="BiasMean">The mean of its biases; null if it has none.</param>
/// <param name="BiasVariance">Their variance about that mean; null if it has none.</param>
public sealed record LayerMoments(
    string Name,
    IReadOnlyList<int> Shape,
    double WeightMean,
    double WeightVariance,
    double? BiasMean,
    double? BiasVariance)
{
    /// <summary>The moments of all layers.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static IReadOnlyList<LayerMoments> Of<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var moments = new LayerMoments[parameters.Network.Layers.Count];
        for (int l = 0; l < moments.Length; l++)
        {
            (double weightMean, double weightVariance) = Moments<T>(parameters.Weights(l));
            bool biased = parameters.Layout.Bias(l) is not null;
            (double mean, double variance) = biased ? Moments<T>(parameters.Biases(l)) : default;
            moments[l] = new(
                $"layers.{l}",
                parameters.Layout.Weight(l).Shape,
                weightMean,
                weightVariance,
                biased ? mean : null,
                biased ? variance : null);
        }

        return moments;
    }

    static (double Mean, double Variance) Moments<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0, squares = 0;
        foreach (T value in values)
            sum += double.CreateTruncating(value);
        double mean = sum / values.Length;
        foreach (T value in values)
            squares += (double.CreateTruncating(value) - mean) * (double.CreateTruncating(value) - mean);
        return (mean, squares / values.Length);
    }
}
