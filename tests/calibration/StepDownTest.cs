namespace Kindling.Calibration;

/// <summary>All pairs by sign flips of whole seeds: largest |t| first, stepping down, at a family-wise 5 %.</summary>
/// <remarks>
/// The simplest test of all pairs that holds its level. The null distribution is that of the largest |t| over the pairs
/// that are not decided yet.
/// </remarks>
sealed class StepDownTest : IPairTest
{
    const double Level = 0.05;

    /// <inheritdoc/>
    public IReadOnlyList<(int Better, int Worse)> Claims(IReadOnlyList<double[]> errors)
    {
        var open = (from b in Enumerable.Range(0, errors.Count)
                    from a in Enumerable.Range(0, b)
                    select Pair.Of(a, b, errors)).ToList();
        var claims = new List<(int Better, int Worse)>();
        while (open.Count > 0)
        {
            Pair largest = open.MaxBy(p => Math.Abs(p.T[0]))!;
            double observed = Math.Abs(largest.T[0]) * (1 - 1e-9);
            int flips = largest.T.Length;
            int asLarge = Enumerable.Range(0, flips).Count(f => open.Any(p => Math.Abs(p.T[f]) >= observed));
            if (asLarge > Level * flips)
                break;
            claims.Add(largest.T[0] > 0 ? (largest.A, largest.B) : (largest.B, largest.A));
            open.Remove(largest);
        }

        return claims;
    }

    /// <summary>The t statistic of a pair for each flip of signs, the observed one first.</summary>
    sealed record Pair(int A, int B, double[] T)
    {
        public static Pair Of(int a, int b, IReadOnlyList<double[]> errors)
        {
            double[] differences = [.. errors[a].Zip(errors[b], (x, y) => Math.Log(y / x))];
            int n = differences.Length;
            double squares = differences.Sum(d => d * d);
            var t = new double[1 << (n - 1)];
            for (int flip = 0; flip < t.Length; flip++)
            {
                double sum = 0;
                for (int s = 0; s < n; s++)
                    sum += (flip >> s & 1) == 1 ? -differences[s] : differences[s];
                double scatter = Math.Max((n * squares) - (sum * sum), 1e-12 * n * squares);
                t[flip] = squares == 0 ? 0 : sum * Math.Sqrt((n - 1) / scatter);
            }

            return new(a, b, t);
        }
    }
}
