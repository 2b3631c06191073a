using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Networks;

/// <summary>Evaluates a network on many points, in blocks.</summary>
/// <remarks>
/// An instance keeps its buffers and is for one thread at a time. What it says of a point depends on that point alone.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Evaluator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockRows = 128;

    readonly PackedWeights<T> _weights;
    readonly Pass<T> _pass;

    /// <summary>Allocates the buffers for one network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="derivatives">Input derivatives that <see cref="Jet"/> returns; none if null.</param>
    /// <exception cref="ArgumentException">The activation is not smooth enough for the derivatives.</exception>
    public Evaluator(Network network, InputDerivatives? derivatives = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        _weights = new PackedWeights<T>(network, backward: false);
        _pass = new Pass<T>(network, BlockRows, derivatives, gradients: false);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The outputs of the network.</summary>
    /// <param name="parameters">Of this network.</param>
    /// <param name="inputs">[points, inputs].</param>
    /// <returns>[points, outputs].</returns>
    /// <exception cref="ArgumentException">The inputs, or the parameters, are not of this network's size.</exception>
    public Matrix<T> Predict(Parameters<T> parameters, Matrix<T> inputs) =>
        Features(parameters, inputs, Network.Layers.Count - 1);

    /// <summary>
    /// The outputs y of one layer; the last hidden layer's are the features that the read-out combines.
    /// </summary>
    /// <param name="parameters">Of this network.</param>
    /// <param name="inputs">[points, inputs].</param>
    /// <param name="layer">0 for the first hidden layer.</param>
    /// <returns>[points, units of the layer].</returns>
    /// <exception cref="ArgumentException">
    /// The inputs, or the parameters, are not of this network's size, or there is no such layer.
    /// </exception>
    public Matrix<T> Features(Parameters<T> parameters, Matrix<T> inputs, int layer) =>
        Jet(parameters, inputs, layer)[0];

    /// <summary>The outputs of a layer and their input derivatives.</summary>
    /// <returns>
    /// One matrix [points, units of the layer] for each stream, numbered as <see cref="InputDerivatives"/> says.
    /// </returns>
    /// <inheritdoc cref="Features"/>
    public IReadOnlyList<Matrix<T>> Jet(Parameters<T> parameters, Matrix<T> inputs, int layer)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)Network.Layers.Count, nameof(layer));
        if (inputs.Columns != Network.Inputs)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Columns} columns; the network takes {Network.Inputs}.", nameof(inputs));
        }

        if (parameters.Layout.LongCount != Network.Layout.LongCount)
        {
            throw new ArgumentException(
                $"parameters are {parameters.Layout.LongCount}, of another network; this one has "
                + $"{Network.Layout.LongCount}.",
                nameof(parameters));
        }

        _weights.Update(parameters);
        int width = Network.Layers[layer].FanOut;
        var streams = new Matrix<T>[_pass.Derivatives.Streams];
        for (int s = 0; s < streams.Length; s++)
            streams[s] = new Matrix<T>(inputs.Rows, width);
        for (int first = 0; first < inputs.Rows; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, inputs.Rows - first);
            _pass.Begin(rows);
            for (int i = 0; i < rows; i++)
                inputs.Row(first + i).CopyTo(_pass.Input(i));
            _pass.Forward(_weights);
            for (int s = 0; s < streams.Length; s++)
            {
                for (int i = 0; i < rows; i++)
                    _pass.Output(layer, i, s).CopyTo(streams[s].Row(first + i));
            }
        }

        return streams;
    }
}
