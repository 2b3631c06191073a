namespace Kindling.Training;

/// <summary>The steps at which a curve is measured: 0, then evenly on a logarithmic axis, and the last.</summary>
internal static class CurveSchedule
{
    /// <summary>Ascending distinct steps from 0 to <paramref name="steps"/>.</summary>
    /// <param name="steps">The last step, 0 or more.</param>
    /// <param name="perDecade">Steps between a power of ten and the next, 1 or more.</param>
    /// <param name="marks">Further steps; those beyond the last are left out.</param>
    public static IReadOnlyList<long> Steps(long steps, int perDecade, IReadOnlyList<long>? marks = null)
    {
        var points = new SortedSet<long>((marks ?? []).Where(m => m <= steps)) { 0, steps };
        for (int i = 0; ; i++)
        {
            long step = (long)Math.Round(Math.Pow(10, (double)i / perDecade));
            if (step >= steps)
                return [.. points];
            points.Add(step);
        }
    }
}
