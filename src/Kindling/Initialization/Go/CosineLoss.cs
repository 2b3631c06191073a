using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// GO's loss of a Gram matrix of features, without the penalty, and its gradient (Wang et al. 2021, eq. 3.2).
/// </summary>
/// <remarks>
/// With C the cosines, loss = -1/(d(d-1)) sum over i != j of log(1 - C_ij^2). Where 1 - C_ij^2 is below <see
/// cref="SmallestSine"/> (the same feature twice) it counts as that and has no gradient. A feature that is zero, or too
/// small to be squared, on the whole batch makes no angle; its pairs count like those of equal features, so that an
/// optimizer gains nothing by killing units (ERRATA G7). The gradient in the features F is F S, with
/// <code>
/// M_ij = 2 C_ij / ((1 - C_ij^2) d(d-1)),  t_j = sum_i C_ij 2 M_ij,  S_ij = (2 M_ij - t_j [i = j]) / (|f_i| |f_j|)
/// </code>
/// so that neither the normalized features nor their gradient are formed.
/// </remarks>
internal sealed class CosineLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>1 - cos^2 of less than this counts as this.</summary>
    public const double SmallestSine = 1e-7;

    const int RowsPerItem = 16;
    static readonly double s_smallestSquare = typeof(T) == typeof(float) ? 1e-37 : 1e-300;

    readonly WorkSharing? _sharing;
    readonly double[] _inverseNorms;
    readonly (double Sum, long Clamped)[] _items;
    readonly Action<int> _row;
    Matrix<T> _gram = new(0, 0);
    bool _wantsGradient;

    public CosineLoss(int units, WorkSharing? sharing)
    {
        _sharing = sharing;
        Gradient = new Matrix<T>(units, units);
        _inverseNorms = new double[units];
        _items = new (double, long)[(units + RowsPerItem - 1) / RowsPerItem];
        _row = RunItem;
    }

    /// <summary>S, symmetric.</summary>
    public Matrix<T> Gradient { get; }

    /// <summary>Units that are zero on the whole batch.</summary>
    public int ZeroUnits { get; private set; }

    /// <summary>Pairs of the other units whose 1 - cos^2 was too small.</summary>
    public long SamePairs { get; private set; }

    /// <summary>The loss; NaN if the Gram matrix is not finite. 0 for a single unit, which has no pairs.</summary>
    /// <param name="gram">F^T F, both halves.</param>
    /// <param name="gradient">Whether to compute <see cref="Gradient"/>.</param>
    public double Compute(Matrix<T> gram, bool gradient)
    {
        int units = _inverseNorms.Length;
        ZeroUnits = 0;
        for (int i = 0; i < units; i++)
        {
            double square = double.CreateTruncating(gram[i, i]);
            if (!double.IsFinite(square))
                return double.NaN;
            bool isZero = square < s_smallestSquare;
            ZeroUnits += isZero ? 1 : 0;
            _inverseNorms[i] = isZero ? 0 : 1 / Math.Sqrt(square);
        }

        (_gram, _wantsGradient) = (gram, gradient);
        WorkSharing.Run(_sharing, _items.Length, _row);
        double sum = 0;
        SamePairs = 0;
        foreach ((double part, long clamped) in _items)
        {
            sum += part;
            SamePairs += clamped;
        }

        SamePairs = (SamePairs - (((2L * units) - ZeroUnits - 1) * ZeroUnits)) / 2;
        return units < 2 ? 0 : sum / (units * (units - 1.0));
    }

    void RunItem(int item)
    {
        int first = item * RowsPerItem, last = Math.Min(first + RowsPerItem, _inverseNorms.Length);
        double sum = 0;
        long clamped = 0;
        for (int i = first; i < last; i++)
            sum -= Row(i, ref clamped);
        _items[item] = (sum, clamped);
    }

    /// <summary>The sum of log(1 - C_ij^2) over j != i, and row i of the gradient.</summary>
    double Row(int i, ref long clamped)
    {
        int units = _inverseNorms.Length;
        double share = units < 2 ? 0 : 4 / (units * (units - 1.0)), inverse = _inverseNorms[i];
        ReadOnlySpan<T> gram = _gram.Row(i);
        Span<T> gradient = Gradient.Row(i);
        ReadOnlySpan<double> norms = _inverseNorms;
        double product = 1, sum = 0, trace = 0;
        for (int j = 0; j < gram.Length; j++)
        {
            if (j == i)
                continue;
            double scale = inverse * norms[j], cosine = double.CreateTruncating(gram[j]) * scale;
            double sine = (1 - cosine) * (1 + cosine), slope = 0;
            if (sine <= SmallestSine || scale == 0)
            {
                sine = SmallestSine;
                clamped++;
            }
            else
            {
                slope = share * cosine / sine;
            }

            // Logarithms of products: 1e-7^16 is far from underflow.
            product *= sine;
            if ((j & 15) == 15)
                (sum, product) = (sum + Math.Log(product), 1);
            if (!_wantsGradient)
                continue;
            gradient[j] = T.CreateTruncating(slope * scale);
            trace += cosine * slope;
        }

        if (_wantsGradient)
            gradient[i] = T.CreateTruncating(-trace * inverse * inverse);
        return sum + Math.Log(product);
    }
}
