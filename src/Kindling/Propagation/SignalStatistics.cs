using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Propagation;

/// <summary>Lengths of a batch of signals and the correlations of all pairs of them.</summary>
/// <remarks>
/// The length of a signal is the mean square of its pre-activations; the correlation of two is the cosine between
/// them, uncentered. All cosines come from one product of the normalized signals with themselves. Sums are in
/// double precision and in a fixed order.
/// </remarks>
sealed class SignalStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Of a larger batch, the pairs of the first so many signals are looked at.</summary>
    public const int MostPaired = 2048;

    readonly WorkSharing _sharing;
    readonly MatrixProduct<T> _product;
    readonly Matrix<T> _cosines;
    readonly double[] _lengths;
    readonly SampleMoments[] _rows;

    public SignalStatistics(int signals, WorkSharing sharing)
    {
        _sharing = sharing;
        _product = new(sharing);
        int paired = Math.Min(signals, MostPaired);
        _cosines = new(paired, paired);
        _lengths = new double[signals];
        _rows = new SampleMoments[paired];
    }

    /// <summary>Measures a batch.</summary>
    /// <param name="batch">[signals, units].</param>
    /// <param name="scratch">As large; overwritten.</param>
    /// <returns>
    /// Correlations are those of pairs of signals that are not 0; both are NaN where a signal is not finite.
    /// </returns>
    public (SampleMoments Length, SampleMoments Correlation) Measure(Matrix<T> batch, Matrix<T> scratch)
    {
        _sharing.Run(batch.Rows, i =>
        {
            double square = SquareSum.Of<T>(batch.Row(i));
            _lengths[i] = square / batch.Columns;
            double factor = square > 0 && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
            Scale(batch.Row(i), factor, scratch.Row(i));
        });
        SampleMoments length = SampleMoments.Of(_lengths);
        if (!double.IsFinite(length.Mean))
            return (length, new(1, double.NaN, double.NaN));
        int paired = _cosines.Rows;
        var block = new MatrixBlock<T>(scratch, 0, 0, paired, batch.Columns);
        _product.Multiply(block, block.Transpose, new(_cosines), T.One);
        _sharing.Run(paired, i => _rows[i] = PairsOf(i));
        SampleMoments correlation = SampleMoments.Empty;
        foreach (SampleMoments row in _rows)
            correlation = correlation.And(row);
        return (length, correlation);
    }

    /// <summary>The correlations of signal i with the ones before it.</summary>
    SampleMoments PairsOf(int i)
    {
        if (_lengths[i] == 0)
            return SampleMoments.Empty;
        Span<T> row = _cosines.Row(i);
        double[] values = new double[i];
        int count = 0;
        for (int j = 0; j < i; j++)
        {
            if (_lengths[j] != 0)
                values[count++] = Math.Clamp(double.CreateTruncating(row[j]), -1, 1);
        }

        return SampleMoments.Of(values.AsSpan(0, count));
    }

    /// <summary>By way of double: a factor may be beyond the range of float.</summary>
    static void Scale(ReadOnlySpan<T> from, double factor, Span<T> to)
    {
        T narrow = T.CreateTruncating(factor);
        if (T.IsFinite(narrow) && T.IsNormal(narrow))
        {
            TensorPrimitives.Multiply(from, narrow, to);
            return;
        }

        for (int i = 0; i < from.Length; i++)
            to[i] = T.CreateTruncating(double.CreateTruncating(from[i]) * factor);
    }
}
