using Kindling.Sampling;

namespace Kindling.Studies;

/// <summary>How far a claim's number would move with other seeds.</summary>
static class ClaimBootstrap
{
    const int Resamples = 500;

    /// <summary>
    /// The middle 80 % of the number when seeds are drawn again with replacement, the same seeds in all cells, since
    /// runs of one seed belong together; NaN for fewer than 3 seeds.
    /// </summary>
    public static (double Low, double High) Interval(ClaimMeasure measure, IReadOnlyList<CellResult> cells)
    {
        CellResult[] used = [.. cells.Where(c => measure.Needs(c.Cell))];
        if (used.Min(c => c.Runs.Count) < 3)
            return (double.NaN, double.NaN);
        var values = new Dictionary<(string, Measurement), double[]>();
        int seeds = used.Max(c => c.Runs.Count);
        RandomStream random = RandomStream.Create(0, "claim bootstrap");
        var numbers = new double[Resamples];
        for (int r = 0; r < Resamples; r++)
        {
            double[] draws = Draws(random, seeds);
            numbers[r] = measure.Of(used, (cell, of) => of.Over(Resample(ValuesOf(cell, of), draws)));
        }

        double[] defined = [.. numbers.Where(n => !double.IsNaN(n))];
        return (SampleQuantiles.Quantile(defined, 0.1), SampleQuantiles.Quantile(defined, 0.9));

        double[] ValuesOf(CellResult cell, Measurement of)
        {
            if (!values.TryGetValue((cell.Cell.Id, of), out double[]? known))
                values[(cell.Cell.Id, of)] = known = [.. cell.Runs.Select(of.Of)];
            return known;
        }
    }

    static double[] Draws(RandomStream random, int count)
    {
        var draws = new double[count];
        random.FillUniform<double>(draws, 0, 1);
        return draws;
    }

    static double[] Resample(double[] values, double[] draws) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[(int)(draws[i] * values.Length)])];
}
