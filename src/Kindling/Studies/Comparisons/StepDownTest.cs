namespace Kindling.Studies;

/// <summary>The test of all pairs for many initializers: largest |t| first, stepping down.</summary>
/// <remarks>
/// The largest |t| is compared with the largest |t| of all pairs under each flip of the signs of seeds; if it stands
/// out, the next one is compared with that of the pairs that are left (Westfall and Young 1993). P-values never fall
/// on the way.
/// </remarks>
static class StepDownTest
{
    /// <summary>Tests all pairs.</summary>
    /// <inheritdoc cref="PairTest.Of"/>
    public static PairTest Of(FlippedPairs pairs, double widening, double level)
    {
        int count = pairs.Differences.Length;
        double[] p = new double[count], critical = new double[count];
        int[] ascending = [.. Enumerable.Range(0, count).OrderBy(k => pairs.SizesOf(k)[0])];
        var largest = new float[pairs.Flips];
        foreach (int pair in ascending)
        {
            float[] sizes = pairs.SizesOf(pair);
            for (int f = 0; f < largest.Length; f++)
                largest[f] = Math.Max(largest[f], sizes[f]);
            p[pair] = PairTest.ShareAsLarge(largest, widening);
            critical[pair] = PairTest.CriticalOf(largest, widening, level);
        }

        StepDown(ascending, p, critical, level);
        return new(p, critical);
    }

    /// <summary>
    /// The way down: no p-value is below one before it, and after the first that fails all need as much.
    /// </summary>
    static void StepDown(int[] ascending, double[] p, double[] critical, double level)
    {
        double largest = 0, failed = 0;
        foreach (int pair in ascending.Reverse())
        {
            largest = p[pair] = Math.Max(largest, p[pair]);
            if (failed == 0 && largest > level)
                failed = critical[pair];
            critical[pair] = Math.Max(critical[pair], failed);
        }
    }
}
