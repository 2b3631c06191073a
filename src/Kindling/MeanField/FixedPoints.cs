namespace Kindling.MeanField;

/// <summary>What small deviations from a fixed point do.</summary>
public enum Stability
{
    /// <summary>They shrink.</summary>
    Stable,

    /// <summary>Slope 1 to rounding: to first order they stay.</summary>
    Marginal,

    /// <summary>They grow.</summary>
    Unstable,
}

/// <summary>A fixed point of the length or the correlation map.</summary>
/// <param name="Value">q* or c*.</param>
/// <param name="Slope">The map's derivative there.</param>
public readonly record struct FixedPoint(double Value, double Slope)
{
    const double Rounding = 1e-11;

    /// <summary>Whether |slope| is below, at or above 1.</summary>
    public Stability Stability => Math.Abs(Math.Abs(Slope) - 1) <= Rounding ? Stability.Marginal
        : Math.Abs(Slope) < 1 ? Stability.Stable
        : Stability.Unstable;

    /// <summary>
    /// The number of layers after which a deviation has shrunk by e: -1 / ln |slope|; infinite if it does not.
    /// </summary>
    public double DepthScale =>
        Stability == Stability.Stable ? -1 / Math.Log(Math.Abs(Slope)) : double.PositiveInfinity;
}
