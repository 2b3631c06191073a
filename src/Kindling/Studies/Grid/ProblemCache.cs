namespace Kindling.Studies;

/// <summary>Problems of studies, each loaded once.</summary>
sealed class ProblemCache
{
    readonly Dictionary<string, StudyProblems> _problems = [];

    /// <summary>The problem of a study; studies with the same one share it.</summary>
    public StudyProblems Load(Study study)
    {
        int width = study.Problem.EquationWeight.Exponent is null ? 0 : study.Network.Widths.Max();
        string key = $"{study.Seed} {study.Seeds} {study.Folds} {width} {StudyYaml.TextOf(study.Problem)}";
        if (!_problems.TryGetValue(key, out StudyProblems? problem))
            _problems[key] = problem = StudyProblems.Load(study);
        return problem;
    }
}
