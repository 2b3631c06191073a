using Kindling.Diagnostics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>What one training of one network gave.</summary>
/// <param name="Study">What was asked: one scheme, one seed.</param>
/// <param name="Problem">What was learned.</param>
/// <param name="Network">The network.</param>
/// <param name="LearningRate">The learning rate, found or given.</param>
/// <param name="Status">How the run ended.</param>
/// <param name="Reason">Why it stopped or diverged, or null.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Curve">Errors over the steps, the start first.</param>
/// <param name="Last">The last step measured on all points; null where the run diverged.</param>
/// <param name="SecondsPerStep">Mean time of a step.</param>
public sealed record SingleRunResult(
    Study Study,
    Problem Problem,
    Network Network,
    double LearningRate,
    TrainingStatus Status,
    string? Reason,
    long Steps,
    IReadOnlyList<CurvePoint> Curve,
    CurvePoint? Last,
    double SecondsPerStep)
{
    /// <summary>The outputs at the problem's <see cref="Problem.ErrorData"/>.</summary>
    public required Matrix<double> Predictions { get; init; }

    /// <summary>What the equation leaves at its points, [points, 1]; null where the problem is none.</summary>
    public Matrix<double>? Residual { get; init; }

    /// <summary>The distance to the exact solution; null where there is none, or the run diverged.</summary>
    public SolutionErrors? Errors { get; init; }

    /// <summary>What the network computed on its way, by rising steps; empty where it was not kept.</summary>
    public IReadOnlyList<TrainingPicture> Pictures { get; init; } = [];

    /// <summary>The kept step measured on all points; null where the run diverged.</summary>
    public CurvePoint? Kept { get; init; }

    /// <summary>The validation loss of the best constant output (<see cref="Training.ConstantLoss"/>).</summary>
    public double ConstantLoss { get; init; } = double.NaN;

    /// <summary>
    /// Says where an equation is fitted at its points and not between them: its loss on fresh points is far above the
    /// one at its own, and not small. Null where there is nothing to say.
    /// </summary>
    public string? FreshLossWarning =>
        Problem.Domain is null || Kept is not { ValidationLoss: double fresh } kept ? null
        : FreshLoss.Warning(kept.Loss, fresh, ConstantLoss);
}

/// <summary>The network at one step of its training, over one or two inputs.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="Points">Where it was evaluated.</param>
/// <param name="Outputs">[points, outputs].</param>
/// <param name="Cuts">Its cut planes; empty where the activation has no kinks.</param>
public sealed record TrainingPicture(
    long Step, DisplayPoints Points, Matrix<double> Outputs, IReadOnlyList<CutLine> Cuts);
