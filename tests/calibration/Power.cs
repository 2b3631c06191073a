using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>Part "power": claims of the test of all pairs and of the verdict before it, on the same errors.</summary>
static class Power
{
    static readonly OldVerdict s_old = new();
    static readonly AllPairsTest s_new = new();

    /// <summary>Trains, simulates and counts.</summary>
    public static PartResult Measure(Workers workers)
    {
        CalibrationOptions options = workers.Options;
        var table = new MarkdownTable(
            "errors",
            "true differences found: before",
            "now",
            "not lower",
            "comparisons with a false claim: before",
            "now");
        bool holds = true;
        foreach (PowerTask task in PowerTask.All.Where(t => t.Name.Contains(options.Task)))
        {
            IReadOnlyList<Family> families = task.Families(options.PowerFamilies);
            Add(task.Name, CountReal(task, families, workers.Train("power", families)));
        }

        (SimulatedErrors Case, ErrorShape Shape)[] simulated =
        [
            .. from c in SimulatedErrors.All
               from s in Enum.GetValues<ErrorShape>()
               where $"{c.Name}, {s}".Contains(options.Task)
               select (c, s),
        ];
        IReadOnlyList<(ClaimCounts Old, ClaimCounts New)> counts =
            workers.Map("power: simulated cases", simulated, c => CountSimulated(c.Case, c.Shape, options.Trials));
        foreach (((SimulatedErrors errors, ErrorShape shape), var count) in simulated.Zip(counts))
            Add($"simulated, {errors.Name}, {shape.ToString().ToLowerInvariant()}", count);
        return new("Power", Text(options), table, holds);

        void Add(string name, (ClaimCounts Old, ClaimCounts New) counts)
        {
            (ClaimCounts before, ClaimCounts now) = counts;
            bool isLower = now.Power < before.Power - Noise(before); // False where there is nothing to find.
            holds &= !isLower;
            string word = before.Possible == 0 ? "-" : PartResult.Word(!isLower);
            table.Add(name, before.PowerText, now.PowerText, word, before.FalseText, now.FalseText);
        }
    }

    /// <summary>Two standard errors of a share.</summary>
    static double Noise(ClaimCounts counts) =>
        2 * Math.Sqrt(counts.Power * (1 - counts.Power) / Math.Max(1, counts.Comparisons));

    static string Text(CalibrationOptions options) =>
        "Both procedures read the same errors of eight seeds. Before: the first of the ranking against every other "
        + "one, by resampled seeds. "
        + $"Trained networks: {options.PowerFamilies} comparisons a row; a difference is true if the mean over all "
        + "their seeds is more than three standard errors from none, and a claim of the opposite is false. Simulated "
        + $"errors: {options.Trials} trials a row; normal (standard deviation of log errors 0.7), common (a common "
        + "part of each seed of 1, an own part of 0.4), heaps (3 apart, 30 % of the seeds in the upper one), cauchy "
        + "(scale 0.3). Not lower: within two standard errors of the power before.";

    static (ClaimCounts Old, ClaimCounts New) CountReal(
        PowerTask task, IReadOnlyList<Family> families, IReadOnlyList<StoredFamily> stored)
    {
        StudyResults[] results =
        [
            .. families.Zip(stored, (f, s) => s.Results(f.Study, StudyProblems.Load(f.Study), f.Study.Schemes)),
        ];
        IReadOnlyList<string> schemes = task.Study.Schemes;
        double[][][] errors = [.. results.Select(r => ErrorsOf(r, schemes))];
        double[][][] logs = [.. errors.Select(f => f.Select(s => s.Select(e => Math.Log(e)).ToArray()).ToArray())];
        (int, int)[] trueClaims =
        [
            .. from a in Enumerable.Range(0, schemes.Count)
               from b in Enumerable.Range(0, schemes.Count)
               where a != b && TrueOrder.Of(logs, a, b) is { IsSettled: true, Difference: > 0 }
               select (a, b),
        ];
        (ClaimCounts before, ClaimCounts now) = (new(), new());
        foreach ((StudyResults result, double[][] family) in results.Zip(errors))
        {
            bool isLearned = result.Errors.IsLearned(result.Schemes[0].MedianError);
            Count(before, isLearned ? s_old.Claims(family) : []);
            Count(now, [.. VerdictClaims.Of(result).Select(c => (Place(c.Better), Place(c.Worse)))]);
        }

        return (before, now);

        int Place(string scheme) => schemes.Index().First(s => s.Item == scheme).Index;

        void Count(ClaimCounts counts, IReadOnlyList<(int Better, int Worse)> claims) => counts.Add(
            trueClaims.Length,
            claims.Count(c => trueClaims.Contains(c)),
            claims.Count(c => trueClaims.Contains((c.Worse, c.Better))));
    }

    /// <summary>The errors that both procedures read: [scheme][seed].</summary>
    static double[][] ErrorsOf(StudyResults results, IReadOnlyList<string> schemes)
    {
        var paired = new PairedErrors(results.Schemes, results.Errors);
        var byName = paired.Schemes.Zip(paired.Errors).ToDictionary(p => p.First.Name, p => p.Second);
        return [.. schemes.Select(name => byName[name].ToArray())];
    }

    static (ClaimCounts Old, ClaimCounts New) CountSimulated(SimulatedErrors simulated, ErrorShape shape, int trials)
    {
        (ClaimCounts before, ClaimCounts now) = (new(), new());
        for (int trial = 0; trial < trials; trial++)
        {
            double[][] errors = simulated.Draw(shape, trial);
            Count(before, s_old.Claims(errors));
            Count(now, s_new.Claims(errors));
        }

        return (before, now);

        void Count(ClaimCounts counts, IReadOnlyList<(int Better, int Worse)> claims) => counts.Add(
            simulated.Differences, claims.Count(simulated.IsTrue), claims.Count(c => !simulated.IsTrue(c)));
    }
}
