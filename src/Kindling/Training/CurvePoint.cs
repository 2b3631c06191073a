namespace Kindling.Training;

/// <summary>One point of a training curve. Errors are measured with the problem's metric.</summary>
/// <param name="Step">Steps made before this point.</param>
/// <param name="Loss">The training loss.</param>
/// <param name="TrainError">The error on the training points of the first term.</param>
/// <param name="TestError">The error on the test points. Without test points: the loss on fresh points where a problem
/// has those, else <paramref name="TrainError"/>.</param>
public sealed record CurvePoint(long Step, double Loss, double TrainError, double TestError)
{
    /// <summary>The loss on the validation points; null where there are none.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// The error on the validation points (of an equation: their loss); null where there are none.
    /// </summary>
    public double? ValidationError { get; init; }

    /// <summary>The solve for the read-out before this point; null where there was none.</summary>
    public ReadOutSolve? Solve { get; init; }

    /// <summary>
    /// What chooses among the points of a curve and among learning rates, smaller is better: the validation loss, or
    /// the training loss where there are no validation points. Infinite where it is undefined.
    /// </summary>
    public double Score =>
        (ValidationLoss ?? Loss) is var score && double.IsNaN(score) ? double.PositiveInfinity : score;
}
