using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>What a study found: the schemes, best first, and the verdict.</summary>
public sealed class StudyResults
{
    /// <summary>Ranks the schemes and weighs them against each other.</summary>
    /// <param name="study">What was asked.</param>
    /// <param name="problems">What was learned.</param>
    /// <param name="network">The network that learned.</param>
    /// <param name="schemes">The schemes with at least one finished run, in any order.</param>
    public StudyResults(Study study, StudyProblems problems, Network network, IEnumerable<SchemeResult> schemes)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(problems);
        Study = study;
        Problems = problems;
        Network = network;
        Schemes = [.. schemes.Where(s => s.Runs.Count > 0)
            .OrderBy(s => s.MedianError).ThenBy(s => s.LowError).ThenBy(s => s.Name, StringComparer.Ordinal)];
        Errors = new ErrorScale(Problem, study.Precision);
        Threshold = CommonThreshold();
        Verdict = Verdict.Of(
            Schemes, Errors, new(study.Margin, problems.Repeats, problems.Rows, problems.RowCount));
    }

    /// <summary>What was asked.</summary>
    public Study Study { get; }

    /// <summary>What was learned, for each seed.</summary>
    public StudyProblems Problems { get; }

    /// <summary>What was learned by the first seed.</summary>
    public Problem Problem => Problems.First;

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

    /// <summary>What to know of curves that look at some of the points; null where they look at all.</summary>
    public string? CurveNote => CurveCost.Note(
        Problem, Study.RaceOptions(Problem, Study.RunOf(Study.Schemes[0], 0), Study.Steps, threads: 1).ErrorPoints);

    /// <summary>Whether the first scheme's networks learn the points by heart; null where not.</summary>
    public LearnedByHeart? ByHeart => Study.Keep == KeptStep.Last || Schemes.Count == 0
        ? null
        : LearnedByHeart.Of(Schemes[0], areRows: Study.Problem.Data is not null);

    /// <summary>
    /// What to know of the results, one sentence each: equations met at their points only, sampled curves.
    /// </summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (ByHeart is { } heart)
                yield return heart.ToString();
            foreach (SchemeResult scheme in Schemes)
            {
                if (FreshLossWarning(scheme) is string warning)
                    yield return $"{scheme.Name}: {warning}";
            }

            if (CurveNote is string curves)
                yield return curves;
        }
    }

    string? FreshLossWarning(SchemeResult scheme)
    {
        if (Problem.Domain is null)
            return null;
        double fresh = SampleQuantiles.Median(scheme.Runs.Select(r => r.ValidationLoss));
        return FreshLoss.Warning(
            SampleQuantiles.Median(scheme.Runs.Select(r => r.Loss)), fresh, ConstantLoss.Of(Problem));
    }

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
