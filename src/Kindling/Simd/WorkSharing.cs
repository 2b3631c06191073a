namespace Kindling.Simd;

/// <summary>A few threads that share the items of one loop after another.</summary>
/// <remarks>
/// Which thread takes which item is left to chance, so items must be independent and results combined in item order
/// afterwards: then the number of threads never changes a bit. Workers spin for some microseconds between loops, since
/// a training step is a chain of loops of that length, and sleep after that. Running a loop allocates nothing.
/// One loop at a time; bodies must not start another on the same instance.
/// </remarks>
internal sealed class WorkSharing : IDisposable
{
    const int SpinRounds = 2000;

    readonly Thread[] _workers;
    readonly SemaphoreSlim _wake = new(0);
    Action<int> _body = static _ => { };
    Exception? _failure;
    int _items;

    // High half: the number of the loop; low half: the next item. One word, so that a late worker cannot take an item
    // of a loop that it has not read the body of.
    long _ticket;
    int _completed;
    int _sleeping;
    volatile bool _stopped;

    /// <summary>Starts <paramref name="threads"/> - 1 workers; the caller of <see cref="Run"/> is the last thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public WorkSharing(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"kindling worker {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>The number of threads that take part, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Calls <paramref name="body"/> once with each of 0 ... items - 1 and returns when all are done.</summary>
    public void Run(int items, Action<int> body)
    {
        if (_workers.Length == 0 || items <= 1)
        {
            for (int i = 0; i < items; i++)
                body(i);
            return;
        }

        _body = body;
        _items = items;
        _failure = null;
        Volatile.Write(ref _completed, 0);
        long loop = (Volatile.Read(ref _ticket) >>> 32) + 1;
        Interlocked.Exchange(ref _ticket, loop << 32);
        int sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0)
            _wake.Release(sleeping);
        TakeItems(loop);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _completed) < items)
            spinner.SpinOnce(sleep1Threshold: -1);
        if (_failure is not null)
            throw new InvalidOperationException("a parallel loop failed: " + _failure.Message, _failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        _wake.Release(_workers.Length + 1);
        foreach (Thread worker in _workers)
            worker.Join();
        _wake.Dispose();
    }

    void TakeItems(long loop)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            Action<int> body = _body;
            int items = _items;
            int item = (int)ticket;
            if (ticket >>> 32 != loop || item >= items)
                return;
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
                continue;
            try
            {
                body(item);
            }
#pragma warning disable CA1031 // Whatever the body throws must reach the caller's thread instead of ending the process.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure ??= failure;
            }

            Interlocked.Increment(ref _completed);
        }
    }

    void Work()
    {
        long seen = 0;
        while (!_stopped)
        {
            seen = WaitForLoop(seen);
            TakeItems(seen);
        }
    }

    long WaitForLoop(long seen)
    {
        for (int round = 0; round < SpinRounds; round++)
        {
            long loop = Volatile.Read(ref _ticket) >>> 32;
            if (loop != seen || _stopped)
                return loop;
            Thread.SpinWait(4);
        }

        Interlocked.Increment(ref _sleeping);
        if (Volatile.Read(ref _ticket) >>> 32 == seen && !_stopped)
            _wake.Wait();
        Interlocked.Decrement(ref _sleeping);
        return Volatile.Read(ref _ticket) >>> 32;
    }
}
