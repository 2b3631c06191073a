using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Turns a time for a whole study into a number of steps, the same for every run.</summary>
/// <remarks>
/// A step, an evaluation and a draw are measured apart, because runs of few steps spend their time on the last two. The
/// number is kept in <c>study.yaml</c>, so that only it depends on the machine's speed: a resumed study and a repeated
/// one with that number of steps give the same results.
/// </remarks>
public static class StepBudget
{
    /// <summary>With fewer steps hardly any network has begun to learn, and a ranking would be one of starts.</summary>
    public const int FewestSteps = 100;

    const int MostSteps = int.MaxValue / 2;

    /// <summary>Measures the speed of one run for about a second, and divides.</summary>
    /// <returns>The steps, at least <see cref="FewestSteps"/>.</returns>
    /// <exception cref="ArgumentException">The study has no time, or too little, or cannot be run.</exception>
    public static int Measure(Study study, StudyProblems problems, int threads)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(problems);
        double time = study.Time ?? throw new ArgumentException("the study has no time.", nameof(study));
        Network network = study.Network.Build(problems.First.Inputs, problems.First.Outputs);
        RunExecutor runs = RunExecutor.For(study, problems, network);
        runs.RequireMemory(1);
        int count = study.Schemes.Count * study.Seeds;
        RunSpeed speed = runs.Speed(Math.Max(1, threads / count));
        double perRun = time / Math.Ceiling((double)count / threads);
        int steps = StepsIn(perRun, study, problems.First, speed);
        return steps >= FewestSteps ? steps : throw TooShort(time, steps, study, problems.First, speed, perRun);
    }

    /// <summary>The most steps of a run that fit into a time.</summary>
    internal static int StepsIn(double seconds, Study study, Problem problem, RunSpeed speed)
    {
        int low = 0, high = MostSteps;
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            if (SecondsOf(middle, study, problem, speed) <= seconds)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>The time of a run with so many steps, over all its learning rates.</summary>
    internal static double SecondsOf(int steps, Study study, Problem problem, RunSpeed speed)
    {
        TrainingOptions options = study.RaceOptions(problem, study.RunOf(study.Schemes[0], 0), steps, 1);
        double whole = RateRace.StepsOf(study.LearningRate, study.Optimizer, steps);
        double evaluations = RateRace.EvaluationsOf(study.LearningRate, study.Optimizer, options);
        return speed.SecondsPerDraw + (whole * speed.SecondsPerStep)
            + (evaluations * CurveCost.PointsLookedAt(problem, options.ErrorPoints) * speed.SecondsPerPoint);
    }

    static ArgumentException TooShort(
        double time, int steps, Study study, Problem problem, RunSpeed speed, double perRun)
    {
        double needed = time * SecondsOf(FewestSteps, study, problem, speed) / perRun;
        return new(
            $"--time {time:G6} leaves {steps} steps a run, too few to learn from; {FewestSteps} steps take about "
            + $"{Math.Ceiling(needed):0} s. Give more time, fewer seeds or fewer initializers.");
    }
}

/// <summary>How fast a study's runs are, in seconds.</summary>
/// <param name="SecondsPerStep">Of one step.</param>
/// <param name="SecondsPerPoint">Of a curve point, for each data point that it looks at.</param>
/// <param name="SecondsPerDraw">From nothing to the first step.</param>
public sealed record RunSpeed(double SecondsPerStep, double SecondsPerPoint, double SecondsPerDraw);
