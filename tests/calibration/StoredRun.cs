using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Calibration;

/// <summary>What an analysis needs of a finished run.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Place">The place of the seed in its study, from 0.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="IsDiverged">Whether the run diverged.</param>
/// <param name="InitialError">The test error before training.</param>
/// <param name="Step">The kept step.</param>
/// <param name="Error">The test error at the kept step.</param>
/// <param name="ErrorAtEnd">The test error at the end.</param>
/// <param name="Spread">The spread of the outputs, as <see cref="RunResult.OutputSpread"/>.</param>
/// <param name="StepsMade">Steps made at all rates of the run together.</param>
/// <param name="FreshError">The error on fresh rows of a table's law, in the target's units; NaN if not
/// measured.</param>
sealed record StoredRun(
    string Scheme,
    int Place,
    double Rate,
    bool IsDiverged,
    double InitialError,
    long Step,
    double Error,
    double ErrorAtEnd,
    double Spread,
    double StepsMade,
    double FreshError)
{
    /// <summary>Takes the numbers of a finished run.</summary>
    public static StoredRun Of(RunResult result, double freshError = double.NaN) => new(
        result.Run.Scheme,
        result.Run.Place,
        result.Run.LearningRate,
        result.Diverged,
        result.InitialTestError,
        result.Kept.Step,
        result.Kept.TestError,
        result.End.TestError,
        result.OutputSpread,
        result.Arms.Count > 0 ? result.Arms.Sum(a => (double)a.Step) : result.Steps,
        freshError);

    /// <summary>The result as the verdict reads it, with a curve of the start, the kept step and the end.</summary>
    public RunResult Result(Study study)
    {
        Run run = study.RunOf(Scheme, Place) with { LearningRate = Rate };
        CurvePoint start = Point(0, InitialError), kept = Point(Step, Error), end = Point(study.Steps, ErrorAtEnd);
        TrainingStatus status = IsDiverged ? TrainingStatus.Diverged : TrainingStatus.Finished;
        return new RunResult(run, status, null, study.Steps, [start, kept, end], Spread, 0, 0)
        {
            Kept = kept,
            End = end,
        };
    }

    static CurvePoint Point(long step, double error) => new(step, error, error, error);
}
