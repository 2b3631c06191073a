namespace Kindling.Training;

/// <summary>One point of a training curve. Errors are measured with the problem's metric.</summary>
/// <param name="Step">Steps made before this point.</param>
/// <param name="Loss">The training loss over all training points.</param>
/// <param name="TrainError">The error on the training points of the first term.</param>
/// <param name="TestError">The error on the test points; equal to <paramref name="TrainError"/> where there are
/// none.</param>
public sealed record CurvePoint(long Step, double Loss, double TrainError, double TestError)
{
    /// <summary>The solve for the read-out before this point; null where there was none.</summary>
    public ReadOutSolve? Solve { get; init; }
}
