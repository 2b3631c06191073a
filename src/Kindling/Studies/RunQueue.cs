namespace Kindling.Studies;

/// <summary>Runs jobs on a fixed number of threads, the one with the smallest rank first.</summary>
/// <remarks>Which thread takes which job, and when, has no influence on what a job gives.</remarks>
internal sealed class RunQueue : IDisposable
{
    readonly Lock _lock = new();
    readonly SemaphoreSlim _waiting = new(0);
    readonly PriorityQueue<Action, (int, int, long)> _jobs = new();
    readonly Thread[] _threads;
    readonly CancellationToken _cancellation;
    long _count;
    bool _closed;

    public RunQueue(int threads, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work, maxStackSize: 16 << 20) { IsBackground = true, Name = $"runs {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Adds a job.</summary>
    /// <param name="rank">Smaller ones go first; equal ones in the order in which they were added.</param>
    /// <param name="job">The work.</param>
    /// <returns>The job's result, its exception, or a cancelled task.</returns>
    public Task<TResult> Add<TResult>((int Stage, int Place) rank, Func<TResult> job)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _jobs.Enqueue(() => Complete(done, job), (rank.Stage, rank.Place, _count++));
        _waiting.Release();
        return done.Task;
    }

    /// <summary>Lets the threads end after the jobs they are at.</summary>
    public void Dispose()
    {
        lock (_lock)
            _closed = true;
        _waiting.Release(_threads.Length);
        foreach (Thread thread in _threads)
            thread.Join();
        _waiting.Dispose();
    }

    void Work()
    {
        while (true)
        {
            _waiting.Wait(CancellationToken.None);
            Action? job;
            lock (_lock)
            {
                if (_closed)
                    return;
                _jobs.TryDequeue(out job, out _);
            }

            job?.Invoke();
        }
    }

    void Complete<TResult>(TaskCompletionSource<TResult> done, Func<TResult> job)
    {
        if (_cancellation.IsCancellationRequested)
        {
            done.SetCanceled(_cancellation);
            return;
        }

        try
        {
            done.SetResult(job());
        }
        catch (OperationCanceledException)
        {
            done.SetCanceled(_cancellation);
        }
#pragma warning disable CA1031 // Whatever a job throws belongs to whoever waits for it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            done.SetException(exception);
        }
    }
}
