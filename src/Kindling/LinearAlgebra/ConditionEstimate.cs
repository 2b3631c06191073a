using System.Numerics.Tensors;

namespace Kindling.LinearAlgebra;

/// <summary>Estimates the extreme singular values of an upper triangle while it grows column by column.</summary>
/// <remarks>
/// Bischof, "Incremental condition estimation", SIAM J. Matrix Anal. Appl. 11 (1990), 312-322: unit vectors x and y
/// with |xᵀR| large and |yᵀR| small are carried along; with a new column (w, g) the best (s x, c) or (s y, c) is an
/// extreme left singular vector of the 2x2 triangle [sigma, x·w; 0, g]. The largest is never over-, the smallest
/// never underestimated.
/// </remarks>
internal sealed class ConditionEstimate(int size)
{
    readonly double[] _large = new double[size];
    readonly double[] _small = new double[size];
    double _largest;
    double _smallest;
    int _count;

    /// <summary>Estimated largest singular value divided by the smallest.</summary>
    public double Condition => _count == 0 ? 1 : _largest / _smallest;

    /// <summary>Starts over with no columns.</summary>
    public void Reset() => _count = 0;

    /// <summary>Takes in a column, unless the triangle would be singular to the threshold.</summary>
    /// <param name="above">The column above the diagonal.</param>
    /// <param name="diagonal">Its diagonal element.</param>
    /// <param name="threshold">Refused if smallest / largest falls below this, or is 0 or NaN.</param>
    public bool TryAppend(ReadOnlySpan<double> above, double diagonal, double threshold)
    {
        if (_count == 0)
        {
            _largest = _smallest = Math.Abs(diagonal);
            if (!(_largest > 0) || !double.IsFinite(_largest))
                return false;
            _large[0] = _small[0] = 1;
            _count = 1;
            return true;
        }

        Extreme(_largest, Dot(_large, above), diagonal, true, out double largest, out double s, out double c);
        Extreme(_smallest, Dot(_small, above), diagonal, false, out double smallest, out double t, out double d);
        if (!(smallest > 0) || !(smallest >= threshold * largest) || !double.IsFinite(largest))
            return false;
        (_largest, _smallest) = (largest, smallest);
        Extend(_large, s, c);
        Extend(_small, t, d);
        _count++;
        return true;
    }

    double Dot(double[] x, ReadOnlySpan<double> above) => TensorPrimitives.Dot<double>(x.AsSpan(0, _count), above);

    void Extend(double[] x, double s, double c)
    {
        TensorPrimitives.Multiply(x.AsSpan(0, _count), s, x.AsSpan(0, _count));
        x[_count] = c;
    }

    /// <summary>An extreme singular value of [sigma, alpha; 0, gamma] and its left singular vector (s, c).</summary>
    static void Extreme(
        double sigma, double alpha, double gamma, bool largest, out double value, out double s, out double c)
    {
        double unit = Math.Max(sigma, Math.Max(Math.Abs(alpha), Math.Abs(gamma)));
        if (unit == 0)
        {
            (value, s, c) = (0, 1, 0);
            return;
        }

        double f = sigma / unit, g = alpha / unit, h = gamma / unit;

        // (largest ± smallest)² = f² + g² + h² ± 2 |f h|: no cancellation in the largest, none in the quotient.
        // Squares are safe: nothing is above 1, and what vanishes beside 1 does not count.
        double size = Math.Abs(h);
        double sum = Math.Sqrt((g * g) + ((f + size) * (f + size)));
        double difference = Math.Sqrt((g * g) + ((f - size) * (f - size)));
        double top = (sum + difference) / 2, bottom = f * size / top;
        double x = largest ? top : bottom;

        // Two forms of the null vector of M Mᵀ - x²; the longer one has the smaller error.
        double s1 = g * h, c1 = (x - f) * (x + f) - (g * g), s2 = (x - h) * (x + h), c2 = g * h;
        double square1 = (s1 * s1) + (c1 * c1), square2 = (s2 * s2) + (c2 * c2);
        (s, c) = square1 >= square2 ? (s1, c1) : (s2, c2);
        double norm = Math.Sqrt(Math.Max(square1, square2));
        if (norm == 0)
            (s, c) = (f >= size) == largest ? (1, 0) : (0, 1);
        else
            (s, c) = (s / norm, c / norm);
        value = x * unit;
    }
}
