using Kindling.LinearAlgebra;

namespace Kindling.Diagnostics;

/// <summary>
/// A grid on an interval or a rectangle, and the zero sets of functions sampled on it (marching squares).
/// </summary>
internal sealed class ZeroSetGrid
{
    readonly double[] _lower;
    readonly double[] _step;
    readonly int _nodes;

    /// <summary>Places the nodes, the first coordinate fastest.</summary>
    public ZeroSetGrid(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, int cells)
    {
        _lower = lower.ToArray();
        _nodes = cells + 1;
        _step = new double[lower.Length];
        double squares = 0;
        for (int j = 0; j < _step.Length; j++)
        {
            _step[j] = (upper[j] - lower[j]) / cells;
            squares += (upper[j] - lower[j]) * (upper[j] - lower[j]);
        }

        Diagonal = Math.Sqrt(squares);
        Points = new Matrix<double>(IsPlane ? _nodes * _nodes : _nodes, _step.Length);
        for (int p = 0; p < Points.Rows; p++)
        {
            for (int j = 0; j < _step.Length; j++)
                Points[p, j] = _lower[j] + (_step[j] * (j == 0 ? p % _nodes : p / _nodes));
        }
    }

    /// <summary>True for a rectangle, false for an interval.</summary>
    public bool IsPlane => _step.Length == 2;

    /// <summary>The length of the box from corner to corner.</summary>
    public double Diagonal { get; }

    /// <summary>The nodes, [nodes, coordinates].</summary>
    public Matrix<double> Points { get; }

    /// <summary>Where a function changes sign: points on an interval, paths on a rectangle.</summary>
    /// <param name="value">The function at a node.</param>
    public IEnumerable<(double X, double Y)[]> Paths(Func<int, double> value) =>
        IsPlane ? PathsOfPlane(value) : PointsOfLine(value);

    IEnumerable<(double X, double Y)[]> PointsOfLine(Func<int, double> value)
    {
        for (int p = 0; p + 1 < _nodes; p++)
        {
            double a = value(p), b = value(p + 1);
            if (IsCrossed(a, b))
                yield return [(_lower[0] + (_step[0] * (p + (a / (a - b)))), 0)];
        }
    }

    /// <summary>
    /// Every edge of the grid with a sign change is a point; every cell joins its points in pairs; joined points are
    /// walked from end to end, closed paths last.
    /// </summary>
    IEnumerable<(double X, double Y)[]> PathsOfPlane(Func<int, double> value)
    {
        var neighbors = new Dictionary<int, List<int>>();
        var places = new Dictionary<int, (double X, double Y)>();
        for (int cell = 0; cell < (_nodes - 1) * (_nodes - 1); cell++)
        {
            int i = cell % (_nodes - 1), j = cell / (_nodes - 1);
            List<int> crossed = CrossedEdges(i, j, value, places);
            for (int pair = 0; pair + 1 < crossed.Count; pair += 2)
                Join(neighbors, crossed[pair], crossed[pair + 1]);
        }

        var seen = new HashSet<int>();
        foreach (int start in neighbors.Keys.OrderBy(edge => neighbors[edge].Count))
        {
            if (seen.Contains(start))
                continue;
            yield return [.. Walk(start, neighbors, seen).Select(edge => places[edge])];
        }
    }

    List<int> CrossedEdges(int i, int j, Func<int, double> value, Dictionary<int, (double X, double Y)> places)
    {
        var crossed = new List<int>(4);
        AddEdge(i, j, 0);
        AddEdge(i + 1, j, 1);
        AddEdge(i, j + 1, 0);
        AddEdge(i, j, 1);
        return crossed;

        void AddEdge(int x, int y, int direction)
        {
            int node = (y * _nodes) + x, next = node + (direction == 0 ? 1 : _nodes);
            double a = value(node), b = value(next);
            if (!IsCrossed(a, b))
                return;
            double share = a / (a - b);
            int edge = (2 * node) + direction;
            places[edge] = (
                _lower[0] + (_step[0] * (x + (direction == 0 ? share : 0))),
                _lower[1] + (_step[1] * (y + (direction == 1 ? share : 0))));
            crossed.Add(edge);
        }
    }

    static List<int> Walk(int start, Dictionary<int, List<int>> neighbors, HashSet<int> seen)
    {
        var path = new List<int>();
        for (int? at = start; at is int edge; at = Next(edge))
        {
            path.Add(edge);
            seen.Add(edge);
        }

        if (path.Count > 2 && neighbors[path[^1]].Contains(start))
            path.Add(start);
        return path;

        int? Next(int edge)
        {
            foreach (int other in neighbors[edge])
            {
                if (!seen.Contains(other))
                    return other;
            }

            return null;
        }
    }

    static void Join(Dictionary<int, List<int>> neighbors, int a, int b)
    {
        (neighbors.TryGetValue(a, out List<int>? ofA) ? ofA : neighbors[a] = []).Add(b);
        (neighbors.TryGetValue(b, out List<int>? ofB) ? ofB : neighbors[b] = []).Add(a);
    }

    static bool IsCrossed(double a, double b) => (a >= 0) != (b >= 0) && double.IsFinite(a) && double.IsFinite(b);
}
