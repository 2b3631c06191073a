using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>The finished runs of one study, as one line of a file.</summary>
/// <param name="Key">Names the study, its settings included.</param>
/// <param name="Runs">All runs of all schemes.</param>
sealed record StoredFamily(string Key, IReadOnlyList<StoredRun> Runs)
{
    /// <summary>The results of the study as if it had only some of its schemes, verdict included.</summary>
    /// <param name="study">The study of the family.</param>
    /// <param name="problems">Its problems.</param>
    /// <param name="schemes">Schemes of the study.</param>
    public StudyResults Results(Study study, StudyProblems problems, IReadOnlyList<string> schemes)
    {
        Study part = study with { Schemes = schemes };
        return new StudyResults(
            part,
            problems,
            study.Network.Build(problems.First.Inputs, problems.First.Outputs),
            schemes.Select(s => Scheme(study, s)));
    }

    /// <summary>The runs of one scheme.</summary>
    public SchemeResult Scheme(Study study, string scheme) =>
        new(scheme, [.. Runs.Where(r => r.Scheme == scheme).OrderBy(r => r.Place).Select(r => r.Result(study))], []);
}
