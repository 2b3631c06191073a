using Kindling.Problems;

namespace Kindling.Training;

/// <summary>How many points a curve may look at without taking more than a share of the training's time.</summary>
/// <remarks>
/// Counted in forward passes of single points: a step takes three for each point of its batch, as backward passes cost
/// twice a forward pass. The count, unlike a clock, gives the same curves on every machine.
/// </remarks>
public static class CurveCost
{
    /// <summary>The share of the training's time that curves take at most.</summary>
    public const double DefaultShare = 0.1;

    const int ForwardsPerStep = 3;

    /// <summary>Fewer points say too little.</summary>
    const int Fewest = 256;

    /// <summary>The most points of each term, and of the test, that each curve point looks at; null for all.</summary>
    /// <param name="problem">Its parts are looked at.</param>
    /// <param name="options">Steps and batch.</param>
    /// <param name="evaluations">Curve points for each run of <see cref="TrainingOptions.Steps"/> steps.</param>
    /// <param name="share">Of the training's time.</param>
    public static int? PointsFor(
        Problem problem, TrainingOptions options, double evaluations, double share = DefaultShare)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        int[] parts = Parts(problem);
        double batch = problem.Terms.Sum(t => (double)Math.Min(t.Data.Count, options.BatchSize ?? int.MaxValue));
        double most = share * options.Steps * ForwardsPerStep * batch / evaluations;
        if (parts.Sum(p => (double)p) <= most)
            return null;
        int low = Fewest, high = parts.Max();
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            if (parts.Sum(p => (double)Math.Min(p, middle)) <= most)
                low = middle;
            else
                high = middle - 1;
        }

        return low >= parts.Max() ? null : low;
    }

    /// <summary>
    /// What a person should know of a curve that looks at some of the points; null where it looks at all.
    /// </summary>
    public static string? Note(Problem problem, int? points)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return points is not int most || Parts(problem).All(p => p <= most)
            ? null
            : $"Curves, and the choice of rate and step, look at {most} points of each larger part of the data, evenly "
                + "spaced, to save time; the errors of the table are measured on all test points.";
    }

    /// <summary>The points that a curve point looks at, over all parts of the data.</summary>
    public static double PointsLookedAt(Problem problem, int? points)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Parts(problem).Sum(p => (double)Math.Min(p, points ?? int.MaxValue));
    }

    static int[] Parts(Problem problem) =>
    [
        .. problem.Terms.Select(t => t.Data.Count),
        .. problem.Validation.Select(t => t.Data.Count),
        .. problem.Test is { } test ? [test.Count] : problem.TestTerms.Select(t => t.Data.Count),
    ];
}
