namespace Kindling.Training;

/// <summary>How far a run is, for whoever looks on from another thread; always a little behind.</summary>
public sealed class TrainingProgress
{
    long _step;
    double _loss = double.NaN;
    ReadOutSolve? _solve;

    /// <summary>Steps made.</summary>
    public long Step => Volatile.Read(ref _step);

    /// <summary>The loss of the last step's batch; not a number before the first.</summary>
    public double Loss => Volatile.Read(ref _loss);

    /// <summary>The last solve for the read-out, or null.</summary>
    public ReadOutSolve? Solve => Volatile.Read(ref _solve);

    internal void Tell(long step, double loss, ReadOutSolve? solve)
    {
        Volatile.Write(ref _solve, solve);
        Volatile.Write(ref _loss, loss);
        Volatile.Write(ref _step, step);
    }
}
