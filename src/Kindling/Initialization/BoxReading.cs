namespace Kindling.Initialization;

/// <summary>
/// The constants of a residual box layer: the paper's equations (12)-(16) and its Algorithm 3 disagree (ERRATA B4).
/// </summary>
public enum BoxReading
{
    /// <summary>
    /// delta = 1/L, m = (1 + 1/L)^(l-1), k carries m: equations (12) and (16). Features end below e. The default.
    /// </summary>
    Eq16,

    /// <summary>delta = 1/L, m = (1 + 1/L)^(l-2): the exponent that makes the chain (15) exact.</summary>
    Eq15,

    /// <summary>delta = 1/(L-1), m = (1 + 1/(L-1))^(l-2): as many factors as residual layers.</summary>
    Tight,

    /// <summary>Algorithm 3 as printed: m = (1 + 1/(L-1))^l, k without m. Features end at 2, but (12) fails.</summary>
    Algorithm3,

    /// <summary>Algorithm 3 with the factor m of (12) restored in k. Features may exceed e.</summary>
    Algorithm3WithM,
}

/// <summary>The numbers behind each <see cref="BoxReading"/>.</summary>
public static class BoxReadings
{
    /// <summary>The name of each reading in option texts.</summary>
    internal static IReadOnlyList<(string Word, BoxReading Value)> Words { get; } =
    [
        ("eq16", BoxReading.Eq16),
        ("eq15", BoxReading.Eq15),
        ("tight", BoxReading.Tight),
        ("algorithm3", BoxReading.Algorithm3),
        ("algorithm3_with_m", BoxReading.Algorithm3WithM),
    ];

    /// <summary>
    /// The side m of the box [0, m]^w in which layer l places its cut planes, and the height of its ReLUs on it.
    /// </summary>
    /// <param name="reading">Which of the printed constants.</param>
    /// <param name="layer">
    /// l, counted from 1; l = 1 is the plain layer before, so residual layers have 2 or more.
    /// </param>
    /// <param name="depth">L, the number of hidden layers, 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">layer or depth is below 2.</exception>
    public static (double Side, double Height) Constants(this BoxReading reading, int layer, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layer, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 2);
        bool countsAll = reading is BoxReading.Eq16 or BoxReading.Eq15;
        double delta = countsAll ? 1.0 / depth : 1.0 / (depth - 1);
        int exponent = reading switch
        {
            BoxReading.Eq16 => layer - 1,
            BoxReading.Eq15 or BoxReading.Tight => layer - 2,
            _ => layer,
        };
        double side = Math.Pow(1 + delta, exponent);
        return (side, reading == BoxReading.Algorithm3 ? delta : delta * side);
    }

    /// <summary>
    /// The bound of every feature after the last hidden layer: 1 plus the heights of all residual layers.
    /// </summary>
    /// <remarks>
    /// Holds for inputs inside the box and all widths equal: a unit adds at most its height while x stays in [0, m].
    /// </remarks>
    /// <param name="reading">Which of the printed constants.</param>
    /// <param name="depth">L, the number of hidden layers, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is less than 1.</exception>
    public static double FeatureBound(this BoxReading reading, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        double bound = 1;
        for (int layer = 2; layer <= depth; layer++)
            bound += reading.Constants(layer, depth).Height;
        return bound;
    }
}
