using System.Numerics;
using Kindling.Networks;
using Kindling.Training;

namespace Kindling.Initialization;

/// <summary>
/// GO's scales and biases from a handful of evaluations: a scan of two numbers, one scale c for all layers and the bias
/// of the first, then a few calls of L-BFGS from there on the same fixed draws.
/// </summary>
/// <remarks>
/// The start matters more than the optimizer: from c = 1 deep networks are collapsed and every optimizer gets stuck.
/// With b = 0 an odd activation sits at a stationary point in expectation (ERRATA G9), from which the first layer's
/// bias leads lowest, and further biases hardly matter. In deep networks this start is below what thousands of steps of
/// Adam reach, and L-BFGS soon only fits its draws: it stops when a step gains little, and its result is taken only if
/// it is better on draws it has not seen. Scales have a floor (cosines do not see the last layer's scale, so the
/// penalty would pull it to 0, ERRATA G8): c^2 = floor^2 + v^2, v free.
/// </remarks>
internal sealed class FastCalibration<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Weights that L-BFGS works on, and kept ones, have this purpose; the kept one has index 0.</summary>
    public const string Purpose = "fixed";

    const int ValidationDraws = 4;

    /// <summary>Scales of the scan, in units of the floor; residual networks also try smaller ones.</summary>
    static readonly double[] s_scales = [1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 7, 10, 14];
    static readonly double[] s_residualScales = [0.1, 0.25, 0.5];

    /// <summary>A step of L-BFGS that gains a smaller share than this is the last.</summary>
    const double LeastGain = 0.01;

    readonly CalibrationTask<T> _task;
    readonly GoObjective<T> _objective;
    readonly UnitDraw<T>[] _draws;
    readonly int _depth;
    readonly double _floor;
    readonly bool _movesBiases;

    public FastCalibration(CalibrationTask<T> task)
    {
        _task = task;
        _depth = task.Network.Depth;
        int width = task.Network.Layers[_depth - 1].FanOut;
        // Cosines need some twice as many points as features; beyond that a larger batch finds the same c and b.
        _objective = task.On(Math.Min(task.Batch, Math.Max(256, 2 * width)));
        // The wider the features, the more pairs a single draw averages over.
        _draws = new UnitDraw<T>[task.Settings.KeepDraw ? 1 : width < 128 ? 4 : width < 256 ? 2 : 1];
        for (int r = 0; r < _draws.Length; r++)
        {
            _draws[r] = new UnitDraw<T>(task.Network);
            task.Draw(_draws[r], Purpose, r);
        }

        task.Select(_objective, Purpose, 0);
        (double floor, bool residual) = (FloorOf(task.Network.Activation), task.Network.IsResidual);
        _floor = residual ? s_residualScales[0] * floor : floor;
        Scales = [.. (residual ? [.. s_residualScales, .. s_scales] : s_scales).Select(s => s * floor)];
        _movesBiases = task.Network.Parameterization.BiasScale > 0;

        // For odd and even activations the law of the features does not depend on the sign of the first bias.
        FirstBiases = !_movesBiases ? [0] : task.Network.Activation.Parity != 0 ? [0, 0.5] : [0, 0.5, -0.5];
    }

    /// <summary>The scales that are tried for all layers together, ascending.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>The first layer's biases tried with each of them, in units of the scale; all others are 0.</summary>
    public IReadOnlyList<double> FirstBiases { get; }

    /// <summary>
    /// The smallest scale at which signals survive many layers: 1 / |f'(0)|, or what keeps unit variance if that is
    /// smaller (ReLU).
    /// </summary>
    public static double FloorOf(Activation activation)
    {
        double slope = Math.Abs(activation.Derivative(0, 1));
        return slope > 0 ? Math.Min(1 / slope, activation.Gain) : activation.Gain;
    }

    /// <summary>Finds c and b, and the objective on the fixed draws.</summary>
    /// <exception cref="ArgumentException">The features are not finite at any scale.</exception>
    public (double[] C, double[] B, double Objective) Run()
    {
        Start start = Scan();
        (double[] c, double[] b) = Point(start);
        if (_task.Settings.Steps == 0)
            return (c, b, start.Objective);
        (double[] c2, double[] b2, double fitted) = Descend(start);
        return fitted < start.Objective && (_task.Settings.KeepDraw || IsBetterOnNewDraws(c2, b2, c, b))
            ? (c2, b2, fitted)
            : (c, b, start.Objective);
    }

    /// <summary>The best shared scale and first bias on the fixed draws, between the scales of the grid too.</summary>
    Start Scan()
    {
        var best = new Start(0, 0, double.PositiveInfinity);
        int rising = 0;
        foreach (double scale in Scales)
        {
            Start here = FirstBiases.Select(bias => At(scale, bias)).MinBy(s => s.Objective);
            rising = here.Objective < best.Objective ? 0 : rising + 1;
            best = rising == 0 ? here : best;
            if (rising == 2 && double.IsFinite(best.Objective))
                break;
        }

        if (!double.IsFinite(best.Objective))
        {
            throw new ArgumentException(
                $"go cannot calibrate {_task.Network}: its features are not finite for scales between "
                + $"{Scales[0]:G3} and {Scales[^1]:G3}.");
        }

        int at = Scales.ToList().IndexOf(best.Scale);
        foreach (int other in new[] { at - 1, at + 1 }.Where(i => i >= 0 && i < Scales.Count))
        {
            Start between = At(Math.Sqrt(Scales[at] * Scales[other]), best.FirstBias);
            best = between.Objective < best.Objective ? between : best;
        }

        return best;
    }

    /// <summary>The mean objective at a shared scale and a first bias in its units; infinity if not finite.</summary>
    Start At(double scale, double firstBias)
    {
        var start = new Start(scale, firstBias, double.PositiveInfinity);
        (double[] c, double[] b) = Point(start);
        double value = Mean(c, b);
        return double.IsFinite(value) ? start with { Objective = value } : start;
    }

    /// <summary>L-BFGS from where the scan ended.</summary>
    (double[] C, double[] B, double Objective) Descend(Start start)
    {
        double[] x = new double[2 * _depth];
        x.AsSpan(0, _depth).Fill(Math.Sqrt(Math.Max(0, (start.Scale * start.Scale) - (_floor * _floor))));
        Point(start).B.CopyTo(x, _depth);
        var lbfgs = new Lbfgs<double>(x.Length, new LbfgsOptions { FirstStep = 0.25, LineSearchEvaluations = 4 });
        int calls = _task.Settings.Steps;
        LbfgsStatus status = lbfgs.Start(Mean, x);
        double before = double.PositiveInfinity;
        while (status == LbfgsStatus.Running
            && lbfgs.Evaluations < calls
            && before - lbfgs.Value > LeastGain * lbfgs.Value)
        {
            before = lbfgs.Value;
            status = lbfgs.Step(calls - lbfgs.Evaluations);
        }

        (double[] c, double[] b) = Split(lbfgs.Point);
        return (c, b, lbfgs.Value);
    }

    /// <summary>The mean objective over the fixed draws.</summary>
    double Mean(double[] c, double[] b)
    {
        double sum = 0;
        foreach (UnitDraw<T> draw in _draws)
            sum += _task.Evaluate(_objective, draw, c, b);
        return sum / _draws.Length;
    }

    /// <summary>The same in the free variables, with its gradient.</summary>
    double Mean(ReadOnlySpan<double> x, Span<double> gradient)
    {
        (double[] c, double[] b) = Split(x);
        double[] gradientC = new double[_depth], gradientB = new double[_depth];
        gradient.Clear();
        double sum = 0;
        foreach (UnitDraw<T> draw in _draws)
        {
            sum += _task.Evaluate(_objective, draw, c, b, gradientC, gradientB);
            for (int l = 0; l < _depth; l++)
            {
                gradient[l] += gradientC[l] * x[l] / c[l] / _draws.Length;
                gradient[_depth + l] += _movesBiases ? gradientB[l] / _draws.Length : 0;
            }
        }

        return sum / _draws.Length;
    }

    (double[] C, double[] B) Split(ReadOnlySpan<double> x)
    {
        double[] c = x[.._depth].ToArray();
        for (int l = 0; l < _depth; l++)
            c[l] = Math.Sqrt((_floor * _floor) + (c[l] * c[l]));
        return (c, x[_depth..].ToArray());
    }

    /// <summary>On the same new draws, each with a batch of its own.</summary>
    bool IsBetterOnNewDraws(double[] c, double[] b, double[] otherC, double[] otherB)
    {
        double difference = 0;
        UnitDraw<T> draw = _draws[^1];
        for (int r = 0; r < ValidationDraws; r++)
        {
            _task.Draw(draw, "validation", r);
            _task.Select(_objective, "validation", r);
            difference += _task.Evaluate(_objective, draw, c, b) - _task.Evaluate(_objective, draw, otherC, otherB);
        }

        return difference < 0;
    }

    (double[] C, double[] B) Point(Start start)
    {
        double[] c = new double[_depth], b = new double[_depth];
        Array.Fill(c, start.Scale);
        b[0] = start.Scale * start.FirstBias;
        return (c, b);
    }

    /// <summary>A shared scale, the first layer's bias in units of it, and the objective there.</summary>
    readonly record struct Start(double Scale, double FirstBias, double Objective);
}
