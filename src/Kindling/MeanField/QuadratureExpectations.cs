using System.Numerics.Tensors;
using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>Gaussian averages of any activation by quadrature.</summary>
/// <remarks>
/// One variable: adaptive panels split at the kinks. Two variables: the Hermite series where it converges, otherwise
/// the average over u2 given u1 (normal with mean c u1), panels split at the kinks in both.
/// </remarks>
sealed class QuadratureExpectations : ActivationExpectations
{
    const double PairTolerance = 1e-12;
    readonly double[] _kinks;
    readonly ActivationKernels<double> _kernels;

    internal QuadratureExpectations(Activation activation)
        : base(activation)
    {
        _kinks = [.. activation.Kinks];
        _kernels = activation.Kernels<double>();
    }

    public override bool IsClosedForm => false;

    internal override ActivationMoments MomentsAt(double q)
    {
        double slopeAtZero = Activation.Derivative(0, 1);
        double productAtZero = AtZero * slopeAtZero;
        if (q == 0)
            return AtVarianceZero(slopeAtZero);
        var integrand = new MomentIntegrand(this, productAtZero, slopeAtZero);
        Components m = GaussianQuadrature.Integrate(integrand, 0, Math.Sqrt(q), _kinks, out Components errors);
        double error = Math.Max(errors[1] / m[1], errors[2] / m[2]);
        return new(q, m[0], m[1], m[2], m[4] / (2 * q), m[3] / q, double.IsNaN(error) ? 0 : error);
    }

    ActivationMoments AtVarianceZero(double slopeAtZero)
    {
        const double Side = 1e-200;
        bool bends = _kinks.Contains(0.0);
        double plus = bends ? SlopeAboveZero : slopeAtZero, minus = bends ? SlopeBelowZero : slopeAtZero;

        // E[phi] = phi(0) + (phi'(0+) - phi'(0-)) sqrt(q / 2 pi) + phi''(0) q / 2.
        double slopeSquare = ((plus * plus) + (minus * minus)) / 2;
        double bend = (Activation.Derivative(Side, 2) + Activation.Derivative(-Side, 2)) / 4;
        double meanDerivative = plus == minus ? bend : double.PositiveInfinity;
        double squareDerivative = AtZero == 0 ? slopeSquare : slopeSquare + (2 * AtZero * meanDerivative);
        return new(0, AtZero, AtZero * AtZero, slopeSquare, meanDerivative, squareDerivative, 0);
    }

    internal override PairMoments PairAt(double q1, double q2, double c)
    {
        if (q1 == 0 || q2 == 0)
            return Independent(q1, q2);
        if (q1 == q2 && Series(MomentsAt(q1)) is { } series)
            return series.At(c);
        return NestedAt(q1, q2, c);
    }

    /// <summary><see cref="PairAt"/> by nested panels, whatever the activation.</summary>
    internal PairMoments NestedAt(double q1, double q2, double c)
    {
        Components m = Nested(MomentsAt(q1), MomentsAt(q2), c, Math.Sqrt((1 - c) * (1 + c)));
        return new(m[0], m[1]);
    }

    PairMoments Independent(double q1, double q2) =>
        new(MomentsAt(q1).Mean * MomentsAt(q2).Mean, MeanSlope(q1) * MeanSlope(q2));

    double MeanSlope(double q) =>
        GaussianExpectation.Of(u => Activation.Derivative(u, 1), q, _kinks).Value;

    internal override Func<double, Decorrelation> DecorrelationAt(ActivationMoments moments)
    {
        if (moments.Variance == 0)
            return _ => new(0, moments.SlopeSquare);
        if (Series(moments) is { } series)
            return series.AtDistance;
        return distance =>
        {
            Components m = Nested(moments, moments, 1 - distance, Math.Sqrt(distance * (2 - distance)));
            return new(m[2], m[1]);
        };
    }

    HermiteSeries? Series(ActivationMoments moments) =>
        _kinks.Length == 0 ? HermiteSeries.Of(_kernels, moments) : null;

    Components Nested(in ActivationMoments first, in ActivationMoments second, double c, double s)
    {
        double q1 = first.Variance;
        double q2 = second.Variance;
        // Kinks of u1, and where the mean c u1 of u2 passes a kink: the average over u2 bends there over a width s.
        var breaks = new List<double>(_kinks);
        foreach (double kink in _kinks)
        {
            if (c == 0)
                continue;
            double center = kink * Math.Sqrt(q1 / q2) / c;
            double width = s * Math.Sqrt(q1) / Math.Abs(c);
            foreach (double widths in (ReadOnlySpan<double>)[-8, -2, 0, 2, 8])
                breaks.Add(center + (widths * width));
        }

        breaks.Sort();
        var outer = new OuterIntegrand(this, c * Math.Sqrt(q2 / q1), s * Math.Sqrt(q2), second);
        return GaussianQuadrature.Integrate(outer, 0, Math.Sqrt(q1), breaks.ToArray(), out _, PairTolerance);
    }

    /// <summary>phi, phi^2, phi'^2, u phi phi', u phi'.</summary>
    /// <remarks>
    /// By Stein's lemma d E[g(u)] / dq = E[u g'(u)] / 2q. Constants are taken off the last two (E[u] = 0), so
    /// that nothing cancels at small q.
    /// </remarks>
    readonly struct MomentIntegrand(QuadratureExpectations owner, double productAtZero, double slopeAtZero)
        : IGaussianIntegrand
    {
        public int Count => 5;

        public double Floor(int component) => 0;

        public void Evaluate(ReadOnlySpan<double> u, Span<double> values)
        {
            int n = u.Length;
            Span<double> f = values[..n];
            Span<double> slope = values.Slice(4 * n, n);
            Span<double> product = values.Slice(3 * n, n);
            owner._kernels.Jet1(u, f, slope);
            TensorPrimitives.Multiply<double>(f, f, values.Slice(n, n));
            TensorPrimitives.Multiply<double>(slope, slope, values.Slice(2 * n, n));
            TensorPrimitives.Multiply<double>(f, slope, product);
            TensorPrimitives.Subtract(product, productAtZero, product);
            TensorPrimitives.Multiply(product, u, product);
            TensorPrimitives.Subtract(slope, slopeAtZero, slope);
            TensorPrimitives.Multiply(slope, u, slope);
        }
    }

    /// <summary>phi(u1) E[phi(u2) | u1], phi'(u1) E[phi'(u2) | u1], E[(phi(u1) - phi(u2))^2 | u1] / 2.</summary>
    readonly struct OuterIntegrand(
        QuadratureExpectations owner,
        double meanFactor,
        double deviation,
        ActivationMoments second) : IGaussianIntegrand
    {
        public int Count => 3;

        public double Floor(int component) => component switch
        {
            0 => second.MeanSquare,
            1 => second.SlopeSquare,
            _ => 0,
        };

        public void Evaluate(ReadOnlySpan<double> u, Span<double> values)
        {
            int n = u.Length;
            Span<double> f = stackalloc double[n];
            Span<double> slope = stackalloc double[n];
            owner._kernels.Jet1(u, f, slope);
            for (int i = 0; i < n; i++)
            {
                var inner = new InnerIntegrand(owner, f[i], second, deviation);
                Components m = GaussianQuadrature.Integrate(
                    inner, meanFactor * u[i], deviation, owner._kinks, out _, PairTolerance);
                values[i] = f[i] * m[0];
                values[n + i] = slope[i] * m[1];
                values[(2 * n) + i] = m[2];
            }
        }
    }

    /// <summary>phi(u2), phi'(u2), (phi(u1) - phi(u2))^2 / 2.</summary>
    readonly struct InnerIntegrand(
        QuadratureExpectations owner,
        double first,
        ActivationMoments second,
        double deviation) : IGaussianIntegrand
    {
        public int Count => 3;

        public double Floor(int component) => SizeOf(component, second, deviation);

        /// <summary>
        /// The typical size of each, so that saturated regions are not resolved down to rounding noise.
        /// </summary>
        internal static double SizeOf(int component, in ActivationMoments moments, double deviation) => component switch
        {
            0 => Math.Sqrt(moments.MeanSquare),
            1 => Math.Sqrt(moments.SlopeSquare),
            _ => 0.5 * deviation * deviation * moments.SlopeSquare,
        };

        public void Evaluate(ReadOnlySpan<double> u, Span<double> values)
        {
            int n = u.Length;
            owner._kernels.Jet1(u, values[..n], values.Slice(n, n));
            for (int i = 0; i < n; i++)
            {
                double difference = first - values[i];
                values[(2 * n) + i] = 0.5 * difference * difference;
            }
        }
    }
}
