using System.Diagnostics;

namespace Kindling.Calibration;

/// <summary>Lines on standard error that say how much is done and how long the rest takes.</summary>
/// <param name="what">What is counted.</param>
/// <param name="total">How many there are.</param>
sealed class ProgressLine(string what, int total)
{
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    readonly Stopwatch _watch = Stopwatch.StartNew();
    TimeSpan _last;
    int _done;

    /// <summary>One more is done.</summary>
    public void Advance()
    {
        lock (_lock)
        {
            _done++;
            TimeSpan now = _watch.Elapsed;
            if (_done < total && now - _last < s_interval)
                return;
            _last = now;
            string time = _done == total
                ? $"in {now.TotalSeconds:0} s"
                : $"about {now.TotalSeconds / _done * (total - _done):0} s left";
            Console.Error.WriteLine($"{what}: {_done} of {total}, {time}");
        }
    }
}
