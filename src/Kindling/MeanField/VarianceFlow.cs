using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>
/// The flow of the root second moment s after each layer, without bias: s' = sqrt(E[phi(c s z)^2]) (GO, eq. 2.1).
/// </summary>
/// <remarks>
/// c is the variance offset: weights have deviation c / sqrt(fan-in). It is the length map with sigma_w = c, sigma_b
/// = 0, k = 0, read after the activation: q = (c s)^2. Monte Carlo with 4,096 draws, as in the paper, agrees to
/// about 1 %.
/// </remarks>
public sealed class VarianceFlow
{
    readonly ActivationExpectations _expectations;

    /// <summary>The flow of one activation and offset.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="varianceOffset">c, finite; its sign does not matter.</param>
    /// <exception cref="ArgumentException">c is not finite.</exception>
    public VarianceFlow(Activation activation, double varianceOffset)
    {
        if (!double.IsFinite(varianceOffset))
        {
            throw new ArgumentException(
                $"varianceOffset is {varianceOffset}; it must be finite (1 is Glorot, sqrt(2) is He).",
                nameof(varianceOffset));
        }

        _expectations = ActivationExpectations.Of(activation);
        VarianceOffset = Math.Abs(varianceOffset);
    }

    /// <summary>|c|.</summary>
    public double VarianceOffset { get; }

    /// <summary>
    /// The c at which the fixed point 0 loses its stability: 1 / |phi'(0)|, sqrt(2) for ReLU; null if 0 is no fixed
    /// point.
    /// </summary>
    public double? Bifurcation =>
        _expectations.AtZero == 0 ? 1 / Math.Sqrt(_expectations.PassedSlopeAtZero(0)) : null;

    /// <summary>s'.</summary>
    /// <param name="s">Root second moment before the layer, finite, 0 or more.</param>
    public double Next(double s) => Math.Sqrt(At(s).MeanSquare);

    /// <summary>ds'/ds.</summary>
    /// <inheritdoc cref="Next"/>
    public double Slope(double s)
    {
        if (s == 0 && _expectations.AtZero == 0)
            return VarianceOffset * Math.Sqrt(_expectations.PassedSlopeAtZero(0));
        ActivationMoments m = At(s);
        return m.MeanSquareDerivative * VarianceOffset * VarianceOffset * s / Math.Sqrt(m.MeanSquare);
    }

    /// <summary>All fixed points s* = s', ascending; 0 is among them where phi(0) = 0.</summary>
    /// <remarks>For ReLU at c = sqrt(2) every s is fixed; only 0, marginal, is listed.</remarks>
    public IReadOnlyList<FixedPoint> FixedPoints()
    {
        if (VarianceOffset == 0)
            return [new FixedPoint(Math.Abs(_expectations.AtZero), 0)];
        var map = new MeanFieldMap(_expectations, VarianceOffset * VarianceOffset, 0);
        var points = new List<FixedPoint>();
        foreach (FixedPoint length in LengthFixedPoints.Of(map).Points)
        {
            double s = Math.Sqrt(length.Value) / VarianceOffset;
            points.Add(new FixedPoint(s, Slope(s)));
        }

        return points;
    }

    /// <summary>s after each of a number of layers, the given one first.</summary>
    /// <param name="s">The first value.</param>
    /// <param name="layers">How many further layers, 0 or more.</param>
    /// <returns>layers + 1 values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is negative.</exception>
    public IReadOnlyList<double> Iterate(double s, int layers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        var path = new List<double>(layers + 1) { s };
        for (int l = 0; l < layers; l++)
            path.Add(Next(path[^1]));
        return path;
    }

    ActivationMoments At(double s)
    {
        Require.Variance(s, nameof(s));
        return _expectations.Moments(VarianceOffset * VarianceOffset * s * s);
    }
}
