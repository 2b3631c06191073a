namespace Kindling.Training;

/// <summary>How far a run is, for whoever looks on from another thread; always a little behind.</summary>
public sealed class TrainingProgress
{
    long _step;
    double _loss = double.NaN;
    ReadOutSolve? _solve;
    bool _isAsked;

    /// <summary>Steps made.</summary>
    public long Step => Volatile.Read(ref _step);

    /// <summary>The loss of the last step's batch; not a number before the first.</summary>
    public double Loss => Volatile.Read(ref _loss);

    /// <summary>A recent solve for the read-out; null where there was none, and when it is first asked for.</summary>
    public ReadOutSolve? Solve
    {
        get
        {
            Volatile.Write(ref _isAsked, true);
            return Volatile.Read(ref _solve);
        }
    }

    /// <summary>
    /// Whether someone looked since the last <see cref="Answer"/>: rank and condition cost more than a step's own
    /// solve.
    /// </summary>
    internal bool IsAsked => Volatile.Read(ref _isAsked);

    internal void Tell(long step, double loss)
    {
        Volatile.Write(ref _loss, loss);
        Volatile.Write(ref _step, step);
    }

    internal void Answer(ReadOutSolve? solve)
    {
        Volatile.Write(ref _solve, solve);
        Volatile.Write(ref _isAsked, false);
    }
}
