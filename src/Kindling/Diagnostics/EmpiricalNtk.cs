using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>
/// The neural tangent kernel of a network as it stands: K(x, y) = grad_w f(x) . grad_w f(y) for one output f (Jacot et
/// al. 2018; Wang et al. 2021, eq. 3.3).
/// </summary>
/// <remarks>
/// Layer by layer K += (D D^T) o (s^2 X X^T + t^2), X the layer's inputs, D the gradients of f in its pre-activations,
/// s and t the factors of weights and biases: gradients in the weights are never formed. Double precision; cost
/// O(parameters * points + points^2 * units).
/// </remarks>
public static class EmpiricalNtk
{
    /// <summary>The kernel between all points.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="inputs">[points, inputs].</param>
    /// <param name="output">Which output, from 0.</param>
    /// <returns>[points, points], symmetric.</returns>
    /// <exception cref="ArgumentException">The inputs have another width than the network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public static Matrix<double> Of(Parameters<double> parameters, Matrix<double> inputs, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(inputs);
        Network network = parameters.Network;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)network.Outputs, nameof(output));
        if (inputs.Columns != network.Inputs)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Columns} columns; the network takes {network.Inputs}.", nameof(inputs));
        }

        (Matrix<double>[] x, Matrix<double>[] slopes) = Forward(parameters, inputs);
        var kernel = new Matrix<double>(inputs.Rows, inputs.Rows);
        var delta = new Matrix<double>(inputs.Rows, network.Outputs);
        for (int i = 0; i < delta.Rows; i++)
            delta[i, output] = 1;
        Matrix<double>? skipped = null;
        for (int l = network.Layers.Count - 1; ; l--)
        {
            AddLayer(kernel, network, l, x[l], delta);
            if (l == 0)
                return kernel;
            Matrix<double> gradient = Product(
                delta, new(WeightsOf(parameters, l)), network.Parameterization.WeightScale(network.Layers[l]));
            if (network.Layers[l].Kind == LayerKind.ResidualDense)
                Combine(gradient, skipped!, TensorPrimitives.Add);
            skipped = gradient;
            delta = gradient.To<double>();
            Combine(delta, slopes[l - 1], TensorPrimitives.Multiply);
        }
    }

    /// <summary>The inputs of every layer, and f'(z) of the hidden ones.</summary>
    static (Matrix<double>[] Inputs, Matrix<double>[] Slopes) Forward(
        Parameters<double> parameters, Matrix<double> inputs)
    {
        Network network = parameters.Network;
        var x = new Matrix<double>[network.Layers.Count];
        var slopes = new Matrix<double>[network.Depth];
        ActivationKernels<double> activation = network.Activation.Kernels<double>();
        x[0] = inputs;
        for (int l = 0; l < network.Depth; l++)
        {
            Layer layer = network.Layers[l];
            var weights = new MatrixBlock<double>(WeightsOf(parameters, l));
            Matrix<double> y = Product(x[l], weights.Transpose, network.Parameterization.WeightScale(layer));
            slopes[l] = new Matrix<double>(y.Rows, y.Columns);
            double[] bias = parameters.Biases(l).ToArray();
            TensorPrimitives.Multiply(bias, network.Parameterization.BiasScale, bias);
            for (int i = 0; i < y.Rows; i++)
            {
                Span<double> row = y.Row(i);
                TensorPrimitives.Add(row, bias, row);
                activation.Jet1(row, row, slopes[l].Row(i));
            }

            if (layer.Kind == LayerKind.ResidualDense)
                Combine(y, x[l], TensorPrimitives.Add);
            x[l + 1] = y;
        }

        return (x, slopes);
    }

    static void AddLayer(Matrix<double> kernel, Network network, int l, Matrix<double> x, Matrix<double> delta)
    {
        Layer layer = network.Layers[l];
        double weight = network.Parameterization.WeightScale(layer);
        double bias = layer.HasBias ? network.Parameterization.BiasScale : 0;
        Matrix<double> inner = Product(x, new MatrixBlock<double>(x).Transpose, weight * weight);
        Matrix<double> outer = Product(delta, new MatrixBlock<double>(delta).Transpose, 1);
        for (int i = 0; i < kernel.Rows; i++)
        {
            Span<double> row = inner.Row(i);
            TensorPrimitives.Add(row, bias * bias, row);
            TensorPrimitives.MultiplyAdd(row, outer.Row(i), kernel.Row(i), kernel.Row(i));
        }
    }

    static Matrix<double> WeightsOf(Parameters<double> parameters, int l)
    {
        Layer layer = parameters.Network.Layers[l];
        var weights = new Matrix<double>(layer.FanOut, layer.FanIn);
        for (int o = 0; o < layer.FanOut; o++)
            parameters.Weights(l).Slice(o * layer.FanIn, layer.FanIn).CopyTo(weights.Row(o));
        return weights;
    }

    static Matrix<double> Product(Matrix<double> a, MatrixBlock<double> b, double factor)
    {
        var c = new Matrix<double>(a.Rows, b.Columns);
        new MatrixProduct<double>().Multiply(new(a), b, new(c), factor);
        return c;
    }

    static void Combine(Matrix<double> a, Matrix<double> b, Operation operation)
    {
        for (int i = 0; i < a.Rows; i++)
            operation(a.Row(i), b.Row(i), a.Row(i));
    }

    delegate void Operation(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> destination);
}
