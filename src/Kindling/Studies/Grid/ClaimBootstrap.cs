using Kindling.Sampling;
using MathNet.Numerics.Distributions;

namespace Kindling.Studies;

/// <summary>How far a claim's number would move with other seeds, by drawing seeds again with replacement.</summary>
/// <remarks>
/// The 95 % interval is the expanded percentile interval (Hesterberg 2015, "What teachers should know about the
/// bootstrap", section 4.4): with n seeds the levels of its ends are Phi(∓ sqrt(n / (n - 1)) t), t the 97.5 % quantile
/// of Student's t with n - 1 degrees of freedom, because the plain percentile interval is too narrow for few seeds.
/// </remarks>
static class ClaimBootstrap
{
    const int Resamples = 2000;

    /// <summary>
    /// The interval when seeds are drawn again, the same seeds in all cells, since runs of one seed belong together.
    /// </summary>
    /// <param name="measure">The number.</param>
    /// <param name="cells">Those that it depends on, each with 2 runs or more.</param>
    /// <returns>NaN where no resample gives a number.</returns>
    public static (double Low, double High) Interval(ClaimMeasure measure, IReadOnlyList<CellResult> cells)
    {
        var values = new Dictionary<(string, Measurement), double[]>();
        int most = cells.Max(c => c.Runs.Count), n = cells.Min(c => c.Runs.Count);
        RandomStream random = RandomStream.Create(0, "claim bootstrap");
        var numbers = new double[Resamples];
        for (int r = 0; r < Resamples; r++)
        {
            double[] draws = Draws(random, most);
            numbers[r] = measure.Of(cells, (cell, of) => of.Over(Resample(ValuesOf(cell, of), draws)));
        }

        double[] defined = [.. numbers.Where(v => !double.IsNaN(v))];
        double level = Normal.CDF(0, 1, -Math.Sqrt(n / (n - 1.0)) * StudentT.InvCDF(0, 1, n - 1, 0.975));
        return (SampleQuantiles.Quantile(defined, level), SampleQuantiles.Quantile(defined, 1 - level));

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
