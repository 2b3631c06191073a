using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Diagnostics;

/// <summary>
/// The singular values of the input-output Jacobian at one input: J = W_L D_(L-1) W_(L-1) ... D_1 W_1 in plain
/// networks.
/// </summary>
/// <remarks>
/// D_l holds the slopes f'(z) of layer l; the last layer is linear and has none (Huang, Du and Xu 2021, section 3.2;
/// ERRATA N7). Rows come from the pass back of unit vectors, so nothing is approximated by differences. Dynamical
/// isometry: all singular values near 1.
/// </remarks>
/// <param name="SingularValues">
/// Largest first, min(inputs, outputs) of them; empty if not finite or more than <see cref="MostSingularValues"/>.
/// </param>
/// <param name="MeanSquare">The mean of their squares.</param>
public sealed record JacobianSpectrum(IReadOnlyList<double> SingularValues, double MeanSquare)
{
    /// <summary>Of a larger Jacobian only the mean square is computed.</summary>
    public const int MostSingularValues = 1024;

    /// <summary>
    /// The largest singular value over the smallest: infinite for a singular Jacobian, NaN where unknown.
    /// </summary>
    public double Condition => SingularValues.Count == 0 ? double.NaN
        : SingularValues[^1] == 0 ? double.PositiveInfinity : SingularValues[0] / SingularValues[^1];

    /// <summary>The spectrum at one input.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The input has another width than the network.</exception>
    public static JacobianSpectrum At<T>(Parameters<T> parameters, ReadOnlySpan<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> jacobian = JacobianAt(parameters, input);
        int count = Math.Min(jacobian.Rows, jacobian.Columns);
        double squares = SignalMeasures.Lengths(jacobian).Moment * jacobian.Rows * jacobian.Columns;
        double[] values = count <= MostSingularValues && double.IsFinite(squares)
            ? Spectral.SingularValues(jacobian)
            : [];
        return new(values, squares / count);
    }

    /// <summary>The Jacobian at one input, [outputs, inputs].</summary>
    /// <inheritdoc cref="At"/>
    public static Matrix<T> JacobianAt<T>(Parameters<T> parameters, ReadOnlySpan<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int BlockRows = 64;
        ArgumentNullException.ThrowIfNull(parameters);
        Network network = parameters.Network;
        if (input.Length != network.Inputs)
            throw new ArgumentException(
                $"input has {input.Length} elements; the network takes {network.Inputs}.", nameof(input));
        var jacobian = new Matrix<T>(network.Outputs, network.Inputs);
        var weights = new PackedWeights<T>(network, backward: true);
        weights.Update(parameters);
        int rows = Math.Min(BlockRows, network.Outputs);
        var pass = new Pass<T>(network, rows);
        var ignored = new AlignedArray<T>(network.Layout.Count);
        var block = new Matrix<T>(rows, network.Inputs);
        for (int first = 0; first < network.Outputs; first += rows)
        {
            int count = Math.Min(rows, network.Outputs - first);
            pass.Begin(count);
            for (int i = 0; i < count; i++)
                input.CopyTo(pass.Input(i));
            pass.Forward(weights);
            for (int i = 0; i < count; i++)
            {
                Span<T> gradient = pass.OutputGradient(i);
                gradient.Clear();
                gradient[first + i] = T.One;
            }

            pass.Backward(weights, ignored, accumulate: false);
            pass.InputGradients(weights, block);
            for (int i = 0; i < count; i++)
                block.Row(i).CopyTo(jacobian.Row(first + i));
        }

        return jacobian;
    }
}
