using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>What both calibrations share: points, keyed draws of weights and batches, penalized objective.</summary>
internal sealed class CalibrationTask<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int MostPoolPoints = 1 << 16;
    const int MostPoolNumbers = 1 << 22;

    readonly RandomStream _root;
    readonly Matrix<T> _pool;
    readonly Dictionary<int, GoObjective<T>> _objectives = [];

    /// <summary>Gets ready.</summary>
    /// <exception cref="ArgumentException">The inputs hold NaN, or are all the same point.</exception>
    public CalibrationTask(Network network, GoSettings settings, InitializationContext context, WorkSharing? sharing)
    {
        Network = network;
        Settings = settings;
        Sharing = sharing;
        _root = RandomStream.Create(context.Seed, "go");
        _pool = context.Inputs is { } inputs
            ? Checked(inputs)
            : Uniform(_root.Split("pool"), network.Inputs, settings.Batch);
        Batch = Math.Min(settings.Batch, _pool.Rows);
        Views = settings.ViewsOf(network, context);
    }

    public Network Network { get; }

    public GoSettings Settings { get; }

    public WorkSharing? Sharing { get; }

    /// <summary>What is to be orthogonal.</summary>
    public FeatureViews Views { get; }

    /// <summary>Points of a batch: those asked for, or all there are.</summary>
    public int Batch { get; }

    /// <summary>Evaluations made for the calibration itself.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The streams of a draw's weights; those of <see cref="UnitDraw{T}.StreamName"/> are below.</summary>
    public static RandomStream DrawStream(ulong seed, string purpose, int index) =>
        RandomStream.Create(seed, "go").Split(purpose).Split(index);

    /// <summary>Draws weights for a purpose; equal purposes and indices give equal weights.</summary>
    public void Draw(UnitDraw<T> draw, string purpose, int index) =>
        draw.Draw(_root.Split(purpose).Split(index), Sharing);

    /// <summary>The objective on batches of so many points, its buffers kept.</summary>
    public GoObjective<T> On(int points)
    {
        if (!_objectives.TryGetValue(points, out GoObjective<T>? objective))
            _objectives.Add(points, objective = new GoObjective<T>(Network, points, Sharing, Views));
        return objective;
    }

    /// <summary>Puts points into an objective, distinct and uniform over the pool.</summary>
    public void Select(GoObjective<T> objective, string purpose, int index)
    {
        RandomStream stream = _root.Split(purpose).Split("batch").Split(index);
        int[] chosen = new int[objective.Points];
        if (chosen.Length > _pool.Rows / 2)
        {
            stream.NextPermutation(_pool.Rows).AsSpan(0, chosen.Length).CopyTo(chosen);
        }
        else
        {
            var seen = new HashSet<int>(chosen.Length);
            for (int i = 0; i < chosen.Length;)
            {
                int point = stream.NextInt(_pool.Rows);
                if (seen.Add(point))
                    chosen[i++] = point;
            }
        }

        objective.Select(_pool, chosen);
    }

    /// <summary>The objective with its penalty, for one draw.</summary>
    public double Evaluate(GoObjective<T> objective, UnitDraw<T> draw, double[] c, double[] b)
    {
        Evaluations++;
        return objective.Evaluate(draw, c, b) + Penalty(c);
    }

    /// <summary>The objective with its penalty, and its gradient.</summary>
    public double Evaluate(
        GoObjective<T> objective, UnitDraw<T> draw, double[] c, double[] b, double[] gradientC, double[] gradientB)
    {
        Evaluations++;
        double loss = objective.Evaluate(draw, c, b, gradientC, gradientB) + Penalty(c);
        for (int l = 0; l < c.Length; l++)
            gradientC[l] += 2 * Settings.Lambda * c[l];
        return loss;
    }

    double Penalty(double[] c) => Settings.Lambda * c.Sum(v => v * v);

    static Matrix<T> Checked(Matrix<double> inputs)
    {
        bool varies = false;
        for (int i = 0; i < inputs.Rows; i++)
        {
            Span<double> row = inputs.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                if (!double.IsFinite(row[j]))
                {
                    throw new ArgumentException(
                        $"input {j + 1} of training point {i + 1} is {row[j]}; go needs finite inputs.",
                        nameof(inputs));
                }
            }

            varies |= !row.SequenceEqual(inputs.Row(0));
        }

        if (!varies)
        {
            throw new ArgumentException(
                $"go cannot calibrate: the {inputs.Rows} training points are all the same point, on which every two "
                + "features are parallel.",
                nameof(inputs));
        }

        return inputs.To<T>();
    }

    /// <summary>Without data: points of mean 0 and variance 1, uniform on a cube.</summary>
    static Matrix<T> Uniform(RandomStream stream, int inputs, int batch)
    {
        double side = Math.Sqrt(3);
        int count = Math.Clamp(MostPoolNumbers / inputs, batch, Math.Max(batch, MostPoolPoints));
        var points = new Matrix<T>(count, inputs);
        for (int i = 0; i < points.Rows; i++)
        {
            foreach (ref T value in points.Row(i))
                value = T.CreateTruncating(side * ((2 * stream.NextDouble()) - 1));
        }

        return points;
    }
}
