using System.Numerics;
using Kindling.Networks;

namespace Kindling.Training;

/// <summary>How a run ended.</summary>
public enum TrainingStatus
{
    /// <summary>All steps were made.</summary>
    Finished,

    /// <summary>Cancelled, or out of time; the parameters so far are kept.</summary>
    Stopped,

    /// <summary>The loss or a parameter was not finite; the last finite parameters are kept.</summary>
    Diverged,
}

/// <summary>How a run went.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Status">How it ended.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Curve">Errors on a log-spaced schedule of steps, the start and the end included.</param>
/// <param name="Final">The parameters at the end; the last finite ones where the run diverged.</param>
/// <param name="Best">The parameters at the curve point with the lowest validation loss; where there are no validation
/// points, with the lowest training loss.</param>
/// <param name="Seconds">Time of the training steps alone, curve points not counted.</param>
/// <param name="Reason">Why a run stopped or diverged, or null.</param>
public sealed record TrainingResult<T>(
    TrainingStatus Status,
    long Steps,
    IReadOnlyList<CurvePoint> Curve,
    Parameters<T> Final,
    Parameters<T> Best,
    double Seconds,
    string? Reason)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The curve point of <see cref="Best"/>; null where there is no curve.</summary>
    public CurvePoint? BestPoint { get; init; }

    /// <summary>Mean time of a step; 0 where none was made.</summary>
    public double SecondsPerStep => Steps == 0 ? 0 : Seconds / Steps;
}
