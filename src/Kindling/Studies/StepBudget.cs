using System.Diagnostics;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>Turns a time for a whole study into a number of steps, the same for every run.</summary>
/// <remarks>
/// The number is kept in <c>study.yaml</c>, so that only it depends on the machine's speed: a resumed study and a
/// repeated one with that number of steps give the same results.
/// </remarks>
public static class StepBudget
{
    const int FirstTrial = 20;
    const double TrialSeconds = 0.5;

    /// <summary>Short runs that a learning rate search usually makes for a scheme, in units of a whole run.</summary>
    const double SearchShare = 6 * LearningRateSearch.Seeds / 5.0;

    /// <summary>Measures the speed of one run for about a second, and divides.</summary>
    /// <returns>The steps, at least 1.</returns>
    /// <exception cref="ArgumentException">The study has no time, or cannot be run.</exception>
    public static int Measure(Study study, Problem problem, int threads)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(problem);
        double time = study.Time ?? throw new ArgumentException("the study has no time.", nameof(study));
        Network network = study.Network.Build(problem.Inputs, problem.Outputs);
        RunExecutor runs = RunExecutor.For(study, problem, network);
        runs.RequireMemory(1);
        double perStep = SecondsPerStep(study, runs, threads);
        double perScheme = study.Seeds + (study.LearningRate.IsSearched ? SearchShare : 0);
        double rounds = Math.Ceiling(perScheme * study.Schemes.Count / threads);
        return (int)Math.Clamp(time / (perStep * rounds), 1, int.MaxValue / 2);
    }

    /// <summary>
    /// The wall time of a step, drawing and curve points included; trials grow until one is long enough.
    /// </summary>
    static double SecondsPerStep(Study study, RunExecutor runs, int threads)
    {
        var run = new Run("trial", study.Schemes[0], study.Seed, study.LearningRate.Fixed ?? 1e-3);
        int perRun = Math.Max(1, threads / (study.Schemes.Count * study.Seeds));
        runs.Execute(run, 1, perRun, _ => { }, null, CancellationToken.None); // the first run compiles, too
        for (int steps = FirstTrial; ; steps *= 4)
        {
            var watch = Stopwatch.StartNew();
            runs.Execute(run, steps, perRun, _ => { }, null, CancellationToken.None);
            if (watch.Elapsed.TotalSeconds > TrialSeconds || steps > int.MaxValue / 8)
                return watch.Elapsed.TotalSeconds / steps;
        }
    }
}
