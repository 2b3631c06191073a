using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>What a study found: the schemes, best first, and the verdict.</summary>
public sealed class StudyResults
{
    /// <summary>Ranks the schemes and weighs them against each other.</summary>
    /// <param name="study">What was asked.</param>
    /// <param name="problem">What was learned.</param>
    /// <param name="network">The network that learned.</param>
    /// <param name="schemes">The schemes with at least one finished run, in any order.</param>
    public StudyResults(Study study, Problem problem, Network network, IEnumerable<SchemeResult> schemes)
    {
        ArgumentNullException.ThrowIfNull(study);
        Study = study;
        Problem = problem;
        Network = network;
        Schemes = [.. schemes.Where(s => s.Runs.Count > 0)
            .OrderBy(s => s.MedianError).ThenBy(s => s.LowError).ThenBy(s => s.Name, StringComparer.Ordinal)];
        Errors = new ErrorScale(problem);
        Threshold = CommonThreshold();
        Verdict = Verdict.Of(Schemes, Errors);
    }

    /// <summary>What was asked.</summary>
    public Study Study { get; }

    /// <summary>What was learned.</summary>
    public Problem Problem { get; }

    /// <summary>The network that learned.</summary>
    public Network Network { get; }

    /// <summary>What an error of this problem is measured against.</summary>
    public ErrorScale Errors { get; }

    /// <summary>The schemes by rising median test error.</summary>
    public IReadOnlyList<SchemeResult> Schemes { get; }

    /// <summary>
    /// The error whose first reaching is counted in steps: the median final error of the middle one of the schemes
    /// that learned anything (of the worse one of two), so that half of them or more come there; NaN if none did.
    /// </summary>
    public double Threshold { get; }

    /// <summary>Which scheme is best, if the numbers say so.</summary>
    public Verdict Verdict { get; }

    /// <summary>True if every run of the study is here.</summary>
    public bool Complete => Schemes.Count == Study.Schemes.Count && Schemes.All(s => s.Runs.Count == Study.Seeds);

    /// <summary>Wall time from start to end, in seconds, of this call.</summary>
    public double Seconds { get; init; }

    /// <summary>Threads that this call worked with.</summary>
    public int Threads { get; init; }

    double CommonThreshold()
    {
        double[] learned = [.. Schemes.Select(s => s.MedianError).Where(Errors.IsLearned)];
        return learned.Length == 0 ? double.NaN : learned[learned.Length / 2];
    }
}
