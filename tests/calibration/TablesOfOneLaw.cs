using Kindling.Problems;
using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>Part "tables": claims from tables of 200 rows against the order on fresh rows of the same law.</summary>
static class TablesOfOneLaw
{
    const int Rows = 200;
    const int FreshRows = 100_000;

    static readonly string[] s_schemes = ["glorot", "he", "lecun", "orthogonal", "pytorch"];

    /// <summary>Trains and counts.</summary>
    public static PartResult Measure(Workers workers)
    {
        IReadOnlyList<Family> families = Families(workers.Options);
        IReadOnlyList<StoredFamily> stored = workers.Train("tables", families);
        double[][][] fresh = [.. stored.Select(FreshErrors)];
        DirectedClaim[][] claims = [.. families.Zip(stored, ClaimsOf)];
        var table = new MarkdownTable(
            "pair", "true ratio of errors", "tables that claim the first is better", "... that the second is");
        int wrong = 0;
        foreach ((int a, int b) in Pairs())
        {
            var order = TrueOrder.Of(fresh, a, b);
            int first = Count(a, b), second = Count(b, a);
            wrong += order.Difference > 0 ? second : first;
            double low = Math.Exp(order.Difference - (2 * order.StandardError));
            double high = Math.Exp(order.Difference + (2 * order.StandardError));
            table.Add(
                $"{s_schemes[a]}, {s_schemes[b]}",
                $"{Math.Exp(order.Difference):0.000} ({low:0.000} to {high:0.000})",
                $"{first}",
                $"{second}");
        }

        int all = claims.Sum(c => c.Length);
        bool holds = wrong <= FalseClaims.Level * all;
        return new("Claims on tables of one law", Text(families.Count, all, wrong), table, holds);

        int Count(int better, int worse) =>
            claims.Sum(c => c.Count(d => d == new DirectedClaim(s_schemes[better], s_schemes[worse])));
    }

    static string Text(int tables, int claims, int wrong) =>
        $"{tables} tables of {Rows} rows come from one law: six inputs, a nonlinear target with noise. Relu, 32x2, 300 "
        + $"steps, 8 folds. The true ratio is that of the errors of all trained networks on {FreshRows:N0} fresh rows "
        + $"(second / first, mean over tables, two standard errors). {wrong} of {claims} claims contradict the true "
        + $"order ({(claims == 0 ? 0 : (double)wrong / claims):P1}; the bar is 5 %).";

    static IReadOnlyList<Family> Families(CalibrationOptions options)
    {
        DataSet fresh = RegressionLaw.Draw(FreshRows, number: -1);
        string folder = Path.Combine(options.Cache, "laws");
        return
        [
            .. Enumerable.Range(0, options.Tables).Select(i => new Family("law", i, StudyOf(folder, i))
            {
                FreshRows = fresh,
            }),
        ];
    }

    static Study StudyOf(string folder, int number)
    {
        string table = RegressionLaw.WriteTable(folder, Rows, number);
        return DefaultStudy.Table((table, "y"), "relu", 32, 2, 300, string.Join(',', s_schemes)) with
        {
            Seed = ControlTask.SeedOf(number),
        };
    }

    static double[][] FreshErrors(StoredFamily family)
    {
        double worst = family.Runs.Select(r => r.FreshError).Where(double.IsFinite).Max();
        return
        [
            .. s_schemes.Select(s => family.Runs.Where(r => r.Scheme == s).OrderBy(r => r.Place)
                .Select(r => Math.Log(double.IsFinite(r.FreshError) ? r.FreshError : worst)).ToArray()),
        ];
    }

    static DirectedClaim[] ClaimsOf(Family family, StoredFamily stored) =>
        [.. VerdictClaims.Of(stored.Results(family.Study, StudyProblems.Load(family.Study), s_schemes))];

    static IEnumerable<(int A, int B)> Pairs() =>
        from a in Enumerable.Range(0, s_schemes.Length)
        from b in Enumerable.Range(a + 1, s_schemes.Length - a - 1)
        select (a, b);
}
