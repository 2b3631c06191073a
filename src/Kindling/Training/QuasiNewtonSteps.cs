using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>
/// Steps of L-BFGS on the loss of a problem, or on what is left of it once the read-out is solved for.
/// </summary>
/// <remarks>
/// With least squares at every step this is variable projection: the function is f(h) = min over the read-out w of
/// loss(h, w), solved for at each evaluation. Its gradient (Golub and Pereyra 1973; Kaufman 1975) is that of the loss
/// in h at the solved read-out, because the loss is flat in w there, or, with a threshold that drops directions, nearly
/// so. With a solve at every n-th step only, the function between two solves has a fixed read-out, and each solve
/// starts L-BFGS anew: alternation.
/// </remarks>
internal sealed class QuasiNewtonSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly int _every;
    readonly double _decay;
    readonly DifferentiableFunction<T> _function;
    readonly LossGradient<T> _gradient;
    readonly Func<TrainingRun<T>, bool, double> _lossAt;
    TrainingRun<T>? _run;

    /// <summary>Checks that every step sees the same loss.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">The options.</param>
    /// <param name="batches">Of its terms.</param>
    /// <param name="gradient">Has the gradient after <paramref name="lossAt"/>.</param>
    /// <param name="lossAt">The loss at the parameters of a run, with the read-out solved for or not.</param>
    /// <exception cref="ArgumentException">A batch is not all points, points are redrawn, or a solve sees a share of
    /// them.</exception>
    public QuasiNewtonSteps(
        Problem problem,
        TrainingOptions options,
        IReadOnlyList<BatchSchedule> batches,
        LossGradient<T> gradient,
        Func<TrainingRun<T>, bool, double> lossAt)
    {
        Require(problem, options, batches);
        (_gradient, _lossAt) = (gradient, lossAt);
        _every = options.LeastSquares?.Every ?? 0;
        _decay = options.WeightDecay ?? 0;
        _function = Evaluate;
    }

    /// <summary>The value after the last step: the loss, and penalties.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>One step; false if the loss is not finite at its start.</summary>
    /// <param name="run">Its parameters are moved.</param>
    public bool MakeStep(TrainingRun<T> run)
    {
        _run = run;
        bool isNew = _every > 1 && run.Step % _every == 0;
        if (isNew && !double.IsFinite(_lossAt(run, true)))
        {
            run.Diverge("the loss is not finite");
            return false;
        }

        var optimizer = (LbfgsOptimizer<T>)run.Optimizer;
        LbfgsStatus status = optimizer.Step(_function, run.Parameters.Flat[.._gradient.Moved], isNew);
        Value = optimizer.Value;
        if (status == LbfgsStatus.NonFinite)
        {
            run.Diverge("loss or gradient are not finite");
            return false;
        }

        run.Step++;
        return true;
    }

    double Evaluate(ReadOnlySpan<T> point, Span<T> gradient)
    {
        point.CopyTo(_run!.Parameters.Flat);
        double loss = _lossAt(_run, _every == 1);
        _gradient.Gradient.Span[..point.Length].CopyTo(gradient);
        if (_every == 1)
            loss += _gradient.Penalty;
        if (_decay == 0)
            return loss;
        TensorPrimitives.MultiplyAdd(point, T.CreateTruncating(_decay), gradient, gradient);
        return loss + (_decay / 2 * Vectors.Dot(point, point));
    }

    static void Require(Problem problem, TrainingOptions options, IReadOnlyList<BatchSchedule> batches)
    {
        const string Why = "L-BFGS compares the losses of different steps, so all must be of the same points: ";
        for (int t = 0; t < problem.Terms.Count; t++)
        {
            Term term = problem.Terms[t];
            if (batches[t].Size < term.Data.Count)
            {
                throw new ArgumentException(
                    $"{Why}the batch size is {batches[t].Size} of {term.Data.Count}; it must be all.", nameof(options));
            }

            if (term.Fresh is not null)
                throw new ArgumentException(
                    $"{Why}term '{term.Name}' draws new points at every step.", nameof(options));
        }

        if (options.LeastSquares is { Share: < 1 })
            throw new ArgumentException(
                $"{Why}least squares must look at all of them, not at a share.", nameof(options));
    }
}
