using System.Numerics;
using Kindling.Networks;

namespace Kindling.Training;

/// <summary>The state of one run: all that a checkpoint must hold.</summary>
internal sealed class TrainingRun<T>(Parameters<T> parameters, Optimizer<T> optimizer, LearningRate rate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly List<CurvePoint> _curve = [];
    string? _reason;

    public Parameters<T> Parameters { get; } = parameters;

    public Optimizer<T> Optimizer { get; } = optimizer;

    public LearningRate Rate { get; } = rate;

    /// <summary>The parameters at the curve point with the lowest <see cref="CurvePoint.Score"/> so far.</summary>
    public Parameters<T> Best { get; } = parameters.Clone();

    /// <summary>That curve point; null before the first.</summary>
    public CurvePoint? BestPoint { get; private set; }

    /// <summary>Steps made.</summary>
    public long Step { get; set; }

    /// <summary>Time of the steps up to the last checkpoint, and of all of them when it ends.</summary>
    public double Seconds { get; set; }

    /// <summary>How the run ended, or null while it goes on.</summary>
    public TrainingStatus? Status { get; private set; }

    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>The step of the last curve point, -1 before the first.</summary>
    public long LastPoint => _curve.Count == 0 ? -1 : _curve[^1].Step;

    public void Stop(string reason) => (Status, _reason) = (TrainingStatus.Stopped, reason);

    public void Diverge(string reason) => (Status, _reason) = (TrainingStatus.Diverged, $"{reason} at step {Step}");

    /// <summary>Puts back a curve when a run resumes.</summary>
    public void RestoreCurve(IEnumerable<CurvePoint> curve)
    {
        _curve.Clear();
        _curve.AddRange(curve);
        BestPoint = _curve.MinBy(p => p.Score);
    }

    /// <summary>Adds a curve point; a lower score than all before makes the parameters the best.</summary>
    public void Record(CurvePoint point, Action<CurvePoint>? onPoint)
    {
        if (LastPoint == point.Step)
            return;
        if (BestPoint is null || point.Score < BestPoint.Score)
        {
            Parameters.Flat.CopyTo(Best.Flat);
            BestPoint = point;
        }

        if (Status is null && !double.IsFinite(point.Loss))
            Diverge("the loss over all training points is not finite");
        _curve.Add(point);
        onPoint?.Invoke(point);
    }

    public TrainingResult<T> Result(long steps) => new(
        Status ?? (Step >= steps ? TrainingStatus.Finished : TrainingStatus.Stopped),
        Step,
        _curve,
        Parameters,
        Best,
        Seconds,
        _reason)
    {
        BestPoint = BestPoint,
    };
}
