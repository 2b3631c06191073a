using System.Globalization;
using Kindling.Sampling;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Finds the learning rate at which a scheme trains best in short runs.</summary>
/// <remarks>
/// <para>
/// One rate for all schemes would favor the scheme it happens to suit. So each scheme tries three rates half a decade
/// apart around the optimizer's usual one; while the best is at an end of the grid, the grid grows by half a decade
/// there, at most <see cref="MaxGrowth"/> times; then the two rates a quarter of a decade beside the best are tried.
/// </para>
/// <para>
/// A rate's score is the mean over the search's own seeds of the logarithm of the training loss at the end (not of the
/// share of wrong answers, in which many rates tie); the test points are not looked at. A rate at which a run diverges
/// is out. Ties go to the smaller rate.
/// </para>
/// </remarks>
public static class LearningRateSearch
{
    /// <summary>Runs at each rate; their seeds are not those of the study's runs.</summary>
    public const int Seeds = 2;

    /// <summary>Rates tried where the grid grows once: what progress reckons with.</summary>
    internal const int UsualCount = 6;

    /// <summary>How often the grid may grow, in either direction.</summary>
    public const int MaxGrowth = 4;

    /// <summary>The quarter decades, rounded to two digits.</summary>
    static readonly double[] QuarterDecades = [1, 1.8, 3.2, 5.6];

    /// <summary>
    /// The rate that people usually begin with: 0.1 for sgd, 0.01 with momentum, 0.001 for the adaptive ones.
    /// </summary>
    public static double UsualRate(OptimizerKind optimizer) => Rate(Center(optimizer));

    /// <summary>The mean logarithm of the training losses.</summary>
    internal static double Score(IEnumerable<RunResult> results) => results.Average(
        r => r.Diverged ? double.PositiveInfinity : Math.Log(Math.Max(r.Loss, double.Epsilon)));

    /// <summary>Steps of a short run: a fifth of the whole, but at least 200 where there are as many.</summary>
    public static int StepsFor(int steps) => Math.Max(steps / 5, Math.Min(steps, 200));

    /// <summary>The seed of a run of the search: 48 random bits, far from the small numbers that people give.</summary>
    internal static ulong SeedOf(ulong studySeed, int index) =>
        RandomStream.Create(studySeed, "learning rate search").Split(index).NextUInt64() >> 16;

    /// <summary>Searches.</summary>
    /// <param name="optimizer">Says where to begin.</param>
    /// <param name="score">The score of a rate, smaller is better, infinite where a run diverged; each rate is asked
    /// for once.</param>
    /// <returns>The best rate of those tried; the smallest tried if all diverged.</returns>
    public static async Task<double> FindAsync(OptimizerKind optimizer, Func<double, Task<double>> score)
    {
        // Its line search makes the steps.
        if (optimizer == OptimizerKind.Lbfgs)
            return 1;
        var scores = new SortedDictionary<int, double>();
        int center = Center(optimizer);
        await Try([center - 2, center, center + 2]).ConfigureAwait(false);
        for (int growth = 0; growth < MaxGrowth; growth++)
        {
            int best = Best(scores);
            int next = best == scores.Keys.First() ? best - 2 : best == scores.Keys.Last() ? best + 2 : best;
            if (next == best)
                break;
            await Try([next]).ConfigureAwait(false);
        }

        int middle = Best(scores);
        if (double.IsFinite(scores[middle]))
            await Try([middle - 1, middle + 1]).ConfigureAwait(false);
        return Rate(Best(scores));

        async Task Try(int[] places)
        {
            double[] found = await Task.WhenAll(places.Select(p => score(Rate(p)))).ConfigureAwait(false);
            for (int i = 0; i < places.Length; i++)
                scores[places[i]] = double.IsNaN(found[i]) ? double.PositiveInfinity : found[i];
        }
    }

    static int Best(SortedDictionary<int, double> scores) => scores.MinBy(s => s.Value).Key;

    /// <summary>The rate in the middle of the first grid, in quarter decades: 10^(place / 4).</summary>
    static int Center(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Sgd => -4,
        OptimizerKind.Lbfgs => 0,
        OptimizerKind.Momentum or OptimizerKind.Nesterov => -8,
        _ => -12,
    };

    internal static double Rate(int place)
    {
        int decade = (int)Math.Floor(place / 4.0);
        return double.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{QuarterDecades[place - (4 * decade)]:R}e{decade}"),
            CultureInfo.InvariantCulture);
    }
}
