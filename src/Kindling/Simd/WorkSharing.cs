namespace Kindling.Simd;

/// <summary>A few threads that share the items of one loop after another.</summary>
/// <remarks>
/// Each thread begins with its own share of consecutive items, the same in every loop of as many items, so that what
/// one loop leaves in a core's cache the next one finds there; then it takes from the shares of the others. Which
/// thread takes which item is thus left to chance: items must be independent and results combined in item order
/// afterwards; then the number of threads never changes a bit. Workers spin for some microseconds between loops, since
/// a training step is a chain of loops of that length, and sleep after that. Running a loop allocates nothing.
/// One loop at a time; bodies must not start another on the same instance.
/// </remarks>
internal sealed class WorkSharing : IDisposable
{
    const int SpinRounds = 2000;

    /// <summary>Two cache lines, so that threads do not disturb each other's tickets.</summary>
    const int TicketSpacing = 16;

    readonly Thread[] _workers;
    readonly SemaphoreSlim _wake = new(0);
    Action<int> _body = static _ => { };
    Exception? _failure;
    int _items;

    // One for each share. High half: the number of the loop; low half: the items left. One word, so that whoever takes
    // an item has read the body of that very loop: it cannot end before its last item is taken.
    readonly long[] _tickets;
    long _loop;
    int _completed;
    int _sleeping;
    volatile bool _stopped;

    /// <summary>Starts <paramref name="threads"/> - 1 workers; the caller of <see cref="Run"/> is the last thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public WorkSharing(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _tickets = new long[threads * TicketSpacing];
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int share = i + 1;
            _workers[i] = new Thread(() => Work(share)) { IsBackground = true, Name = $"kindling worker {i + 1}" };
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
        long loop = (uint)(_loop + 1);
        for (int share = 0; share < Threads; share++)
            Volatile.Write(ref _tickets[share * TicketSpacing], (loop << 32) | (uint)(End(share, items) - End(share - 1, items)));
        Interlocked.Exchange(ref _loop, loop);
        int sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0)
            _wake.Release(sleeping);
        TakeItems(loop, share: 0);
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

    /// <summary>Where a share ends.</summary>
    int End(int share, int items) => (int)((share + 1L) * items / Threads);

    /// <summary>Takes the items of a share, then those left in the others.</summary>
    void TakeItems(long loop, int share)
    {
        int taken = 0;
        for (int i = 0; i < Threads; i++)
        {
            int from = (share + i) % Threads;
            while (Take(loop, from))
                taken++;
        }

        if (taken > 0)
            Interlocked.Add(ref _completed, taken);
    }

    /// <summary>Does the next item of a share; false if none is left.</summary>
    bool Take(long loop, int share)
    {
        ref long place = ref _tickets[share * TicketSpacing];
        long ticket = Volatile.Read(ref place);
        while (ticket >>> 32 == loop && (uint)ticket > 0)
        {
            Action<int> body = _body;
            int item = End(share, _items) - (int)ticket;
            long seen = Interlocked.CompareExchange(ref place, ticket - 1, ticket);
            if (seen == ticket)
            {
                Do(body, item);
                return true;
            }

            ticket = seen;
        }

        return false;
    }

    void Do(Action<int> body, int item)
    {
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
    }

    void Work(int share)
    {
        long seen = 0;
        while (!_stopped)
        {
            seen = WaitForLoop(seen);
            TakeItems(seen, share);
        }
    }

    long WaitForLoop(long seen)
    {
        for (int round = 0; round < SpinRounds; round++)
        {
            long loop = Volatile.Read(ref _loop);
            if (loop != seen || _stopped)
                return loop;
            Thread.SpinWait(4);
        }

        Interlocked.Increment(ref _sleeping);
        if (Volatile.Read(ref _loop) == seen && !_stopped)
            _wake.Wait();
        Interlocked.Decrement(ref _sleeping);
        return Volatile.Read(ref _loop);
    }
}
