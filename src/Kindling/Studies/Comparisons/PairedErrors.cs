using Kindling.Training;

namespace Kindling.Studies;

/// <summary>The errors of schemes over the seeds that all of them have, as the test of all pairs takes them.</summary>
/// <remarks>
/// Two schemes whose curves are equal bit for bit at every common seed are one start with two names: the second is left
/// out. A diverged run enters with the largest error that any run showed, at its start or its end.
/// </remarks>
sealed class PairedErrors
{
    /// <summary>Collects the errors.</summary>
    /// <param name="ranked">Schemes with runs, best first.</param>
    /// <param name="scale">Turns an error into one that has a logarithm.</param>
    public PairedErrors(IReadOnlyList<SchemeResult> ranked, ErrorScale scale)
    {
        var kept = new List<SchemeResult>();
        var same = new List<(string, string)>();
        foreach (SchemeResult scheme in ranked)
        {
            if (kept.Find(k => IsSameStart(k, scheme)) is { } known)
                same.Add((known.Name, scheme.Name));
            else
                kept.Add(scheme);
        }

        (Schemes, SameStarts) = (kept, same);
        ulong[] seeds =
            [.. kept.Select(s => s.Runs.Select(r => r.Run.Seed)).Aggregate((a, b) => a.Intersect(b)).Order()];
        double worst = ranked.SelectMany(s => s.Runs).SelectMany(r => new[] { r.TestError, r.InitialTestError })
            .Where(double.IsFinite).DefaultIfEmpty(1).Max();
        Seeds = seeds.Length;
        Errors = [.. kept.Select(s => seeds.Select(seed => Error(s.Runs.First(r => r.Run.Seed == seed))).ToArray())];

        double Error(RunResult run) => scale.ForComparison(double.IsFinite(run.TestError) ? run.TestError : worst);
    }

    /// <summary>The schemes that are compared, best first.</summary>
    public IReadOnlyList<SchemeResult> Schemes { get; }

    /// <summary>Schemes that are the same start: the one that is compared, and the other one.</summary>
    public IReadOnlyList<(string Kept, string Other)> SameStarts { get; }

    /// <summary>The number of seeds that all have.</summary>
    public int Seeds { get; }

    /// <summary>Positive errors, [scheme][seed].</summary>
    public IReadOnlyList<IReadOnlyList<double>> Errors { get; }

    /// <summary>True if all common runs are equal, and one of them at least learned something else than a
    /// constant.</summary>
    static bool IsSameStart(SchemeResult one, SchemeResult other)
    {
        (RunResult A, RunResult B)[] pairs =
            [.. one.Runs.Join(other.Runs, r => r.Run.Seed, r => r.Run.Seed, (a, b) => (a, b))];
        return pairs.Length > 0
            && pairs.Any(p => !p.A.Diverged && !p.A.Collapsed)
            && pairs.All(p => p.A.Curve.Count == p.B.Curve.Count && p.A.Curve.Zip(p.B.Curve).All(IsSame));
    }

    static bool IsSame((CurvePoint A, CurvePoint B) points) =>
        points.A.Step == points.B.Step
        && points.A.Loss.Equals(points.B.Loss)
        && points.A.TrainError.Equals(points.B.TrainError)
        && points.A.TestError.Equals(points.B.TestError);
}
