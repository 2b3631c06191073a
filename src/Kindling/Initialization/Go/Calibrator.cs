using System.Diagnostics;
using System.Numerics;
using Kindling.Files;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>Runs a calibration and measures its result on fresh draws.</summary>
internal static class Calibrator
{
    const int FreshDraws = 8;

    /// <summary>The scales and biases for a network.</summary>
    /// <exception cref="ArgumentException">The inputs cannot be used, or features are not finite.</exception>
    public static GoCalibration Run<T>(Network network, GoSettings settings, InitializationContext context)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long start = Stopwatch.GetTimestamp();
        using WorkSharing? own = context.Sharing is null && context.Threads > 1
            ? new WorkSharing(context.Threads)
            : null;
        var task = new CalibrationTask<T>(network, settings, context, context.Sharing ?? own);
        (double[] c, double[] b, double objective) = settings.Method == GoMethod.Paper
            ? new PaperCalibration<T>(task).Run()
            : new FastCalibration<T>(task).Run();
        int evaluations = task.Evaluations;
        Fresh fresh = Measure(task, c, b, keptDraw: null);
        Fresh? kept = settings.KeepDraw ? Measure(task, c, b, KeptDraw(task)) : null;
        return new GoCalibration
        {
            Method = EnumText.Of(settings.Method),
            Network = network.ToString(),
            Features = task.Views.Name,
            C = c,
            B = b,
            Lambda = settings.Lambda,
            Batch = task.Batch,
            Objective = objective,
            FreshObjective = fresh.Mean,
            FreshStandardError = fresh.StandardError,
            FreshDraws = FreshDraws,
            KeptObjective = kept?.Mean,
            Evaluations = evaluations,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            DeadUnits = fresh.DeadUnits,
            SamePairs = fresh.SamePairs,
            Notes = [.. Notes(network, task.Batch, fresh)],
        };
    }

    /// <summary>The draw whose weights are kept.</summary>
    static UnitDraw<T> KeptDraw<T>(CalibrationTask<T> task)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var draw = new UnitDraw<T>(task.Network, backward: false);
        task.Draw(draw, FastCalibration<T>.Purpose, 0);
        return draw;
    }

    /// <summary>The objective on fresh batches and, unless one is given, fresh draws.</summary>
    static Fresh Measure<T>(CalibrationTask<T> task, double[] c, double[] b, UnitDraw<T>? keptDraw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GoObjective<T> objective = task.On(task.Batch);
        UnitDraw<T> draw = keptDraw ?? new UnitDraw<T>(task.Network, backward: false);
        double sum = 0, squares = 0, dead = 0, same = 0;
        for (int r = 0; r < FreshDraws; r++)
        {
            if (keptDraw is null)
                task.Draw(draw, "fresh", r);
            task.Select(objective, "fresh", r);
            double value = task.Evaluate(objective, draw, c, b);
            sum += value;
            squares += value * value;
            dead += objective.ZeroUnits;
            same += objective.SamePairs;
        }

        double mean = sum / FreshDraws, variance = Math.Max(0, (squares / FreshDraws) - (mean * mean));
        return new(mean, Math.Sqrt(variance / (FreshDraws - 1)), dead / FreshDraws, same / FreshDraws);
    }

    static IEnumerable<string> Notes(Network network, int batch, Fresh fresh)
    {
        int units = network.Layers[network.Depth - 1].FanOut;
        if (units == 1)
        {
            yield return "go: the last hidden layer has one unit, so there are no pairs of features to make "
                + "orthogonal.";
        }
        else if (batch < units)
        {
            yield return $"go: {batch} points cannot tell {units} features apart; at most {batch} of them can be "
                + "orthogonal.";
        }

        if (!double.IsFinite(fresh.Mean))
            yield return "go: features overflow on some fresh draws; expect draws that cannot be trained.";
        if (fresh.DeadUnits > 0)
        {
            yield return $"go: on average {fresh.DeadUnits:0.#} of the {units} last hidden units are zero on a whole "
                + "batch; each of their pairs counts like two equal features.";
        }

        if (fresh.SamePairs > 0)
        {
            yield return $"go: on average {fresh.SamePairs:0.#} pairs of features are the same function up to a "
                + "factor.";
        }
    }

    readonly record struct Fresh(double Mean, double StandardError, double DeadUnits, double SamePairs);
}
