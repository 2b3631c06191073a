using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>Linear, ReLU and leaky ReLU: phi(u) = alpha u + beta |u| (Cho and Saul 2009; RAAI, Appendix A).</summary>
/// <remarks>
/// With alpha, beta half the sum and half the difference of the slopes on both sides, E[u1 |u2|] = 0.
/// </remarks>
sealed class HomogeneousExpectations : ActivationExpectations
{
    readonly double _alpha;
    readonly double _beta;

    internal HomogeneousExpectations(Activation activation)
        : base(activation)
    {
        double plus = activation.Derivative(1, 1);
        double minus = activation.Derivative(-1, 1);
        _alpha = (plus + minus) / 2;
        _beta = (plus - minus) / 2;
    }

    public override bool IsClosedForm => true;

    public override bool IsHomogeneous => true;

    internal override ActivationMoments MomentsAt(double q)
    {
        double slopeSquare = (_alpha * _alpha) + (_beta * _beta);
        double mean = _beta * Math.Sqrt(2 * q / Math.PI);
        double meanDerivative = q == 0 ? (_beta == 0 ? 0 : double.PositiveInfinity) : mean / (2 * q);
        return new(q, mean, slopeSquare * q, slopeSquare, meanDerivative, slopeSquare, 0);
    }

    internal override PairMoments PairAt(double q1, double q2, double c)
    {
        double theta = Math.Acos(c);
        double scale = Math.Sqrt(q1 * q2);
        double absolute = 2 / Math.PI * (Math.Sin(theta) + (((Math.PI / 2) - theta) * c));
        return new(
            scale * ((_alpha * _alpha * c) + (_beta * _beta * absolute)),
            (_alpha * _alpha) + (_beta * _beta * (1 - (2 * theta / Math.PI))));
    }

    internal override Func<double, Decorrelation> DecorrelationAt(ActivationMoments moments) => distance =>
    {
        double q = moments.Variance;
        double theta = 2 * Math.Asin(Math.Sqrt(Math.Min(1, distance / 2)));
        double lostAbsolute = distance - (2 / Math.PI * SinMinusThetaCos(theta));
        return new(
            q * ((_alpha * _alpha * distance) + (_beta * _beta * lostAbsolute)),
            (_alpha * _alpha) + (_beta * _beta * (1 - (2 * theta / Math.PI))));
    };

    /// <summary>sin(theta) - theta cos(theta), by its series where the two terms cancel.</summary>
    static double SinMinusThetaCos(double theta)
    {
        if (theta > 0.3)
            return Math.Sin(theta) - (theta * Math.Cos(theta));
        double t = theta * theta;
        double tail = (1.0 / 840) - (t * ((1.0 / 45360) - (t / 3991680)));
        return theta * t * ((1.0 / 3) - (t * ((1.0 / 30) - (t * tail))));
    }
}
