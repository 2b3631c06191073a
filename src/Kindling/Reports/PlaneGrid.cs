namespace Kindling.Reports;

/// <summary>Points of the plane that form a rectangular grid, thinned to what a figure can show.</summary>
/// <param name="First">The values of the first coordinate that are kept, ascending.</param>
/// <param name="Second">The values of the second coordinate that are kept, ascending.</param>
/// <param name="Points">The points that are kept, by their places, the first coordinate slowest.</param>
sealed record PlaneGrid(double[] First, double[] Second, int[] Points)
{
    /// <summary>The distance of neighbors in the first coordinate.</summary>
    public double FirstStep => Step(First);

    /// <summary>The distance of neighbors in the second coordinate.</summary>
    public double SecondStep => Step(Second);

    /// <summary>The grid that points form, in whatever order they come; null if they form none.</summary>
    /// <param name="points">[points][2].</param>
    /// <param name="mostOnSide">The most values of a coordinate that are kept, 2 or more.</param>
    public static PlaneGrid? Of(double[][] points, int mostOnSide)
    {
        double[] first = [.. points.Select(p => p[0]).Distinct().Order()];
        double[] second = [.. points.Select(p => p[1]).Distinct().Order()];
        if (first.Length < 2 || second.Length < 2 || (long)first.Length * second.Length != points.Length)
            return null;
        double[] keptFirst = Thin(first, mostOnSide), keptSecond = Thin(second, mostOnSide);
        var places = new Dictionary<(double, double), int>();
        for (int p = 0; p < points.Length; p++)
            places[(points[p][0], points[p][1])] = p;
        if (places.Count != points.Length)
            return null;
        return new(keptFirst, keptSecond, [.. keptFirst.SelectMany(x => keptSecond.Select(y => places[(x, y)]))]);
    }

    static double[] Thin(double[] values, int most)
    {
        int stride = (values.Length + most - 1) / most;
        return [.. values.Where((_, i) => i % stride == 0)];
    }

    static double Step(double[] values) => (values[^1] - values[0]) / (values.Length - 1);
}
