namespace Kindling.Sampling;

/// <summary>Some of many rows, evenly spread: for curves, figures and measurements that need not look at all.</summary>
public static class EvenSpread
{
    /// <summary>
    /// The first of <paramref name="most"/> equal stretches each, or all places where there are no more.
    /// </summary>
    /// <param name="count">How many there are.</param>
    /// <param name="most">How many are taken at most.</param>
    public static int[] Of(int count, int most)
    {
        int taken = Math.Min(count, most);
        return [.. Enumerable.Range(0, taken).Select(i => (int)((long)i * count / taken))];
    }

    /// <summary>
    /// The same with the first and the last place among them; for lines, which end where the data end.
    /// </summary>
    /// <param name="count">How many there are.</param>
    /// <param name="most">How many are taken at most, 2 or more.</param>
    public static int[] WithEnds(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];
}
