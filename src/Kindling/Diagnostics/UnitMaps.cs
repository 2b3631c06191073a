using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>
/// What the first unit of some hidden layers, and the first output, are as functions of two inputs (Wang et al. 2021,
/// Fig. 3): smoother and smoother with depth, rougher and rougher, or neither.
/// </summary>
/// <param name="Layers">The layers shown, counted from 0; the last is the read-out.</param>
/// <param name="Side">Points along each side of the square [-<see cref="Reach"/>, <see cref="Reach"/>]^2.</param>
/// <param name="Values">For each layer, [<paramref name="Side"/>, <paramref name="Side"/>]: row by second input, column
/// by first.</param>
public sealed record UnitMaps(IReadOnlyList<int> Layers, int Side, IReadOnlyList<Matrix<double>> Values)
{
    /// <summary>Half the side of the square: sqrt(3), where uniform inputs have variance 1.</summary>
    public static readonly double Reach = Math.Sqrt(3);

    const int UsualSide = 40;

    /// <summary>The maps of a network; null unless it has two inputs.</summary>
    public static UnitMaps? Of<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Network network = parameters.Network;
        if (network.Inputs != 2)
            return null;
        var points = new Matrix<T>(UsualSide * UsualSide, 2);
        for (int i = 0; i < points.Rows; i++)
        {
            points[i, 0] = T.CreateTruncating(Place(i % UsualSide));
            points[i, 1] = T.CreateTruncating(Place(i / UsualSide));
        }

        // Depths 1, 2, 4, ... and the output.
        int[] layers = [.. Enumerable.Range(0, network.Depth).Where(l => int.IsPow2(l + 1)), network.Depth];
        var evaluator = new Evaluator<T>(network);
        return new(layers, UsualSide, [.. layers.Select(l => Map(evaluator.Features(parameters, points, l)))]);
    }

    /// <summary>The coordinate of a row or column.</summary>
    public static double Place(int index) => Reach * ((2.0 * index / (UsualSide - 1)) - 1);

    static Matrix<double> Map<T>(Matrix<T> features)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var map = new Matrix<double>(UsualSide, UsualSide);
        for (int i = 0; i < features.Rows; i++)
            map[i / UsualSide, i % UsualSide] = double.CreateTruncating(features[i, 0]);
        return map;
    }
}
