using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>
/// The command that trains the first of the ranking on all rows of a table, with what its runs found.
/// </summary>
public static class FinalTraining
{
    /// <summary>
    /// The command; null for functions and equations, whose points are free, and where nothing was learned.
    /// </summary>
    public static string? Command(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Study.Problem.Data is null || results.Schemes.Count == 0)
            return null;
        SchemeResult first = results.Schemes[0];
        if (!results.Errors.IsLearned(first.MedianError) || double.IsNaN(first.LearningRate))
            return null;
        Study study = results.Study with
        {
            Schemes = [SchemeName.Parse(first.Name).Text],
            Seeds = 1,
            LearningRate = RateChoice.Of(first.LearningRate),
            Steps = (int)Math.Max(1, first.MedianKeptStep),
            Time = null,
            Keep = KeptStep.Last,
            Folds = null,
            Problem = results.Study.Problem with
            {
                Split = RowSplit.Fixed,
                TestFile = null,
                TestHash = null,
                ValidationFile = null,
                ValidationHash = null,
                TestFraction = 0,
                ValidationFraction = 0,
            },
        };
        return StudyCommandLine.Of(study, SettingForms.Train) + " --out final";
    }
}
