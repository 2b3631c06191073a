using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>
/// phi = erf: E[phi phi] = 2/pi asin(2 c sqrt(q1 q2) / sqrt((1 + 2 q1)(1 + 2 q2))) (Williams 1997).
/// </summary>
sealed class ErfExpectations(Activation activation) : ActivationExpectations(activation)
{
    public override bool IsClosedForm => true;

    internal override ActivationMoments MomentsAt(double q)
    {
        double root = Math.Sqrt(1 + (4 * q));
        return new(
            q,
            Mean: 0,
            MeanSquare: 2 / Math.PI * Math.Atan2(2 * q, root), // asin(2q / (1 + 2q))
            SlopeSquare: 4 / Math.PI / root,
            MeanDerivative: 0,
            MeanSquareDerivative: 4 / Math.PI / ((1 + (2 * q)) * root),
            RelativeError: 0);
    }

    internal override PairMoments PairAt(double q1, double q2, double c)
    {
        double sine = 2 * c * Math.Sqrt(q1 * q2);
        double cosine = Math.Sqrt(Determinant(q1, q2, c));
        return new(2 / Math.PI * Math.Atan2(sine, cosine), 4 / Math.PI / cosine);
    }

    internal override Func<double, Decorrelation> DecorrelationAt(ActivationMoments moments) => distance =>
    {
        double q = moments.Variance;
        // asin x - asin y for x = 2q / (1 + 2q), y = x (1 - distance), through the sine and cosine of the difference.
        double r = 1 + (2 * q);
        double x = 2 * q / r;
        double y = x * (1 - distance);
        double cosX = Math.Sqrt(1 + (4 * q)) / r;
        double cosY = Math.Sqrt(Determinant(q, q, 1 - distance)) / r;
        double sine = x * distance * (x + y) / ((x * cosY) + (y * cosX));
        double cosine = (cosX * cosY) + (x * y);
        double angle = y > 0 ? Math.Atan2(sine, cosine) : Math.Atan2(x, cosX) - Math.Atan2(y, cosY);
        return new(2 / Math.PI * (q == 0 ? 0 : angle), 4 / Math.PI / (cosY * r));
    };

    static double Determinant(double q1, double q2, double c) =>
        1 + (2 * (q1 + q2)) + (4 * q1 * q2 * (1 - c) * (1 + c));
}
