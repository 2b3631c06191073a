namespace Kindling.Calibration;

/// <summary>Trains families on some threads, one family a thread, and keeps them as they finish.</summary>
/// <param name="options">The number of workers and the folder.</param>
sealed class Workers(CalibrationOptions options)
{
    /// <summary>Options of the calibration.</summary>
    public CalibrationOptions Options => options;

    /// <summary>All families of a part; those of an earlier call are read back.</summary>
    /// <param name="part">Names the file in the cache.</param>
    /// <param name="families">What to train.</param>
    public IReadOnlyList<StoredFamily> Train(string part, IReadOnlyList<Family> families)
    {
        var cache = new FamilyCache(options.Cache, part);
        Family[] missing = [.. families.Where(f => cache.Find(f.Key) is null)];
        string scratch = Path.Combine(options.Cache, "scratch");
        ForEach($"{part}: families trained", missing, f => cache.Add(f.Train(scratch)));
        return [.. families.Select(f => cache.Find(f.Key)!)];
    }

    /// <summary>Does some work for each of many items, and tells how far it is.</summary>
    public void ForEach<T>(string what, IReadOnlyList<T> items, Action<T> work)
    {
        var progress = new ProgressLine(what, items.Count);
        Parallel.ForEach(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = options.Workers },
            item =>
            {
                work(item);
                progress.Advance();
            });
    }

    /// <summary>As <see cref="ForEach"/>, with results in the order of the items.</summary>
    public IReadOnlyList<TResult> Map<T, TResult>(string what, IReadOnlyList<T> items, Func<T, TResult> work)
    {
        var results = new TResult[items.Count];
        ForEach(what, [.. Enumerable.Range(0, items.Count)], i => results[i] = work(items[i]));
        return results;
    }
}
