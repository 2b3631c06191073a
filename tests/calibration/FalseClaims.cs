using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>How often a comparison of equal initializers makes a claim.</summary>
/// <param name="Schemes">Initializers in a comparison.</param>
/// <param name="Comparisons">The number of comparisons.</param>
/// <param name="False">How many of them made a claim.</param>
/// <param name="Unlearned">How many could make none, because nothing was learned.</param>
sealed record FalseClaims(int Schemes, int Comparisons, int False, int Unlearned)
{
    /// <summary>The share of false claims that is promised.</summary>
    public const double Level = 0.05;

    /// <summary>The share of comparisons with a claim.</summary>
    public double Share => (double)False / Comparisons;

    /// <summary>The standard error of a share of <see cref="Level"/>.</summary>
    public double StandardError => Math.Sqrt(Level * (1 - Level) / Comparisons);

    /// <summary>The largest share that passes: the level and two standard errors.</summary>
    public double Bar => Level + (2 * StandardError);

    /// <summary>Whether the share is within the bar.</summary>
    public bool Holds => Share <= Bar;

    /// <summary>Cuts families of copies into disjoint comparisons of 2, 4 and 8, and counts claims.</summary>
    public static IReadOnlyList<FalseClaims> Count(IReadOnlyList<(Family Family, StoredFamily Stored)> families)
    {
        var parts = families.SelectMany(f => Parts(f.Family, f.Stored)).ToList();
        return
        [
            .. parts.GroupBy(p => p.Schemes).OrderBy(g => g.Key).Select(g => new FalseClaims(
                g.Key, g.Count(), g.Count(p => p.Claims > 0), g.Count(p => !p.IsLearned))),
        ];
    }

    static IEnumerable<(int Schemes, int Claims, bool IsLearned)> Parts(Family family, StoredFamily stored)
    {
        var problems = StudyProblems.Load(family.Study);
        for (int size = 2; size <= ControlTask.Copies; size *= 2)
        {
            foreach (string[] schemes in family.Study.Schemes.Chunk(size))
            {
                StudyResults results = stored.Results(family.Study, problems, schemes);
                bool isLearned = results.Errors.IsLearned(results.Schemes[0].MedianError);
                yield return (size, VerdictClaims.Of(results).Count, isLearned);
            }
        }
    }
}
