using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>What is left of a term at its points: the operator applied to the network, minus the targets.</summary>
public static class Residuals
{
    const int BlockRows = 128;

    /// <summary>Evaluates a term.</summary>
    /// <param name="term">Its data's points are taken, also where training draws new ones.</param>
    /// <param name="parameters">Of a network that fits the term.</param>
    /// <returns>[points, components * outputs], components first, as the targets.</returns>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The activation is not smooth enough for the operator.</exception>
    public static Matrix<double> Of<T>(Term term, Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(term);
        ArgumentNullException.ThrowIfNull(parameters);
        Network network = parameters.Network;
        var weights = new PackedWeights<T>(network, backward: false);
        weights.Update(parameters);
        var rows = new TermRows<T>(term, network, term.Data.Count);
        for (int i = 0; i < rows.Selected.Length; i++)
            rows.Selected[i] = i;
        var pass = new Pass<T>(network, BlockRows, rows.Derivatives, gradients: false);
        var residuals = new Matrix<double>(term.Data.Count, rows.Components * network.Outputs);
        for (int first = 0; first < residuals.Rows; first += BlockRows)
        {
            int count = Math.Min(BlockRows, residuals.Rows - first);
            rows.Load(pass, first, count);
            pass.Forward(weights);
            rows.Residuals(pass, first, count, residuals);
        }

        return residuals;
    }
}
