using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>Back-propagation as GO, Appendix B describes it, and as it is.</summary>
/// <remarks>
/// Printed (eq. B.3): s_X = sqrt(E[phi'(c s_Y z)^2]), which applies phi' to the incoming gradient. Its fixed point
/// is stable for every c, which the paper reads as "gradients do not vanish". In truth phi' is taken at the forward
/// pre-activations and multiplies the gradient: its mean square changes by c^2 E[phi'(c s z)^2] per square layer at
/// the forward moment s, above 1 beyond the bifurcation (1.36 for tanh at c = 2): gradients grow.
/// </remarks>
public sealed class BackwardFlow
{
    const int MaxDoublings = 60;
    readonly Activation _activation;
    readonly double[] _kinks;
    readonly ActivationExpectations _expectations;
    readonly VarianceFlow _forward;

    /// <summary>The two maps for one activation and offset.</summary>
    /// <inheritdoc cref="VarianceFlow(Activation, double)"/>
    public BackwardFlow(Activation activation, double varianceOffset)
    {
        _forward = new VarianceFlow(activation, varianceOffset);
        _activation = activation;
        _kinks = [.. activation.Kinks];
        _expectations = ActivationExpectations.Of(activation);
    }

    double VarianceOffset => _forward.VarianceOffset;

    /// <summary>Eq. B.3 as printed.</summary>
    /// <param name="s">s_Y, finite, 0 or more.</param>
    public double PrintedNext(double s) => Math.Sqrt(SlopeSquare(s));

    /// <summary>The derivative of eq. B.3, for activations with a second derivative.</summary>
    /// <inheritdoc cref="PrintedNext"/>
    public double PrintedSlope(double s)
    {
        Require.Variance(s, nameof(s));
        if (s == 0)
            return 0;

        // d/ds E[phi'(c s z)^2] = 2 E[phi' phi'' u] / s with u = c s z.
        double q = VarianceOffset * VarianceOffset * s * s;
        double product = GaussianExpectation.Of(
            u => u * _activation.Derivative(u, 1) * _activation.Derivative(u, 2), q, _kinks).Value;
        return product / s / PrintedNext(s);
    }

    /// <summary>The smallest positive fixed point of eq. B.3 as printed, with its slope.</summary>
    public FixedPoint PrintedFixedPoint()
    {
        double high = 1;
        for (int i = 0; i < MaxDoublings && PrintedNext(high) > high; i++)
            high *= 2;
        double s = BracketedRoot.Find(s => PrintedNext(s) - s, 0, high);
        return new FixedPoint(s, PrintedSlope(s));
    }

    /// <summary>c^2 E[phi'(c s z)^2]: the true change of the mean square gradient over one square layer.</summary>
    /// <param name="s">Root second moment of the forward signal before the layer, finite, 0 or more.</param>
    public double GradientFactor(double s) => VarianceOffset * VarianceOffset * SlopeSquare(s);

    /// <summary>The true factor at the forward fixed point that a signal of size 1 ends up at.</summary>
    public double GradientFactorAtRest()
    {
        var map = new MeanFieldMap(_expectations, VarianceOffset * VarianceOffset, 0);
        LengthFixedPoints lengths = LengthFixedPoints.Of(map);
        double q = lengths.Limit == LengthLimit.Unbounded ? 1e8 : lengths.Length;
        return map.GradientFactor(q);
    }

    double SlopeSquare(double s)
    {
        Require.Variance(s, nameof(s));
        return _expectations.Moments(VarianceOffset * VarianceOffset * s * s).SlopeSquare;
    }
}
