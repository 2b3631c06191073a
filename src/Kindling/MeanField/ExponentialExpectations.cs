using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>phi(u) = exp(u): E[phi phi] = exp((q1 + q2) / 2 + c sqrt(q1 q2)). Infinite beyond q near 354.</summary>
sealed class ExponentialExpectations(Activation activation) : ActivationExpectations(activation)
{
    public override bool IsClosedForm => true;

    internal override ActivationMoments MomentsAt(double q)
    {
        double mean = Math.Exp(q / 2);
        double square = Math.Exp(2 * q);
        return new(q, mean, square, square, mean / 2, 2 * square, 0);
    }

    internal override PairMoments PairAt(double q1, double q2, double c)
    {
        double product = Math.Exp(((q1 + q2) / 2) + (c * Math.Sqrt(q1 * q2)));
        return new(product, product);
    }

    internal override Func<double, Decorrelation> DecorrelationAt(ActivationMoments moments) => distance =>
        new(
            moments.MeanSquare * Real.OneMinusExp(moments.Variance * distance),
            Math.Exp(moments.Variance * (2 - distance)));
}
