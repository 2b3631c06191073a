namespace Kindling.Studies;

/// <summary>Which of several initializers have lower errors than which, with one error rate for all claims.</summary>
/// <remarks>
/// <para>
/// Errors are compared within seeds: d_s = log(error of the second / error of the first). Where the two are
/// exchangeable within a seed, d_s has either sign with equal probability, and flipping the signs of whole seeds shows
/// how large |t| becomes by chance. This holds for errors of any distribution, also if seeds have something in common.
/// Directed claims over all pairs are wrong with probability 5 % at most, together (<see cref="ClosedTest"/>; beyond
/// some ten initializers <see cref="StepDownTest"/>).
/// </para>
/// <para>
/// With n seeds no p-value is below 2^(1 - n): five seeds or fewer claim nothing. What follows from two claims is
/// claimed too: a better than b and b better than c.
/// </para>
/// </remarks>
public static class AllPairs
{
    /// <summary>The family-wise error rate.</summary>
    public const double Level = 0.05;

    /// <summary>How sure a claim is at least: 1 - <see cref="Level"/>.</summary>
    public const double Sureness = 1 - Level;

    /// <summary>The fewest seeds that can claim anything: 2^(1 - n) is the chance of one sign in all of n.</summary>
    public static int FewestSeeds { get; } = (int)Math.Ceiling(1 - Math.Log2(Level));

    /// <summary>Tests all pairs.</summary>
    /// <param name="errors">Errors, [initializer][seed]: positive, finite, the same seeds for all.</param>
    /// <param name="repeats">
    /// How many partitions of the same rows the seeds use, 1 or more: t is divided by its square root.
    /// </param>
    /// <param name="margin">A claim needs a ratio of 1 + margin; 0 or more.</param>
    /// <returns>All pairs (i, j), i &lt; j; empty without seeds.</returns>
    /// <exception cref="ArgumentException">
    /// The numbers of seeds differ, or an error is not positive and finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">Repeats is below 1, or the margin below 0.</exception>
    public static IReadOnlyList<PairResult> Test(
        IReadOnlyList<IReadOnlyList<double>> errors, int repeats = 1, double margin = 0)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        if (!(margin >= 0 && double.IsFinite(margin)))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "the margin must be finite and at least 0.");
        double[][] logs = [.. errors.Select((e, i) => Logarithms(e, errors[0].Count, i))];
        if (logs.Length < 2 || logs[0].Length == 0)
            return [];
        var pairs = new FlippedPairs(logs);
        PairTest test = PairTest.Of(pairs, Math.Sqrt(repeats), Level);
        PairResult[] results =
            [.. FlippedPairs.Pairs(logs.Length).Select((p, place) => Of(p, place, pairs, test, Math.Log(1 + margin)))];
        return ImpliedClaims.Add(results, logs.Length);
    }

    static double[] Logarithms(IReadOnlyList<double> errors, int seeds, int place)
    {
        if (errors.Count != seeds)
        {
            throw new ArgumentException(
                $"errors[{place}] has {errors.Count} seeds, errors[0] has {seeds}; all must have the same seeds.",
                nameof(errors));
        }

        foreach (double error in errors)
        {
            if (!(error > 0 && double.IsFinite(error)))
            {
                throw new ArgumentException(
                    $"errors[{place}] has the error {error}; it must be finite and greater than 0.", nameof(errors));
            }
        }

        return [.. errors.Select(e => Math.Log(e))];
    }

    static PairResult Of((int First, int Second) pair, int place, FlippedPairs pairs, PairTest test, double margin)
    {
        double[] differences = pairs.Differences[place];
        int seeds = differences.Length, more = DetectableDifference.MoreSeeds(seeds);
        double mean = differences.Average(), p = test.P[place], critical = test.Critical[place];
        (double low, double high) = new PairInterval(pairs, place, Level).Of(critical, p <= Level);
        bool isEnough = seeds >= FewestSeeds;
        double deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, seeds - 1));
        return new(
            pair.First,
            pair.Second,
            Math.Exp(mean),
            Math.Exp(low),
            Math.Exp(high),
            p,
            p <= Level && Math.Abs(mean) >= margin,
            isEnough ? Found(seeds, critical) : double.PositiveInfinity,
            isEnough ? Found(more, DetectableDifference.CriticalFor(critical, seeds, more, Level)) : double.NaN,
            seeds,
            more);

        double Found(int count, double size) => Math.Exp(DetectableDifference.Of(deviation, size, count, margin));
    }
}
