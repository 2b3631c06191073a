using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>What enters the activation: z = weightScale W x + biasScale b.</summary>
public static class PreActivations
{
    /// <summary>The pre-activations of a layer.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="inputs">What enters the layer, [points, fan-in]: the network's inputs, or the features before
    /// it.</param>
    /// <param name="index">The layer, 0 for the first.</param>
    /// <returns>points * fan-out numbers, point by point.</returns>
    /// <typeparam name="T">float or double.</typeparam>
    public static double[] Of<T>(Parameters<T> parameters, Matrix<T> inputs, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(inputs);
        Layer layer = parameters.Network.Layers[index];
        double weightScale = parameters.Network.Parameterization.WeightScale(layer);
        double biasScale = parameters.Network.Parameterization.BiasScale;
        Span<T> weights = parameters.Weights(index);
        Span<T> biases = parameters.Biases(index);
        var all = new double[inputs.Rows * layer.FanOut];
        for (int u = 0; u < layer.FanOut; u++)
        {
            Span<T> row = weights.Slice(u * layer.FanIn, layer.FanIn);
            double bias = biases.Length == 0 ? 0 : biasScale * double.CreateTruncating(biases[u]);
            for (int i = 0; i < inputs.Rows; i++)
            {
                double sum = double.CreateTruncating(TensorPrimitives.Dot<T>(inputs.Row(i), row));
                all[(i * layer.FanOut) + u] = (weightScale * sum) + bias;
            }
        }

        return all;
    }
}
