namespace Kindling.MeanField;

/// <summary>What ends the usable depth.</summary>
public enum DepthLimit
{
    /// <summary>Nothing up to the largest depth looked at.</summary>
    None,

    /// <summary>
    /// The inputs can no longer be told apart, or have forgotten how similar they were: |c - c*| is below resolution.
    /// </summary>
    Correlation,

    /// <summary>The length left the range.</summary>
    Length,

    /// <summary>The gradient's size left the range.</summary>
    Gradient,
}

/// <summary>The largest depth through which signals and gradients pass.</summary>
/// <remarks>
/// Two answers: the rule of thumb 6 xi_c of Schoenholz et al. (2017), and the maps themselves, followed from given
/// inputs until the correlation is within a resolution of c*, or length or mean square gradient leave a range.
/// </remarks>
/// <param name="Layers">How many layers keep within all limits.</param>
/// <param name="Limit">Which limit the next layer breaks.</param>
/// <param name="RuleOfThumb">6 xi_c; infinite at the edge of chaos.</param>
public sealed record UsableDepth(int Layers, DepthLimit Limit, double RuleOfThumb)
{
    /// <summary>What ends the depth, in words; null where nothing does.</summary>
    public string? End => Limit switch
    {
        DepthLimit.Correlation => "then the inputs' correlation is forgotten",
        DepthLimit.Length => "then the length leaves its range",
        DepthLimit.Gradient => "then the gradient leaves its range",
        _ => null,
    };

    /// <summary>Follows the maps.</summary>
    /// <param name="phase">The maps and their fixed points.</param>
    /// <param name="variance">q of the first pre-activations, above 0.</param>
    /// <param name="correlation">c of two inputs there, below 1.</param>
    /// <param name="resolution">The smallest |c - c*| that counts as remembered.</param>
    /// <param name="range">Length and mean square gradient may change by at most this factor, above 1.</param>
    /// <param name="maxLayers">Where to stop.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static UsableDepth Of(
        SignalPhase phase,
        double variance = 1,
        double correlation = 0.5,
        double resolution = 1e-3,
        double range = 1e6,
        int maxLayers = 10_000)
    {
        ArgumentNullException.ThrowIfNull(phase);
        Require.Positive(variance, nameof(variance));
        Require.Correlation(correlation, nameof(correlation));
        Require.Positive(resolution, nameof(resolution));
        Require.Positive(range - 1, nameof(range));
        double rule = 6 * phase.CorrelationDepthScale;
        double target = phase.Correlations?.Limit.Value ?? 1;
        double q = variance;
        double c = correlation;
        double gradient = 1;
        for (int layer = 0; layer < maxLayers; layer++)
        {
            gradient *= phase.Map.GradientFactor(q);
            if (!Within(gradient, 1, range))
                return new(layer, DepthLimit.Gradient, rule);
            double next = phase.Map.NextVariance(q);
            if (!Within(next, variance, range))
                return new(layer, DepthLimit.Length, rule);
            c = phase.Map.NextCorrelation(q, c);
            if (Math.Abs(c - target) < resolution)
                return new(layer, DepthLimit.Correlation, rule);
            q = next;
        }

        return new(maxLayers, DepthLimit.None, rule);
    }

    static bool Within(double value, double reference, double range) =>
        value >= reference / range && value <= reference * range;
}
