using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Diagnostics;

/// <summary>
/// Where a unit's pre-activation crosses a kink of the activation: its cut, in one or two dimensions.
/// </summary>
/// <param name="Layer">0 for the first hidden layer.</param>
/// <param name="Unit">The unit of the layer.</param>
/// <param name="X">First coordinates along the cut; a single one in one dimension.</param>
/// <param name="Y">Second coordinates along the cut; empty in one dimension.</param>
public sealed record CutLine(int Layer, int Unit, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>The cut planes of a piecewise linear network of one or two inputs (Cyr et al. 2019, appendix D).</summary>
/// <remarks>
/// A network of ReLU is linear between the sets where a pre-activation is zero. In the first layer those are straight
/// lines, cut off at the box; in deeper layers they are polygons, traced on a grid and freed of points that lie on a
/// line.
/// </remarks>
public static class CutPlanes
{
    const int SideOfPlane = 64;
    const int PointsOfLine = 1024;
    const double Straight = 1e-3;

    /// <summary>Whether a network has cut planes that can be drawn.</summary>
    public static bool Exist(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Inputs <= 2 && network.Activation.Smoothness == 0 && network.Activation.Kinks.Count > 0;
    }

    /// <summary>Finds the cuts within a box.</summary>
    /// <param name="parameters">A network of one or two inputs.</param>
    /// <param name="lower">The lower bounds of the inputs.</param>
    /// <param name="upper">The upper bounds of the inputs.</param>
    /// <param name="mostUnits">Units of a layer that are looked at, evenly spread.</param>
    /// <returns>The cuts, layer by layer; none where the activation has no kinks.</returns>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The network has more than two inputs, or the bounds do not fit.</exception>
    public static IReadOnlyList<CutLine> Find<T>(
        Parameters<T> parameters, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, int mostUnits = 64)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int inputs = parameters.Network.Inputs;
        if (inputs > 2)
            throw new ArgumentException(
                $"the network has {inputs} inputs; cuts are drawn for 1 or 2.", nameof(parameters));
        if (lower.Length != inputs || upper.Length != inputs)
            throw new ArgumentException(
                $"the box has {lower.Length} coordinates; the network has {inputs} inputs.", nameof(lower));
        var found = new List<CutLine>();
        if (!Exist(parameters.Network))
            return found;
        var grid = new ZeroSetGrid(lower, upper, inputs == 1 ? PointsOfLine : SideOfPlane);
        var evaluator = new Evaluator<T>(parameters.Network);
        Matrix<T> points = grid.Points.To<T>();
        for (int layer = 0; layer < parameters.Network.Depth; layer++)
        {
            Matrix<T> entering = layer == 0 ? points : evaluator.Features(parameters, points, layer - 1);
            double[] z = PreActivations.Of(parameters, entering, layer);
            int units = parameters.Network.Layers[layer].FanOut;
            foreach (int unit in EvenSpread.Of(units, mostUnits))
            {
                foreach (double kink in parameters.Network.Activation.Kinks)
                    Add(found, grid, layer, unit, p => z[(p * units) + unit] - kink);
            }
        }

        return found;
    }

    static void Add(List<CutLine> found, ZeroSetGrid grid, int layer, int unit, Func<int, double> value)
    {
        foreach ((double X, double Y)[] path in grid.Paths(value))
        {
            (double X, double Y)[] kept = Polyline.Simplify(path, Straight * grid.Diagonal);
            double[] x = [.. kept.Select(p => p.X)], y = grid.IsPlane ? [.. kept.Select(p => p.Y)] : [];
            found.Add(new CutLine(layer, unit, x, y));
        }
    }
}
