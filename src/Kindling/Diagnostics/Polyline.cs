namespace Kindling.Diagnostics;

/// <summary>Paths of points in the plane.</summary>
internal static class Polyline
{
    /// <summary>
    /// Leaves out points that lie closer to the simpler path than a tolerance (Douglas and Peucker 1973).
    /// </summary>
    public static (double X, double Y)[] Simplify((double X, double Y)[] path, double tolerance)
    {
        if (path.Length < 3)
            return path;
        var kept = new bool[path.Length];
        kept[0] = kept[^1] = true;
        var ranges = new Stack<(int First, int Last)>();
        ranges.Push((0, path.Length - 1));
        while (ranges.TryPop(out (int First, int Last) range))
        {
            (int farthest, double distance) = Farthest(path, range.First, range.Last);
            if (distance <= tolerance)
                continue;
            kept[farthest] = true;
            ranges.Push((range.First, farthest));
            ranges.Push((farthest, range.Last));
        }

        return [.. path.Where((_, i) => kept[i])];
    }

    static (int Place, double Distance) Farthest((double X, double Y)[] path, int first, int last)
    {
        (int place, double distance) = (first, 0);
        for (int i = first + 1; i < last; i++)
        {
            double d = Distance(path[i], path[first], path[last]);
            if (d > distance)
                (place, distance) = (i, d);
        }

        return (place, distance);
    }

    /// <summary>The distance of a point from a segment; from its point where both ends agree.</summary>
    static double Distance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, squared = (dx * dx) + (dy * dy);
        double along = squared == 0 ? 0 : Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / squared, 0, 1);
        double x = p.X - a.X - (along * dx), y = p.Y - a.Y - (along * dy);
        return Math.Sqrt((x * x) + (y * y));
    }
}
