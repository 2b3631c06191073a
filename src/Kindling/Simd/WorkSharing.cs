using System.Runtime.ExceptionServices;

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
    const int TicketSpacing = 16, StepSpacing = 32;

    readonly Thread[] _workers;
    readonly SemaphoreSlim _wake = new(0);
    readonly Action<int> _walkPhases;
    Action<int>? _body;
    Action<int, int>? _laneBody;
    Action<int, int>? _phaseBody;
    int _phases;
    Exception? _failure;
    int _items;
    int _shares;
    bool _lastFirst;

    // One for each share. High half: the number of the loop; low half: the items left. One word, so that whoever takes
    // an item has read the body of that very loop: it cannot end before its last item is taken.
    readonly long[] _tickets;

    // For each item that goes in step: the phases taken, and those done.
    int[] _steps = [];
    int _stepping;
    long _loop;
    int _completed;
    int _sleeping;
    volatile bool _stopped;

    /// <summary>Starts <paramref name="threads"/> - 1 workers; the last thread is the one that calls Run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public WorkSharing(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _tickets = new long[threads * TicketSpacing];
        _walkPhases = WalkPhases;
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

    /// <summary>Calls <paramref name="body"/> once with each of 0 ... items - 1; returns when all are done.</summary>
    public void Run(int items, Action<int> body)
    {
        if (_workers.Length == 0 || items <= 1)
        {
            for (int i = 0; i < items; i++)
                body(i);
            return;
        }

        (_body, _laneBody, _lastFirst) = (body, null, false);
        Share(items);
    }

    /// <summary>The same on shared threads where there are any, else on the caller's alone.</summary>
    public static void Run(WorkSharing? sharing, int items, Action<int> body)
    {
        if (sharing is not null)
        {
            sharing.Run(items, body);
            return;
        }

        for (int i = 0; i < items; i++)
            body(i);
    }

    /// <summary>The same for bodies with a buffer per thread: they get the lane they run on, and the item.</summary>
    /// <param name="items">How many.</param>
    /// <param name="body">Lanes are below the number of threads and of items; no two threads are on one lane.</param>
    /// <param name="lastFirst">
    /// Whether each thread goes through its share from the end: what a loop did last is still in cache.
    /// </param>
    public void Run(int items, Action<int, int> body, bool lastFirst = false)
    {
        if (_workers.Length == 0 || items <= 1)
        {
            for (int i = 0; i < items; i++)
                body(0, lastFirst ? items - 1 - i : i);
            return;
        }

        (_body, _laneBody, _lastFirst) = (null, body, lastFirst);
        Share(items);
    }

    /// <summary>The same on shared threads where there are any, else on the caller's alone.</summary>
    public static void Run(WorkSharing? sharing, int items, Action<int, int> body, bool lastFirst = false)
    {
        if (sharing is not null)
        {
            sharing.Run(items, body, lastFirst);
            return;
        }

        for (int i = 0; i < items; i++)
            body(0, lastFirst ? items - 1 - i : i);
    }

    /// <summary>
    /// Calls a body with each item and each phase, 0 ... phases - 1: none before all items have done the phase before.
    /// </summary>
    /// <remarks>
    /// Each thread has an item through all phases, in step with the others; where one is missing (the machine is busy,
    /// the thread still asleep), those who wait do its item, too.
    /// </remarks>
    public void RunInStep(int items, int phases, Action<int, int> body)
    {
        if (_steps.Length < items * StepSpacing)
            _steps = new int[items * StepSpacing];
        Array.Clear(_steps);
        (_phaseBody, _stepping, _phases) = (body, items, phases);
        Run(items, _walkPhases);
    }

    void WalkPhases(int own)
    {
        for (int phase = 0; phase < _phases; phase++)
        {
            for (int i = 0; i < _stepping; i++)
                DoPhase((own + i) % _stepping, phase);
            for (int item = 0; item < _stepping; item++)
                WaitFor(ref _steps[(item * StepSpacing) + 1], phase);
        }
    }

    /// <summary>A phase of an item, unless another thread has taken it.</summary>
    void DoPhase(int item, int phase)
    {
        ref int taken = ref _steps[item * StepSpacing], done = ref _steps[(item * StepSpacing) + 1];
        if (Volatile.Read(ref taken) != phase || Interlocked.CompareExchange(ref taken, phase + 1, phase) != phase)
            return;
        try
        {
            _phaseBody!(item, phase);
            Volatile.Write(ref done, phase + 1);
        }
        catch
        {
            // Nobody waits for an item that failed.
            Volatile.Write(ref taken, int.MaxValue);
            Volatile.Write(ref done, int.MaxValue);
            throw;
        }
    }

    static void WaitFor(ref int done, int phase)
    {
        var spinner = default(SpinWait);
        for (int round = 0; Volatile.Read(ref done) <= phase; round++)
        {
            if (round < SpinRounds)
                Thread.SpinWait(1);
            else
                spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    void Share(int items)
    {
        (_items, _shares) = (items, Math.Min(Threads, items));
        _failure = null;
        Volatile.Write(ref _completed, 0);
        long loop = (uint)(_loop + 1);
        for (int share = 0; share < _shares; share++)
            Volatile.Write(ref _tickets[share * TicketSpacing], (loop << 32) | (uint)(End(share) - End(share - 1)));
        Interlocked.Exchange(ref _loop, loop);
        int sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0)
            _wake.Release(sleeping);
        TakeItems(loop, share: 0);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _completed) < items)
            spinner.SpinOnce(sleep1Threshold: -1);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure); // As one thread would have: the number of threads changes nothing.
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
    int End(int share) => (int)((share + 1L) * _items / _shares);

    /// <summary>Takes the items of a share, then those left in the others.</summary>
    void TakeItems(long loop, int share)
    {
        int taken = 0, shares = _shares;
        for (int i = 0; share < shares && i < shares; i++)
        {
            int from = (share + i) % shares;
            while (Take(loop, from, share))
                taken++;
        }

        if (taken > 0)
            Interlocked.Add(ref _completed, taken);
    }

    /// <summary>Does the next item of a share; false if none is left.</summary>
    bool Take(long loop, int from, int lane)
    {
        ref long place = ref _tickets[from * TicketSpacing];
        long ticket = Volatile.Read(ref place);
        while (ticket >>> 32 == loop && (uint)ticket > 0)
        {
            int item = _lastFirst ? End(from - 1) + (int)ticket - 1 : End(from) - (int)ticket;
            long seen = Interlocked.CompareExchange(ref place, ticket - 1, ticket);
            if (seen == ticket)
            {
                Do(lane, item);
                return true;
            }

            ticket = seen;
        }

        return false;
    }

    void Do(int lane, int item)
    {
        try
        {
            if (_laneBody is not null)
                _laneBody(lane, item);
            else
                _body!(item);
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
