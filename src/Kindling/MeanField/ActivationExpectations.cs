using Kindling.Networks;

namespace Kindling.MeanField;

/// <summary>Gaussian averages of one activation: what mean-field theory needs to know about it.</summary>
/// <remarks>
/// Closed forms for linear, ReLU and leaky ReLU (Cho and Saul 2009), erf (Williams 1997), sine, cosine and exp;
/// adaptive quadrature split at the kinks for every other activation, where correlated averages use the Hermite
/// series if it converges. Immutable and safe to use from several threads.
/// </remarks>
public abstract class ActivationExpectations
{
    readonly Lazy<MomentGrid> _grid;
    readonly Lazy<ActivationMoments> _atOne;

    /// <summary>Looks at the activation at zero and far from it.</summary>
    private protected ActivationExpectations(Activation activation)
    {
        Activation = activation;
        AtZero = activation.Value(0);
        const double Near = 1e-200;
        SlopeAboveZero = activation.Derivative(Near, 1);
        SlopeBelowZero = activation.Derivative(-Near, 1);
        _grid = new Lazy<MomentGrid>(() => new MomentGrid(this));
        _atOne = new Lazy<ActivationMoments>(() => MomentsAt(1));
        const double Far = 1e8;
        SlopeAtPlusInfinity = Math.Abs(activation.Value(Far)) > 1e-3 * Far ? activation.Value(Far) / Far : 0;
        SlopeAtMinusInfinity = Math.Abs(activation.Value(-Far)) > 1e-3 * Far ? activation.Value(-Far) / -Far : 0;
    }

    /// <summary>The activation phi.</summary>
    public Activation Activation { get; }

    /// <summary>True if no quadrature is involved.</summary>
    public abstract bool IsClosedForm { get; }

    /// <summary>True for phi(a u) = a phi(u), a above 0: linear, ReLU and leaky ReLU.</summary>
    public virtual bool IsHomogeneous => false;

    /// <summary>phi(0).</summary>
    internal double AtZero { get; }

    /// <summary>phi'(0+).</summary>
    internal double SlopeAboveZero { get; }

    /// <summary>phi'(0-).</summary>
    internal double SlopeBelowZero { get; }

    /// <summary>Moments for scans, computed once.</summary>
    internal MomentGrid Grid => _grid.Value;

    /// <summary>Moments at variance 1, where signals are taken to start.</summary>
    internal ActivationMoments AtOne => _atOne.Value;

    /// <summary>phi(-u) = -phi(u).</summary>
    internal bool IsOdd => Activation.Parity == -1;

    /// <summary>lim phi(u) / u for u to plus infinity; 0 if phi grows more slowly.</summary>
    internal double SlopeAtPlusInfinity { get; }

    /// <summary>lim phi(u) / u for u to minus infinity.</summary>
    internal double SlopeAtMinusInfinity { get; }

    /// <summary>The averages of an activation.</summary>
    public static ActivationExpectations Of(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return activation.Name.Split(':')[0] switch
        {
            "linear" or "relu" or "leaky_relu" => new HomogeneousExpectations(activation),
            "erf" => new ErfExpectations(activation),
            "sin" or "cos" => new TrigonometricExpectations(activation),
            "exp" => new ExponentialExpectations(activation),
            _ => new QuadratureExpectations(activation),
        };
    }

    /// <summary>Averages at pre-activation variance q.</summary>
    /// <param name="variance">q, finite, 0 or more.</param>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public ActivationMoments Moments(double variance)
    {
        Require.Variance(variance, nameof(variance));
        return MomentsAt(variance);
    }

    /// <summary>Averages over two jointly normal pre-activations.</summary>
    /// <param name="variance1">E[u1^2], finite, 0 or more.</param>
    /// <param name="variance2">E[u2^2], finite, 0 or more.</param>
    /// <param name="correlation">Between -1 and 1.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public PairMoments Pair(double variance1, double variance2, double correlation)
    {
        Require.Variance(variance1, nameof(variance1));
        Require.Variance(variance2, nameof(variance2));
        Require.Correlation(correlation, nameof(correlation));
        return PairAt(variance1, variance2, correlation);
    }

    /// <summary><see cref="Moments"/> without checks.</summary>
    internal abstract ActivationMoments MomentsAt(double q);

    /// <summary><see cref="Pair"/> without checks.</summary>
    internal abstract PairMoments PairAt(double q1, double q2, double c);

    /// <summary>
    /// For equal variances, those of the moments: the function of distance = 1 - c, prepared for many calls.
    /// </summary>
    internal abstract Func<double, Decorrelation> DecorrelationAt(ActivationMoments moments);

    /// <summary>
    /// lim for q to infinity of (E[phi^2] - kappa E[phi]^2) / q; infinite for faster growth than linear.
    /// </summary>
    internal double PassedGrowth(double kappa)
    {
        double plus = SlopeAtPlusInfinity;
        double minus = SlopeAtMinusInfinity;
        if (!(Math.Abs(plus) < 1e6) || !(Math.Abs(minus) < 1e6)) // phi(1e8) / 1e8 of a faster than linear phi, or NaN.
            return double.PositiveInfinity;
        return Passed(plus, minus, kappa);
    }

    /// <summary>For phi(0) = 0: lim for q to 0 of (E[phi^2] - kappa E[phi]^2) / q.</summary>
    internal double PassedSlopeAtZero(double kappa) => Passed(SlopeAboveZero, SlopeBelowZero, kappa);

    /// <summary>The same ratio for the function with one slope on each side of 0.</summary>
    static double Passed(double plus, double minus, double kappa) =>
        (((plus * plus) + (minus * minus)) / 2) - (kappa * (plus - minus) * (plus - minus) / (2 * Math.PI));
}
