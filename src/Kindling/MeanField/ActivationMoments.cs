namespace Kindling.MeanField;

/// <summary>
/// Gaussian averages of an activation phi at one pre-activation variance q: u is normal with mean 0, variance q.
/// </summary>
/// <param name="Variance">q.</param>
/// <param name="Mean">E[phi(u)].</param>
/// <param name="MeanSquare">E[phi(u)^2].</param>
/// <param name="SlopeSquare">E[phi'(u)^2].</param>
/// <param name="MeanDerivative">d E[phi(u)] / dq.</param>
/// <param name="MeanSquareDerivative">d E[phi(u)^2] / dq.</param>
/// <param name="RelativeError">The largest estimated relative error of mean square and slope square.</param>
public readonly record struct ActivationMoments(
    double Variance,
    double Mean,
    double MeanSquare,
    double SlopeSquare,
    double MeanDerivative,
    double MeanSquareDerivative,
    double RelativeError)
{
    /// <summary>E[phi^2] - kappa E[phi]^2: what weights with strength k = kappa / (1 - kappa) pass on.</summary>
    internal double Passed(double kappa) =>
        double.IsPositiveInfinity(MeanSquare) ? MeanSquare : MeanSquare - (kappa * Mean * Mean);

    /// <summary>The derivative of <see cref="Passed"/> with respect to q.</summary>
    internal double PassedDerivative(double kappa) => kappa == 0 || double.IsPositiveInfinity(MeanSquareDerivative)
        ? MeanSquareDerivative
        : MeanSquareDerivative - (2 * kappa * Mean * MeanDerivative);
}

/// <summary>Averages over two jointly normal pre-activations u1, u2.</summary>
/// <param name="Product">E[phi(u1) phi(u2)].</param>
/// <param name="SlopeProduct">E[phi'(u1) phi'(u2)].</param>
public readonly record struct PairMoments(double Product, double SlopeProduct);

/// <summary>Averages over two normal pre-activations of equal variance q and correlation 1 - distance.</summary>
/// <param name="Lost">E[phi(u)^2] - E[phi(u1) phi(u2)] = E[(phi(u1) - phi(u2))^2] / 2, without cancellation.</param>
/// <param name="SlopeProduct">E[phi'(u1) phi'(u2)].</param>
readonly record struct Decorrelation(double Lost, double SlopeProduct);
