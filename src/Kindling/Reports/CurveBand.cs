using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Reports;

/// <summary>The middle and the 80 % band of the curves of one scheme's runs.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="Low">The 10 % quantile over seeds; null if infinite.</param>
/// <param name="Median">The median over seeds; null if infinite.</param>
/// <param name="High">The 90 % quantile over seeds; null if infinite.</param>
sealed record CurveBand(long Step, double? Low, double? Median, double? High)
{
    /// <summary>Bands at every step that at least half of the runs recorded, ascending.</summary>
    /// <param name="runs">The runs of one scheme.</param>
    /// <param name="measure">Which number of a row.</param>
    public static IEnumerable<CurveBand> Over(IReadOnlyList<RunDocument> runs, Func<CurvePoint, double> measure)
    {
        var values = new SortedDictionary<long, List<double>>();
        foreach (RunDocument run in runs)
        {
            foreach (CurvePoint row in run.Curve)
            {
                if (!values.TryGetValue(row.Step, out List<double>? list))
                    values[row.Step] = list = [];
                list.Add(measure(row));
            }
        }

        foreach ((long step, List<double> list) in values)
        {
            int over = runs.Count(r => r.IsDiverged && (r.Curve.Count == 0 || r.Curve[^1].Step < step));
            if (2 * (list.Count + over) < runs.Count)
                continue;
            double?[] errors = [.. list, .. Enumerable.Repeat<double?>(null, over)];
            yield return new CurveBand(
                step,
                SampleQuantiles.Finite(errors, 0.1),
                SampleQuantiles.Finite(errors, 0.5),
                SampleQuantiles.Finite(errors, 0.9));
        }
    }
}
