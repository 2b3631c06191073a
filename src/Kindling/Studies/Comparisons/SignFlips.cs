using Kindling.Sampling;

namespace Kindling.Studies;

/// <summary>The sums over seeds that paired differences would have if some seeds' signs were flipped.</summary>
/// <remarks>
/// If two initializers are exchangeable within each seed, every choice of signs is as likely as the observed one. A
/// choice and its opposite give the same |t|, so one of the two is enough: there are 2^(n - 1) choices up to
/// <see cref="MostExact"/> seeds, otherwise <see cref="MostDrawn"/> of them from a fixed stream. The first choice is
/// the observed one.
/// </remarks>
static class SignFlips
{
    /// <summary>With more seeds than this, flips are drawn.</summary>
    public const int MostExact = 14;

    /// <summary>How many flips are drawn, the observed signs included.</summary>
    public const int MostDrawn = 10_000;

    /// <summary>The number of flips for a number of seeds.</summary>
    public static int CountOf(int seeds) => seeds <= MostExact ? 1 << (seeds - 1) : MostDrawn;

    /// <summary>For each flip, the sum of each row's values with the flip's signs.</summary>
    /// <param name="rows">Values over the same seeds.</param>
    /// <param name="seeds">The number of seeds, 1 or more.</param>
    /// <returns>[row][flip]; flip 0 changes no sign.</returns>
    public static double[][] Sums(IReadOnlyList<double[]> rows, int seeds)
    {
        double[][] sums = [.. rows.Select(_ => new double[CountOf(seeds)])];
        var signs = new double[seeds];
        RandomStream random = RandomStream.Create(0, "sign flips");
        for (int f = 0; f < CountOf(seeds); f++)
        {
            SetSigns(signs, f, random);
            for (int r = 0; r < sums.Length; r++)
            {
                double sum = 0;
                for (int s = 0; s < seeds; s++)
                    sum += signs[s] * rows[r][s];
                sums[r][f] = sum;
            }
        }

        return sums;
    }

    /// <summary>The signs of one flip. Where there are all flips, the last seed keeps its sign.</summary>
    static void SetSigns(double[] signs, int flip, RandomStream random)
    {
        bool exact = signs.Length <= MostExact;
        for (int s = 0; s < signs.Length; s++)
        {
            bool flipped = exact ? (flip >> s & 1) == 1 : flip > 0 && (random.NextUInt32() & 1) == 1;
            signs[s] = flipped ? -1 : 1;
        }
    }
}
