using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>Problems of studies, each loaded once.</summary>
sealed class ProblemCache
{
    readonly Dictionary<string, Problem> _problems = [];

    /// <summary>The problem of a study; studies with the same one share it.</summary>
    public Problem Load(Study study)
    {
        int width = study.Problem.EquationWeight.Exponent is null ? 0 : study.Network.Widths.Max();
        string key = $"{study.Seed} {width} {StudyYaml.TextOf(study.Problem)}";
        if (!_problems.TryGetValue(key, out Problem? problem))
            _problems[key] = problem = study.Problem.Load(study.Seed, study.Network);
        return problem;
    }
}
