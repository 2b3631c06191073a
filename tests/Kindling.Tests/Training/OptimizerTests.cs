using System.Numerics;
using System.Text.Json;
using Kindling.Simd;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class OptimizerTests
{
    static readonly JsonElement PyTorch = Golden.Read("optimizers");

    /// <summary>All but L-BFGS, which makes its own steps (<see cref="LbfgsTrainingTests"/>).</summary>
    public static TheoryData<OptimizerKind> Kinds =>
        [.. Enum.GetValues<OptimizerKind>().Where(k => k != OptimizerKind.Lbfgs)];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, PyTorch.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void State_decays_to_zero_and_not_into_subnormal_numbers_where_the_gradient_vanishes(OptimizerKind kind)
    {
        const int Length = 37;
        Optimizer<float> optimizer = Optimizer.Create<float>(new() { Optimizer = kind }, Length);
        float[] w = new float[Length], g = new float[Length];
        Array.Fill(g, 1);
        for (int step = 0; step < 20000; step++)
        {
            optimizer.BeginStep(1e-3);
            optimizer.Update(w, g, 0);
            if (step == 0)
                Array.Clear(g);
        }

        Assert.All(optimizer.State, s => Assert.All(s.Values.Span.ToArray(), x => Assert.False(float.IsSubnormal(x))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_hundred_steps_are_those_of_pytorch(int index)
    {
        JsonElement golden = PyTorch.GetProperty("cases")[index];
        JsonElement decay = golden.GetProperty("weightDecay");
        var options = new TrainingOptions
        {
            Optimizer = Enum.Parse<OptimizerKind>(golden.GetProperty("optimizer").GetString()!),
            WeightDecay = decay.ValueKind == JsonValueKind.Null ? null : decay.GetDouble(),
        };
        double[] scale = Golden.Numbers(PyTorch.GetProperty("scale"));
        double[] target = Golden.Numbers(PyTorch.GetProperty("target"));
        double[] wave = Golden.Numbers(PyTorch.GetProperty("wave"));
        double[] w = Golden.Numbers(PyTorch.GetProperty("start"));
        var g = new double[w.Length];
        Optimizer<double> optimizer = Optimizer.Create<double>(options, w.Length);
        for (int step = 1; step <= 100; step++)
        {
            for (int i = 0; i < w.Length; i++)
                g[i] = (scale[i] * (w[i] - target[i])) + (Math.Cos(w[i]) / 2) + (wave[i] * (step % 2 == 0 ? 1 : -1));
            optimizer.BeginStep(golden.GetProperty("rate").GetDouble());
            optimizer.Update(w, g, 0);
            if (!golden.GetProperty("parametersAfterStep").TryGetProperty($"{step}", out JsonElement after))
                continue;
            double[] expected = Golden.Numbers(after);
            for (int i = 0; i < w.Length; i++)
                Assert.Equal(expected[i], w[i], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ranges_do_not_change_a_bit(OptimizerKind kind)
    {
        for (int length = 0; length <= 70; length += 7)
        {
            float[] whole = Walk<float>(kind, length, steps: 5, [length]);
            Assert.Equal(whole, Walk<float>(kind, length, steps: 5, [length / 3, length - (length / 3)]));
            Assert.Equal(whole, Walk<float>(kind, length, steps: 5, [Math.Min(1, length), Math.Max(0, length - 1), 0]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_widths_agree(OptimizerKind kind)
    {
        Assert.Equal(Walk<Lanes128<double>>(kind), Walk<Lanes256<double>>(kind), Close);
        Assert.Equal(Walk<Lanes128<double>>(kind), Walk<Lanes512<double>>(kind), Close);
        Assert.Equal(Walk<double>(kind, 37, 20, [37]), Walk<Lanes512<double>>(kind), Close);

        static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-12;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Single_precision_follows_double(OptimizerKind kind)
    {
        float[] single = Walk<float>(kind, 37, 20, [37]);
        double[] exact = Walk<double>(kind, 37, 20, [37]);
        for (int i = 0; i < exact.Length; i++)
            Assert.Equal(exact[i], single[i], 20 * 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resumed_steps_are_the_uninterrupted_ones(OptimizerKind kind)
    {
        const int Length = 37;
        double[] unbroken = Walk<double>(kind, Length, 20, [Length]);
        Optimizer<double> first = Optimizer.Create<double>(new() { Optimizer = kind }, Length);
        double[] w = Start<double>(Length);
        Walk(first, w, 0, 8, [Length]);
        Optimizer<double> second = Optimizer.Create<double>(new() { Optimizer = kind }, Length);
        second.Resume(first.Steps);
        foreach (var (saved, restored) in first.State.Zip(second.State))
        {
            (string name, AlignedArray<double> from) = saved;
            (string same, AlignedArray<double> to) = restored;
            Assert.Equal(name, same);
            from.Span.CopyTo(to.Span);
        }

        Walk(second, w, 8, 20, [Length]);
        Assert.Equal(unbroken, w);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_allocates_nothing(OptimizerKind kind)
    {
        const int Length = 100;
        Optimizer<float> optimizer = Optimizer.Create<float>(new() { Optimizer = kind }, Length);
        float[] w = Start<float>(Length);
        var g = new float[Length];
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            optimizer.BeginStep(0.01);
            optimizer.Update(w, g, 0);
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, "")]
    [InlineData(OptimizerKind.Momentum, "momentum_buffer")]
    [InlineData(OptimizerKind.Nesterov, "momentum_buffer")]
    [InlineData(OptimizerKind.Adam, "exp_avg exp_avg_sq")]
    [InlineData(OptimizerKind.AdamW, "exp_avg exp_avg_sq")]
    [InlineData(OptimizerKind.RmsProp, "square_avg")]
    public void State_has_the_names_of_pytorch(OptimizerKind kind, string names)
    {
        Optimizer<float> optimizer = Optimizer.Create<float>(new() { Optimizer = kind }, 3);
        Assert.Equal(names, string.Join(' ', optimizer.State.Select(s => s.Name)));
    }

    public static TheoryData<TrainingOptions, string> WrongOptions => new()
    {
        { new() { Momentum = 1 }, "momentum is 1" },
        { new() { Beta1 = -0.1 }, "beta1 is -0.1" },
        { new() { Beta2 = double.NaN }, "beta2 is NaN" },
        { new() { Alpha = 2 }, "alpha is 2" },
        { new() { Epsilon = 0 }, "epsilon is 0" },
        { new() { WeightDecay = -1 }, "weightDecay is -1" },
        { new() { LearningRate = new(0) }, "learning rate is 0" },
        { new() { LearningRate = new(1, Factor: 1.5) }, "factor is 1.5" },
        { new() { LearningRate = new(1, Factor: 0.5, Every: 0) }, "every is 0" },
        { new() { CurvePointsPerDecade = 0 }, "curve points per decade is 0" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void Settings_out_of_range_are_refused_by_name(TrainingOptions options, string reason)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Optimizer.Create<double>(options, 1));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_lengths_and_ranges_are_refused()
    {
        Optimizer<double> optimizer = Optimizer.Create<double>(new(), 3);
        optimizer.BeginStep(0.1);
        Assert.Throws<ArgumentException>(() => optimizer.Update(new double[4], new double[4], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Update(new double[3], new double[4], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Update(new double[3], new double[2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Update(new double[3], new double[2], -1));
    }

    [Fact]
    public void Learning_rate_falls_in_steps()
    {
        var rate = new LearningRate(0.8, Factor: 0.5, Every: 10);
        Assert.Equal([0.8, 0.8, 0.4, 0.4, 0.2], new long[] { 0, 9, 10, 19, 20 }.Select(rate.At));
        Assert.Equal(0.3, new LearningRate(0.3).At(1_000_000));
    }

    /// <summary>Parameters after steps down a fixed non-linear valley, each step in ranges of these lengths.</summary>
    static T[] Walk<T>(OptimizerKind kind, int length, int steps, int[] ranges)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] w = Start<T>(length);
        Walk(Optimizer.Create<T>(new() { Optimizer = kind }, length), w, 0, steps, ranges);
        return w;
    }

    static void Walk<T>(Optimizer<T> optimizer, T[] w, int from, int to, int[] ranges)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int step = from; step < to; step++)
        {
            T[] g = Gradient(w, step);
            optimizer.BeginStep(0.01);
            int start = 0;
            foreach (int length in ranges)
            {
                optimizer.Update(w, g.AsSpan(start, length), start);
                start += length;
            }
        }
    }

    /// <summary>Twenty steps of 37 parameters at a forced width.</summary>
    static double[] Walk<V>(OptimizerKind kind)
        where V : struct, ILanes<V, double>
    {
        double[] w = Start<double>(37);
        Optimizer<double> optimizer = Optimizer.Create<double>(new() { Optimizer = kind }, w.Length);
        for (int step = 0; step < 20; step++)
        {
            double[] g = Gradient(w, step);
            optimizer.BeginStep(0.01);
            switch (optimizer)
            {
                case Optimizer<double, Sgd> o:
                    o.Sweep<V>(w, g, 0);
                    break;
                case Optimizer<double, MomentumSgd> o:
                    o.Sweep<V>(w, g, 0);
                    break;
                case Optimizer<double, Adam> o:
                    o.Sweep<V>(w, g, 0);
                    break;
                case Optimizer<double, RmsProp> o:
                    o.Sweep<V>(w, g, 0);
                    break;
            }
        }

        return w;
    }

    static T[] Start<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, length).Select(i => T.CreateChecked(Math.Sin(i)))];

    static T[] Gradient<T>(T[] w, int step)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. w.Select((x, i) => x + T.CreateChecked(0.3 * Math.Cos(i + step)))];
}
