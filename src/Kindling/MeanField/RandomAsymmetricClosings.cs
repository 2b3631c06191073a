namespace Kindling.MeanField;

/// <summary>What an approximate closing puts for the special input of a node.</summary>
public enum SpecialInput
{
    /// <summary>The root mean square of all inputs, as in RAAI, Appendix D.</summary>
    RootMeanSquare,

    /// <summary>Their mean.</summary>
    Mean,
}

/// <summary>One number of RAAI, Table 2, and what the closings give for it.</summary>
/// <param name="Quantity">Which boundary.</param>
/// <param name="Closing">RMS or mean.</param>
/// <param name="Printed">As printed.</param>
/// <param name="Value">The root of the equation.</param>
/// <param name="Equation">The equation, in words.</param>
/// <param name="Statement">Whether the printed number follows.</param>
public sealed record PrintedBoundary(
    string Quantity,
    SpecialInput Closing,
    double Printed,
    double Value,
    string Equation,
    string Statement);

/// <summary>
/// The approximate phase boundaries of RAI and RAAI (RAAI, Appendices D and E): the special input replaced by one
/// number.
/// </summary>
/// <remarks>
/// The approximations are unnecessary: <see cref="RandomAsymmetricLaw"/> keeps the distribution of the special input
/// and agrees with simulations, which these do not. The reading that reproduces Table 2 tracks the length q - kappa
/// m^2 and does not reduce sigma_w; it was inferred from the printed numbers, since eq. (12) as printed has its
/// roots elsewhere. With h = sigma_w z + r u, r = 1 (RMS) or r = E[relu(sigma_w z + u)] (mean):
/// <code>
/// length:  E[relu(h)^2] - kappa E[relu(sigma_w z + u)]^2 = 1        order to chaos:  sigma_w^2 P(h > 0) = 1
/// </code>
/// </remarks>
public static class RandomAsymmetricClosings
{
    const double Low = 1e-2;
    const double High = 20;

    /// <summary>sigma_w^2 at which the length stops being bounded, in the reading that reproduces Table 2.</summary>
    /// <param name="correlationStrength">k, above -1: 0 for RAI, 100 for RAAI.</param>
    /// <param name="closing">RMS or mean.</param>
    /// <exception cref="ArgumentException">k is out of range.</exception>
    public static double LengthBoundary(double correlationStrength, SpecialInput closing)
    {
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        double kappa = MeanFieldMap.KappaOf(correlationStrength);
        return Root(w =>
        {
            BetaGaussIntegrals plain = BetaGaussIntegrals.Of(w);
            return Node(w, closing, plain).MeanSquare - (kappa * plain.Mean * plain.Mean);
        });
    }

    /// <summary>sigma_w^2 P(sigma_w z + r u > 0) = 1: does not depend on k in this closing.</summary>
    /// <param name="closing">RMS or mean.</param>
    public static double OrderToChaosBoundary(SpecialInput closing) =>
        Root(w => w * Node(w, closing, BetaGaussIntegrals.Of(w)).OnProbability);

    /// <summary>Eq. (10) as printed, without the factor u in its second term: 0.5501 instead of 0.5662.</summary>
    public static double PrintedEquation10() => Literal(reduction: 1);

    /// <summary>
    /// Eq. (12) with sigma^2 = sigma_w^2 (1 - kappa / pi), literally or with the right integrand: 0.628 or 0.827 for
    /// k = 100, not the 1.75 printed beside it.
    /// </summary>
    /// <param name="correlationStrength">k, above -1.</param>
    /// <param name="literal">True for the second term as printed.</param>
    public static double PrintedEquation12(double correlationStrength, bool literal)
    {
        double reduction = Reduction(correlationStrength);
        return literal ? Literal(reduction) : Root(w => BetaGaussIntegrals.Of(w * reduction).MeanSquare);
    }

    /// <summary>
    /// sigma_w^2 P(sigma z + u > 0) = 1 with the reduced sigma of Appendix E.1: 1.331 for k = 100, not 1.41.
    /// </summary>
    /// <param name="correlationStrength">k, above -1.</param>
    public static double ReducedNoiseOrderToChaosBoundary(double correlationStrength)
    {
        double reduction = Reduction(correlationStrength);
        return Root(w => w * BetaGaussIntegrals.Of(w * reduction).OnProbability);
    }

    /// <summary>RAAI, Table 2 (k = 100), number by number.</summary>
    public static IReadOnlyList<PrintedBoundary> Table2()
    {
        const double K = 100;
        return
        [
            Length("RAI length", 0, SpecialInput.RootMeanSquare, 0.57, "follows (0.566; the text prints 0.56)"),
            Chaos(SpecialInput.RootMeanSquare, 1.41, "follows"),
            Length("RAAI length", K, SpecialInput.RootMeanSquare, 1.75, "follows (1.741), but not from eq. (12)"),
            Length("RAI length", 0, SpecialInput.Mean, 0.85, "does not quite follow: 0.840"),
            Chaos(SpecialInput.Mean, 1.46, "follows"),
            Length("RAAI length", K, SpecialInput.Mean, 1.89, "follows (1.885), but not from eq. (12)"),
        ];
    }

    static PrintedBoundary Length(string quantity, double k, SpecialInput closing, double printed, string statement) =>
        new(quantity, closing, printed, LengthBoundary(k, closing), "E[relu(h)^2] - kappa E[relu(h)]^2 = 1", statement);

    static PrintedBoundary Chaos(SpecialInput closing, double printed, string statement) =>
        new(
            "RAAI order to chaos",
            closing,
            printed,
            OrderToChaosBoundary(closing),
            "sigma_w^2 P(h > 0) = 1",
            statement);

    static BetaGaussIntegrals Node(double weightVariance, SpecialInput closing, in BetaGaussIntegrals plain) =>
        closing == SpecialInput.Mean ? BetaGaussIntegrals.Of(weightVariance, plain.Mean) : plain;

    static double Literal(double reduction) => Root(w =>
    {
        BetaGaussIntegrals node = BetaGaussIntegrals.Of(w * reduction);
        return (w * node.OnProbability) + (Math.Sqrt(w * reduction) * node.Mean);
    });

    static double Reduction(double correlationStrength)
    {
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        return 1 - (MeanFieldMap.KappaOf(correlationStrength) / Math.PI);
    }

    static double Root(Func<double, double> growth) => BracketedRoot.Find(w => growth(w) - 1, Low, High);
}
