namespace Kindling.Studies;

/// <summary>What follows from claims: if a is better than b, and b than c, then a is better than c.</summary>
/// <remarks>It is true wherever the two claims are, so it costs no error rate.</remarks>
static class ImpliedClaims
{
    /// <summary>
    /// Adds them; p-value and interval become those of the weaker of the two claims and of their product.
    /// </summary>
    /// <param name="results">All pairs in the order of <see cref="FlippedPairs.Pairs"/>.</param>
    /// <param name="count">The number of initializers.</param>
    public static PairResult[] Add(PairResult[] results, int count)
    {
        PairResult[] all = [.. results];
        for (int middle = 0; middle < count; middle++)
        {
            foreach ((int a, int b) in FlippedPairs.Pairs(count))
            {
                int place = FlippedPairs.PlaceOf(a, b);
                if (a != middle && b != middle && !all[place].IsClaimed)
                    all[place] = With(all[place], Of(all[place].Better, middle), Of(middle, all[place].Worse));
            }
        }

        return all;

        PairResult Of(int a, int b) => all[FlippedPairs.PlaceOf(Math.Min(a, b), Math.Max(a, b))];

        PairResult With(PairResult pair, PairResult one, PairResult two)
        {
            bool isImplied = one.IsClaimed && two.IsClaimed && one.Better == pair.Better && two.Worse == pair.Worse;
            if (!isImplied)
                return pair;
            double least = Advantage(one) * Advantage(two), p = Math.Max(one.P, two.P);
            return pair.Ratio >= 1
                ? pair with { IsClaimed = true, P = p, Low = Math.Max(pair.Low, least) }
                : pair with { IsClaimed = true, P = p, High = Math.Min(pair.High, 1 / least) };
        }
    }

    /// <summary>The smallest advantage in the interval of a claim.</summary>
    static double Advantage(PairResult claim) => claim.Ratio >= 1 ? claim.Low : 1 / claim.High;
}
