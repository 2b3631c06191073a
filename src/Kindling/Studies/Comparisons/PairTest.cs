namespace Kindling.Studies;

/// <summary>What a test of all pairs says about each of them.</summary>
/// <param name="P">
/// The p-value of each pair, adjusted for all pairs: the smallest family-wise level at which the two differ.
/// </param>
/// <param name="Critical">The |t| that each pair would have to exceed, as far as it depends on the pair itself.</param>
sealed record PairTest(double[] P, double[] Critical)
{
    const int MostMembers = 10;

    /// <summary>A test whose cost grows with partitions times flips is made up to this many.</summary>
    const double MostWork = 6e7;

    /// <summary>Observed values are compared with this much slack, so that rounding does not break ties.</summary>
    public const double Slack = 1 - 1e-6;

    /// <summary>Tests all pairs, by partitions if there are few initializers, else stepping down.</summary>
    /// <param name="pairs">The statistics.</param>
    /// <param name="widening">The factor by which |t| has to be larger, 1 or more.</param>
    /// <param name="level">The family-wise level.</param>
    public static PairTest Of(FlippedPairs pairs, double widening, double level) =>
        pairs.Count <= MostMembers && (double)Partitions.CountOf(pairs.Count) * pairs.Flips <= MostWork
            ? ClosedTest.Of(pairs, widening, level)
            : StepDownTest.Of(pairs, widening, level);

    /// <summary>The share of values that are as large as the observed first one, divided by the widening.</summary>
    public static double ShareAsLarge(float[] values, double widening)
    {
        float observed = (float)(values[0] / widening * Slack);
        int count = 0;
        foreach (float value in values)
            count += value >= observed ? 1 : 0;
        return (double)count / values.Length;
    }

    /// <summary>The number that the observed value must exceed for a share of at most the level.</summary>
    public static double CriticalOf(float[] values, double widening, double level)
    {
        float[] copy = [.. values];
        return OrderStatistic.Largest(copy, (int)(level * values.Length)) * widening;
    }
}
