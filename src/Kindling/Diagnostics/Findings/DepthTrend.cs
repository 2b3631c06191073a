namespace Kindling.Diagnostics;

/// <summary>How a second moment changes over the hidden layers, as a factor on sizes (root mean squares).</summary>
/// <param name="Total">From the first hidden layer to the last.</param>
/// <param name="Steps">The layers between.</param>
readonly record struct DepthTrend(double Total, int Steps)
{
    /// <summary>The factor per layer, if it were the same everywhere.</summary>
    public double PerLayer => Steps == 0 ? 1 : Math.Pow(Total, 1.0 / Steps);

    /// <summary>From one second moment to another.</summary>
    public static DepthTrend Between(double from, double to, int steps) =>
        new(from > 0 ? Math.Sqrt(to / from) : to > 0 ? double.PositiveInfinity : 1, steps);

    /// <summary>E.g. <c>0.68x per layer, 0.02x over 10 layers</c>.</summary>
    public override string ToString() => $"{PerLayer:G3}x per layer, {Total:G2}x over {Steps} layers";
}
