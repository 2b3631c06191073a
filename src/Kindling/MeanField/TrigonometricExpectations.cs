using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>
/// phi(u) = sin(w u) and cos(w u): E[sin sin] = exp(-(p1 + p2) / 2) sinh(c sqrt(p1 p2)), E[cos cos] the same with
/// cosh, p = w^2 q.
/// </summary>
sealed class TrigonometricExpectations : ActivationExpectations
{
    readonly bool _even;
    readonly double _w2;

    internal TrigonometricExpectations(Activation activation)
        : base(activation)
    {
        _even = activation.Value(0) == 1;
        _w2 = _even ? -activation.Derivative(0, 2) : activation.Derivative(0, 1) * activation.Derivative(0, 1);
    }

    public override bool IsClosedForm => true;

    internal override ActivationMoments MomentsAt(double q)
    {
        double p = _w2 * q;
        double lost = Math.Exp(-2 * p);
        double sine = 0.5 * Real.OneMinusExp(2 * p);
        double cosine = 0.5 * (1 + lost);
        double mean = Math.Exp(-p / 2);
        return _even
            ? new(q, mean, cosine, _w2 * sine, -0.5 * _w2 * mean, -_w2 * lost, 0)
            : new(q, 0, sine, _w2 * cosine, 0, _w2 * lost, 0);
    }

    internal override PairMoments PairAt(double q1, double q2, double c)
    {
        double half = 0.5 * _w2 * (q1 + q2);
        double cross = Math.Abs(c) * _w2 * Math.Sqrt(q1 * q2);
        double near = 0.5 * Math.Exp(cross - half);
        double sine = Math.CopySign(near * Real.OneMinusExp(2 * cross), c);
        double cosine = near * (1 + Math.Exp(-2 * cross));
        return _even ? new(cosine, _w2 * sine) : new(sine, _w2 * cosine);
    }

    internal override Func<double, Decorrelation> DecorrelationAt(ActivationMoments moments) => distance =>
    {
        double q = moments.Variance;
        double p = _w2 * q;
        double near = Math.Exp(-p * distance);
        double far = Math.Exp(-p * (2 - distance));
        double c = 1 - distance;
        double difference = Math.CopySign(Math.Max(near, far) * Real.OneMinusExp(2 * p * Math.Abs(c)), c);
        double lost = 0.5 * Real.OneMinusExp(p * distance) * (_even ? Real.OneMinusExp(p * (2 - distance)) : 1 + far);
        return new(lost, _w2 * 0.5 * (_even ? difference : near + far));
    };
}
