using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>How points are spread over a domain.</summary>
public enum PointSpread
{
    /// <summary>An equispaced grid that includes the bounds.</summary>
    Grid,

    /// <summary>Independent uniform draws.</summary>
    Uniform,

    /// <summary>A Sobol' sequence with a random shift.</summary>
    Sobol,
}

/// <summary>A number of points on a domain, and how they are placed.</summary>
/// <param name="Domain">A box or a face.</param>
/// <param name="Count">
/// The number of points; a grid has the largest number of equal sides that does not exceed it, 1 or more.
/// </param>
/// <param name="Spread">The rule.</param>
/// <param name="Redrawn">Whether training draws new points at every step; not for grids.</param>
public sealed record PointCloud(Domain Domain, int Count, PointSpread Spread = PointSpread.Grid, bool Redrawn = false)
{
    /// <summary>The number of points that are placed: of a grid, as many as fit into equal sides.</summary>
    internal int Placed => Spread == PointSpread.Grid ? (int)Math.Pow(GridSide, FreeCoordinates) : Count;

    int FreeCoordinates => Enumerable.Range(0, Domain.Dimensions).Count(j => !Domain.IsFixed(j));

    int GridSide => FreeCoordinates == 0
        ? 1
        : Math.Max(1, (int)Math.Floor(Math.Pow(Count, 1.0 / FreeCoordinates) + 1e-9));

    /// <summary>Draws the points.</summary>
    /// <param name="seed">Of the problem or the run.</param>
    /// <param name="draw">
    /// Which draw: 0 for fixed points, 1, 2, ... for those of a step, below 0 for points that are not trained on.
    /// </param>
    /// <returns>[points, coordinates].</returns>
    /// <exception cref="ArgumentException">There is no point, or a grid is to be redrawn.</exception>
    public Matrix<double> Draw(ulong seed, long draw = 0)
    {
        if (Count < 1)
            throw new ArgumentException($"there are {Count} points; it must be 1 or more.", nameof(seed));
        if (Redrawn && Spread == PointSpread.Grid)
            throw new ArgumentException(
                "a grid is the same at every draw: use uniform or Sobol' points to redraw them.", nameof(seed));
        if (Spread == PointSpread.Grid)
            return Grid();
        RandomStream stream = RandomStream.Create(seed, "points").Split($"{Domain} {draw}");
        Matrix<double> points;
        if (Spread == PointSpread.Sobol)
        {
            points = LowDiscrepancy.Sobol<double>(Count, Domain.Dimensions, stream);
        }
        else
        {
            points = new Matrix<double>(Count, Domain.Dimensions);
            for (int i = 0; i < Count; i++)
                stream.FillUniform(points.Row(i), 0, 1);
        }

        for (int i = 0; i < Count; i++)
        {
            Span<double> point = points.Row(i);
            for (int j = 0; j < point.Length; j++)
                point[j] = Domain.Lower[j] + (point[j] * (Domain.Upper[j] - Domain.Lower[j]));
        }

        return points;
    }

    Matrix<double> Grid()
    {
        int side = GridSide;
        var points = new Matrix<double>(Placed, Domain.Dimensions);
        for (int i = 0; i < points.Rows; i++)
        {
            int rest = i;
            for (int j = 0; j < Domain.Dimensions; j++)
            {
                double share = 0;
                if (!Domain.IsFixed(j))
                {
                    share = side == 1 ? 0.5 : (double)(rest % side) / (side - 1);
                    rest /= side;
                }

                points[i, j] = Domain.Lower[j] + (share * (Domain.Upper[j] - Domain.Lower[j]));
            }
        }

        return points;
    }
}
