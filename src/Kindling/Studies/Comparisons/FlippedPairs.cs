namespace Kindling.Studies;

/// <summary>The paired t statistics of all pairs of initializers, for each flip of the seeds' signs.</summary>
/// <remarks>
/// With d_s = log(error of b) - log(error of a) over n seeds, their sum S and their sum of squares Q,
/// t = S sqrt((n - 1) / (n Q - S²)). A flip changes S alone. Differences that are all equal have an infinite t, and 0
/// where they are 0.
/// </remarks>
sealed class FlippedPairs
{
    /// <summary>Differences scatter if their variance is above this share of their mean square.</summary>
    const double Rounding = 1e-12;

    readonly float[][] _sizes;
    readonly double[][] _sums;

    /// <summary>Computes all statistics.</summary>
    /// <param name="errors">Logarithms of errors, [initializer][seed]; finite, one seed or more.</param>
    public FlippedPairs(IReadOnlyList<double[]> errors)
    {
        Count = errors.Count;
        Seeds = errors[0].Length;
        Flips = SignFlips.CountOf(Seeds);
        Differences = [.. Pairs(Count).Select(p => Difference(errors[p.First], errors[p.Second]))];
        double[] ones = [.. Enumerable.Repeat(1.0, Seeds)];
        _sums = SignFlips.Sums([.. Differences, ones], Seeds);
        _sizes = [.. Differences.Select((d, p) => SizesOf(_sums[p], d))];
    }

    /// <summary>The number of initializers.</summary>
    public int Count { get; }

    /// <summary>The number of seeds.</summary>
    public int Seeds { get; }

    /// <summary>The number of flips.</summary>
    public int Flips { get; }

    /// <summary>The differences d of each pair, second minus first, in the order of <see cref="Pairs"/>.</summary>
    public double[][] Differences { get; }

    /// <summary>For each flip, the sum of its signs.</summary>
    public double[] SignSums => _sums[^1];

    /// <summary>All pairs of the numbers 0 to <paramref name="count"/> - 1, the smaller one first.</summary>
    public static IEnumerable<(int First, int Second)> Pairs(int count) =>
        from second in Enumerable.Range(0, count)
        from first in Enumerable.Range(0, second)
        select (first, second);

    /// <summary>The place of a pair in <see cref="Pairs"/>.</summary>
    public static int PlaceOf(int first, int second) => (second * (second - 1) / 2) + first;

    /// <summary>The sum of a pair's differences, for each flip.</summary>
    public double[] SumsOf(int pair) => _sums[pair];

    /// <summary>|t| of a pair, for each flip; the first is the observed one.</summary>
    public float[] SizesOf(int pair) => _sizes[pair];

    /// <summary>|t| of n values with a sum and a sum of squares.</summary>
    public static double SizeOf(double sum, double squares, int count)
    {
        if (squares == 0)
            return 0;
        double scatter = (count * squares) - (sum * sum);
        return scatter <= Rounding * count * squares
            ? double.PositiveInfinity
            : Math.Abs(sum) * Math.Sqrt((count - 1) / scatter);
    }

    /// <summary>|t| for each flip, of values with these flipped sums.</summary>
    public static float[] SizesOf(double[] sums, double[] values)
    {
        double squares = values.Sum(v => v * v);
        return [.. sums.Select(s => (float)SizeOf(s, squares, values.Length))];
    }

    static double[] Difference(double[] first, double[] second) => [.. second.Zip(first, (b, a) => b - a)];
}
