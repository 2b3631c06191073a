using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>
/// What a trained network gives for raw inputs, in the units of the raw targets, and its input derivatives.
/// </summary>
/// <param name="Outputs">[rows, outputs]; for classes the scores before the softmax.</param>
/// <param name="First">For each input i the matrix of du/dx_i; empty where not asked for.</param>
/// <param name="Second">For each pair i at most j the matrix of d2u/dx_i dx_j; empty where not asked for.</param>
public sealed record Prediction(
    Matrix<double> Outputs,
    IReadOnlyList<Matrix<double>> First,
    IReadOnlyList<(int I, int J, Matrix<double> Values)> Second)
{
    /// <summary>Networks with more inputs get no second derivatives: there is one for each pair.</summary>
    public const int MostInputsOfSecond = 20;

    /// <summary>Networks with more inputs get no first derivatives.</summary>
    public const int MostInputsOfFirst = 1024;

    /// <summary>
    /// Rows with an output that is infinite or NaN, because numbers on the way were too large for the type.
    /// </summary>
    public int RowsNotFinite =>
        Enumerable.Range(0, Outputs.Rows).Count(row => !Outputs.Row(row).ToArray().All(double.IsFinite));

    /// <summary>The highest order of derivatives that a network has and that can be asked for.</summary>
    public static int HighestOrder(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Inputs > MostInputsOfFirst ? 0
            : network.Inputs > MostInputsOfSecond || network.Activation.Smoothness < 1 ? 1
            : 2;
    }

    /// <summary>Evaluates.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="metadata">How inputs and targets were scaled: that is done to the inputs and undone from the
    /// outputs.</param>
    /// <param name="raw">[rows, inputs]; not changed.</param>
    /// <param name="order">Derivatives in the raw inputs up to this order, at most <see cref="HighestOrder"/>.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The order is beyond the highest.</exception>
    public static Prediction Of<T>(Parameters<T> parameters, WeightMetadata metadata, Matrix<double> raw, int order = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(raw);
        Network network = parameters.Network;
        if (order < 0 || order > HighestOrder(network))
            throw new ArgumentException(
                $"the order is {order}; this network has 0 to {HighestOrder(network)}.", nameof(order));
        Matrix<double> inputs = raw.To<double>();
        metadata.InputScaling?.ApplyInPlace(inputs);
        InputDerivatives wanted = Wanted(network.Inputs, order);
        IReadOnlyList<Matrix<T>> jet = new Evaluator<T>(network, wanted).Jet(
            parameters, inputs.To<T>(), network.Layers.Count - 1);
        Matrix<double> outputs = jet[0].To<double>();
        metadata.TargetScaling?.UndoInPlace(outputs);
        return new(
            outputs,
            [.. wanted.First.Select(i => Scaled(jet[wanted.StreamOf(i)], metadata, i))],
            [.. wanted.Second.Select(p => (p.I, p.J, Scaled(jet[wanted.StreamOf(p.I, p.J)], metadata, p.I, p.J)))]);
    }

    static InputDerivatives Wanted(int inputs, int order)
    {
        int[] all = [.. Enumerable.Range(0, inputs)];
        return order switch
        {
            0 => InputDerivatives.None,
            1 => InputDerivatives.Gradient(inputs),
            _ => new InputDerivatives(all, [.. all.SelectMany(i => all.Where(j => j >= i).Select(j => (i, j)))]),
        };
    }

    /// <summary>The chain rule of both scalings; a constant input, which is scaled to 0, has no derivative.</summary>
    static Matrix<double> Scaled<T>(Matrix<T> derivative, WeightMetadata metadata, params int[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double factor = 1;
        foreach (int input in inputs)
        {
            double scale = metadata.InputScaling?.Scale[input] ?? 1;
            factor = scale == 0 ? 0 : factor / scale;
        }

        Matrix<double> scaled = derivative.To<double>();
        Standardization? targets = metadata.TargetScaling;
        for (int r = 0; r < scaled.Rows; r++)
        {
            for (int o = 0; o < scaled.Columns; o++)
                scaled[r, o] *= factor * (targets?.Scale[o] ?? 1);
        }

        return scaled;
    }
}
