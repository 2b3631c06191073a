using System.Numerics;
using Kindling.Networks;
using Kindling.Training;

namespace Kindling.Initialization;

/// <summary>
/// GO's scales and biases from a handful of evaluations: a scan of one scale c for all layers with b = 0, then a few calls of
/// L-BFGS from there on the same fixed draws.
/// </summary>
/// <remarks>
/// The start matters more than the optimizer: from c = 1 deep networks are collapsed and every optimizer gets stuck, while
/// the best shared c alone is nearly as good as thousands of steps of Adam. After some ten calls L-BFGS only fits
/// its draws, so it stops there, and its result is taken only if it is better on draws it has not seen. Scales have a
/// floor (cosines do not see the last layer's scale, so the penalty would pull it to 0, ERRATA G8): c^2 = floor^2 + v^2, v free.
/// </remarks>
internal sealed class FastCalibration<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Weights that L-BFGS works on, and kept ones, have this purpose; the kept one has index 0.</summary>
    public const string Purpose = "fixed";

    const int ValidationDraws = 4;

    /// <summary>Scales of the scan, in units of the floor; residual networks also try smaller ones.</summary>
    static readonly double[] s_scales = [1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 7, 10];
    static readonly double[] s_residualScales = [0.1, 0.25, 0.5];

    /// <summary>First biases that are tried, in units of the scale.</summary>
    static readonly double[] s_firstBiases = [-0.5, 0.5];

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
        _draws = new UnitDraw<T>[task.Settings.KeepDraw ? 1 : width < 64 ? 4 : 2];
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
    }

    /// <summary>The scales that are tried for all layers together, ascending.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>
    /// The smallest scale at which signals survive many layers: 1 / |f'(0)|, or what keeps unit variance if that is smaller (ReLU).
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
        (double scale, double shared) = Scan();
        double[] c = Filled(scale), b = new double[_depth];
        if (_task.Settings.Steps == 0)
            return (c, b, shared);
        (double[] c2, double[] b2, double fitted) = Descend(scale, FirstBias(scale, shared));
        return _task.Settings.KeepDraw || IsBetterOnNewDraws(c2, b2, c, b) ? (c2, b2, fitted) : (c, b, shared);
    }

    /// <summary>The best shared scale, on the fixed draws.</summary>
    (double Scale, double Objective) Scan()
    {
        double best = double.PositiveInfinity, scale = 0;
        double[] b = new double[_depth];
        int rising = 0;
        foreach (double s in Scales)
        {
            double value = Mean(Filled(s), b);
            if (value < best)
                (best, scale, rising) = (value, s, 0);
            else if (double.IsFinite(best) && ++rising == 2)
                break;
        }

        return double.IsFinite(best) ? (scale, best) : throw new ArgumentException(
            $"go cannot calibrate {_task.Network}: its features are not finite for scales between {Scales[0]:G3} and "
            + $"{Scales[^1]:G3}.");
    }

    /// <summary>
    /// The best bias of the first layer on a coarse grid, all others 0: it is the one that matters most, and with b = 0 a
    /// stationary point of odd activations, L-BFGS finds its way from there by the accident of a draw only.
    /// </summary>
    double FirstBias(double scale, double objective)
    {
        double best = 0;
        double[] c = Filled(scale), b = new double[_depth];
        foreach (double share in _movesBiases ? s_firstBiases : [])
        {
            b[0] = share * scale;
            double value = Mean(c, b);
            if (value < objective)
                (objective, best) = (value, b[0]);
        }

        return best;
    }

    /// <summary>L-BFGS from a shared scale.</summary>
    (double[] C, double[] B, double Objective) Descend(double scale, double firstBias)
    {
        double[] x = new double[2 * _depth];
        x[_depth] = firstBias;
        x.AsSpan(0, _depth).Fill(Math.Sqrt(Math.Max(0, (scale * scale) - (_floor * _floor))));
        var lbfgs = new Lbfgs<double>(x.Length, new LbfgsOptions { FirstStep = 0.25, LineSearchEvaluations = 6 });
        int calls = _task.Settings.Steps;
        LbfgsStatus status = lbfgs.Start(Mean, x);
        double before = double.PositiveInfinity;
        while (status == LbfgsStatus.Running && lbfgs.Evaluations < calls && before - lbfgs.Value > 0.002 * lbfgs.Value)
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

    double[] Filled(double value)
    {
        double[] values = new double[_depth];
        Array.Fill(values, value);
        return values;
    }
}
