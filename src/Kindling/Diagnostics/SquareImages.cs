using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>
/// What the hidden layers of a network of width 2 make of the unit square (Cyr et al. 2019, Figs. 5 and 8).
/// </summary>
/// <remarks>
/// An even grid of points of [0, 1]^2 is sent through the layers. A map that keeps an area tells inputs apart; one that
/// folds the square onto a line or a point has lost them, and no later layer brings them back.
/// </remarks>
/// <param name="Layers">The layers that are shown, from 1; 0 is the square itself.</param>
/// <param name="Points">For each of them, [points, 2].</param>
public sealed record SquareImages(IReadOnlyList<int> Layers, IReadOnlyList<Matrix<double>> Points)
{
    /// <summary>Points along a side.</summary>
    public const int Side = 25;

    const int MostLayers = 8;

    /// <summary>The images; null unless the network has two inputs and only hidden layers of two units.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static SquareImages? Of<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Network network = parameters.Network;
        if (network.Inputs != 2 || network.Layers.Take(network.Depth).Any(l => l.FanOut != 2))
            return null;
        var square = new Matrix<double>(Side * Side, 2);
        for (int i = 0; i < square.Rows; i++)
            (square[i, 0], square[i, 1]) = (i % Side / (Side - 1.0), i / Side / (Side - 1.0));
        int[] layers = [.. Doubling(network.Depth)];
        var evaluator = new Evaluator<T>(network);
        Matrix<T> inputs = square.To<T>();
        return new(
            [0, .. layers],
            [square, .. layers.Select(l => evaluator.Features(parameters, inputs, l - 1).To<double>())]);
    }

    /// <summary>The numbers of independent directions, 0 to 2, that an image spans.</summary>
    /// <param name="index">Of <see cref="Layers"/>.</param>
    public int RankOf(int index)
    {
        const double Flat = 1e-6; // Relative to the longer side.
        IReadOnlyList<double> eigenvalues = FeatureSpectrum.Of(Points[index]).Eigenvalues;
        if (eigenvalues.Count < 2 || eigenvalues[0] == 0)
            return 0;
        return eigenvalues[1] > Flat * Flat * eigenvalues[0] ? 2 : 1;
    }

    /// <summary>1, 2, 4, ... and the last; every second or more of these if there are too many.</summary>
    static IEnumerable<int> Doubling(int depth)
    {
        var layers = new List<int>();
        for (int l = 1; l < depth; l *= 2)
            layers.Add(l);
        layers.Add(depth);
        return layers.Count <= MostLayers ? layers : layers.Where((_, i) => i % 2 == 0 || i == layers.Count - 1);
    }
}
