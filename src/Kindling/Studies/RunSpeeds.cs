using System.Diagnostics;

namespace Kindling.Studies;

/// <summary>Times something that is too short for a clock by repeating it.</summary>
static class RunSpeeds
{
    /// <summary>Points of each part of the data that a measured evaluation looks at.</summary>
    public const int Points = 1024;

    const double TrialSeconds = 0.2;
    const int MostRepeats = 1 << 20;

    /// <summary>Seconds of one repeat, after a first one that compiles; trials grow until one is long enough.</summary>
    public static double Measure(Action<int> repeat)
    {
        repeat(1);
        for (int count = 1; ; count *= 4)
        {
            double seconds = SecondsOf(count, repeat);
            if (seconds > TrialSeconds || count > MostRepeats)
                return seconds / count;
        }
    }

    /// <summary>Seconds of so many repeats.</summary>
    public static double SecondsOf(int count, Action<int> repeat)
    {
        var watch = Stopwatch.StartNew();
        repeat(count);
        return watch.Elapsed.TotalSeconds;
    }
}
