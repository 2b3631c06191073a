namespace Kindling.Problems;

/// <summary>An axis-aligned box, or a face of one: where the points of a problem lie.</summary>
/// <remarks>A coordinate whose bounds are equal is fixed: that is what makes a face.</remarks>
public sealed class Domain
{
    readonly double[] _lower;
    readonly double[] _upper;

    /// <summary>A box with the given bounds.</summary>
    /// <param name="lower">One for each coordinate, finite.</param>
    /// <param name="upper">At least as large as <paramref name="lower"/>, finite.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a bound is out of order or not finite.</exception>
    public Domain(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (lower.Length == 0 || lower.Length != upper.Length)
            throw new ArgumentException(
                $"there are {lower.Length} lower and {upper.Length} upper bounds; they must be as many, 1 or more.",
                nameof(upper));
        for (int i = 0; i < lower.Length; i++)
        {
            if (!double.IsFinite(lower[i]) || !double.IsFinite(upper[i]) || lower[i] > upper[i])
            {
                throw new ArgumentException(
                    $"coordinate {i} reaches from {lower[i]} to {upper[i]}; the bounds must be finite and in order.",
                    nameof(upper));
            }
        }

        (_lower, _upper) = (lower.ToArray(), upper.ToArray());
    }

    /// <summary>The number of coordinates.</summary>
    public int Dimensions => _lower.Length;

    /// <summary>The least values of the coordinates.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>The largest values of the coordinates.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>[0, 1] in every coordinate.</summary>
    public static Domain Unit(int dimensions) => new(new double[dimensions], [.. Enumerable.Repeat(1.0, dimensions)]);

    /// <summary>The face where one coordinate is at its lower or upper bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such coordinate.</exception>
    public Domain Face(int coordinate, bool upper = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)coordinate, (uint)Dimensions, nameof(coordinate));
        double[] low = [.. _lower], high = [.. _upper];
        low[coordinate] = high[coordinate] = upper ? high[coordinate] : low[coordinate];
        return new(low, high);
    }

    /// <summary>Whether coordinate i has the same value everywhere.</summary>
    public bool IsFixed(int coordinate) => _lower[coordinate] == _upper[coordinate];

    /// <summary>Whether a point lies in the box, up to rounding of its bounds.</summary>
    public bool Contains(ReadOnlySpan<double> point)
    {
        if (point.Length != Dimensions)
            return false;
        for (int i = 0; i < point.Length; i++)
        {
            double slack = 1e-12 * (Math.Abs(_lower[i]) + Math.Abs(_upper[i]));
            if (!(point[i] >= _lower[i] - slack && point[i] <= _upper[i] + slack))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        " x ",
        Enumerable.Range(0, Dimensions).Select(
            i => FormattableString.Invariant($"[{_lower[i]:G6}, {_upper[i]:G6}]")));
}
