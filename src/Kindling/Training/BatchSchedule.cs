using Kindling.Sampling;

namespace Kindling.Training;

/// <summary>Which points each step takes: a function of seed and step alone, so a resumed run takes the same.</summary>
internal sealed class BatchSchedule
{
    readonly RandomStream _stream;
    readonly Batching _batching;
    readonly int[] _permutation;
    readonly int[] _drawn;
    readonly int _count;
    long _epoch = -1;

    /// <summary>A schedule over <paramref name="count"/> points.</summary>
    /// <param name="count">Points of the data set.</param>
    /// <param name="batchSize">Points per step; null, 0 or at least <paramref name="count"/> takes all.</param>
    /// <param name="batching">How a smaller batch is chosen.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">Sets terms of one problem apart.</param>
    public BatchSchedule(int count, int? batchSize, Batching batching, ulong seed, string purpose)
    {
        _count = count;
        bool full = batching == Batching.Full || batchSize is null or <= 0 || batchSize >= count;
        _batching = full ? Batching.Full : batching;
        Size = full ? count : batchSize!.Value;
        _stream = RandomStream.Create(seed, "batches").Split(purpose);
        _permutation = new int[_batching == Batching.Uniform ? 0 : count];
        _drawn = new int[_batching == Batching.Uniform ? Size : 0];
        ResetPermutation();
    }

    /// <summary>Points per step.</summary>
    public int Size { get; }

    /// <summary>The points of a step, counted from 0. Valid until the next call; allocates nothing.</summary>
    public ReadOnlySpan<int> At(long step)
    {
        switch (_batching)
        {
            case Batching.Full:
                return _permutation;
            case Batching.Uniform:
                // Four words for each draw leave room for the rejections of an unbiased integer.
                _stream.Position = (ulong)step * 4 * (ulong)Size;
                foreach (ref int index in _drawn.AsSpan())
                    index = _stream.NextInt(_count);
                return _drawn;
            default:
                int perEpoch = _permutation.Length / Size;
                Shuffle(step / perEpoch);
                return _permutation.AsSpan((int)(step % perEpoch) * Size, Size);
        }
    }

    void Shuffle(long epoch)
    {
        if (epoch == _epoch)
            return;
        _epoch = epoch;
        ResetPermutation();
        _stream.Position = (ulong)epoch * 4 * (ulong)_permutation.Length;
        _stream.Shuffle(_permutation);
    }

    void ResetPermutation()
    {
        for (int i = 0; i < _permutation.Length; i++)
            _permutation[i] = i;
    }
}
