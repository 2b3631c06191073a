using System.Numerics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Simd;
using Kindling.Training;

namespace Kindling.Tests.Training;

/// <summary>Units split between threads, against a pass over the same points by one.</summary>
public class SplitGradientTests
{
    /// <summary>
    /// Activation, residual, points, cross-entropy: batches and layers that end inside a register, one unit, one point.
    /// </summary>
    public static TheoryData<string, bool, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, int, bool>();
            foreach (Activation activation in Activations.All)
                cases.Add(activation.Name, activation.Smoothness > 0, 17, false);
            foreach (int points in new[] { 1, 5, 32, 33, 64 })
                cases.Add("relu", points % 2 == 0, points, true);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_that_of_one_pass(string activation, bool residual, int points, bool classes)
    {
        foreach (Network network in Networks(activation, residual, classes ? 3 : 1))
        {
            Check<double>(network, points, classes, 1e-13);
            Check<float>(network, points, classes, 1e-5);
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(7)]
    public void Threads_change_no_bit(int points)
    {
        Network network = Networks("tanh", residual: true, 3)[0];
        Parameters<float> at = Drawn<float>(network);
        SplitGradient<float> alone = new(network, Rows<float>(network, points, classes: true), null);
        double loss = alone.Compute(at);
        float[] expected = VectorOf(alone, network);
        foreach (int threads in new[] { 1, 2, 4 })
        {
            using var sharing = new WorkSharing(threads);
            SplitGradient<float> gradient = new(network, Rows<float>(network, points, classes: true), sharing);
            for (int repeat = 0; repeat < 50; repeat++)
            {
                Assert.Equal(loss, gradient.Compute(at));
                Assert.Equal(expected, VectorOf(gradient, network));
            }
        }
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void A_gradient_is_finite_where_its_squared_norm_is_and_not_its_bound(double weight, bool isFinite)
    {
        // At x = 1e25 all units are off, or on; at x = -1 it is the other way round.
        Network network = Network.Plain(1, [5], 1, Activations.Relu);
        Matrix<double> x = new(2, 1), y = new(2, 1);
        (x[0, 0], x[1, 0]) = (1e25, -1);
        var parameters = new Parameters<float>(network);
        parameters.Weights(0).Fill((float)weight);
        parameters.Weights(1).Fill(1);
        var rows = new TermRows<float>(new Term { Data = new DataSet(x, y) }, network, 2);
        (rows.Selected[0], rows.Selected[1]) = (0, 1);
        SplitGradient<float> gradient = new(network, rows, null);
        Assert.True(double.IsFinite(gradient.Compute(parameters)));
        Assert.Equal(isFinite, gradient.IsFinite());
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Network network = Networks("relu", residual: false, 3)[0];
        using var sharing = new WorkSharing(2);
        SplitGradient<float> gradient = new(network, Rows<float>(network, 32, classes: true), sharing);
        Parameters<float> at = Drawn<float>(network);
        Optimizer<float> optimizer = Optimizer.Create<float>(new(), network.Layout.Count);
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            gradient.Compute(at);
            Assert.True(gradient.IsFinite());
            optimizer.BeginStep(1e-3);
            gradient.Update(optimizer);
        }
    }

    [Fact]
    public void It_is_chosen_for_few_points_of_one_plain_term_in_wide_layers()
    {
        Network wide = Network.Plain(100, [100, 100, 100], 1, Activations.Relu);
        Network narrow = Network.Plain(1, [32, 32, 32], 1, Activations.Relu);
        Assert.True(Pays(wide, 32));
        Assert.False(Pays(wide, 256));
        Assert.False(Pays(wide, 8));
        Assert.False(Pays(narrow, 32));

        static bool Pays(Network network, int points) =>
            SplitGradient<float>.Pays(network, [Rows<float>(network, points, classes: false)]);
    }

    [Fact]
    public void Training_on_two_threads_ends_at_the_bits_of_one()
    {
        Network network = Network.Residual(100, [100, 100, 100], 3, Activations.Relu);
        float[]? first = null;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            var options = new TrainingOptions
            {
                Steps = 30,
                BatchSize = 32,
                Threads = threads,
                LearningRate = new(1e-3),
            };
            Problem problem = new()
            {
                Name = "classes",
                Inputs = 100,
                Outputs = 3,
                Terms = [TermOf(network, 64, classes: true)],
            };
            using var trainer = new Trainer<float>(problem, network, options);
            float[] found = trainer.Run(Drawn<float>(network)).Final.Flat.ToArray();
            first ??= found;
            Assert.Equal(first, found);
        }
    }

    static void Check<T>(Network network, int points, bool classes, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TermRows<T> term = Rows<T>(network, points, classes);
        Parameters<T> at = Drawn<T>(network);
        var weights = new PackedWeights<T>(network, backward: true);
        weights.Update(at);
        var pass = new Pass<T>(network, points);
        AlignedArray<T> expected = new(network.Layout.Count);
        term.Load(pass, 0, points);
        pass.Forward(weights);
        double loss = term.Loss(pass, 0, points);
        pass.Backward(weights, expected, accumulate: false);

        SplitGradient<T> split = new(network, term, null);
        Assert.Equal(loss, split.Compute(at), tolerance * Math.Max(1, loss));
        T[] found = VectorOf(split, network);
        double largest = 0;
        foreach (T element in expected.Span)
        {
            double value = double.CreateTruncating(element);
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (int k = 0; k < expected.Length; k++)
        {
            double want = double.CreateTruncating(expected.Span[k]);
            double got = double.CreateTruncating(found[k]);
            Assert.True(Math.Abs(want - got) <= tolerance * largest, $"{network}, parameter {k}: {want} and {got}");
        }

        Assert.True(split.IsFinite());
    }

    /// <summary>The whole gradient, from blocks that must not overlap.</summary>
    static T[] VectorOf<T>(SplitGradient<T> gradient, Network network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vector = new T[network.Layout.Count];
        int elements = 0;
        gradient.Differentiate((start, block) =>
        {
            block.CopyTo(vector.AsSpan(start));
            Interlocked.Add(ref elements, block.Length);
        });
        Assert.Equal(vector.Length, elements);
        return vector;
    }

    static Network[] Networks(string activation, bool residual, int outputs)
    {
        Activation f = Activations.Find(activation);
        Parameterization ntk = Parameterization.Ntk(1.7, 0.3);
        return residual
            ? [Network.Residual(9, [21, 21, 40, 40], outputs, f), Network.Residual(3, [8, 8], outputs, f, ntk)]
            :
            [
                Network.Plain(33, [21, 50, 7, 1], outputs, f),
                Network.Plain(2, [5], outputs, f, ntk, readOutBias: false),
            ];
    }

    static Parameters<T> Drawn<T>(Network network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameters<T> drawn = Initializers.Find("lecun").Draw<T>(network, new InitializationContext(7));
        foreach (ref T weight in drawn.Flat)
            weight *= T.CreateTruncating(0.5); // Through exp, signals would grow out of all bounds.
        for (int l = 0; l < network.Layers.Count; l++)
        {
            Span<T> biases = drawn.Biases(l);
            for (int j = 0; j < biases.Length; j++)
                biases[j] = T.CreateTruncating(0.1 * ((j % 5) - 2));
        }

        return drawn;
    }

    static TermRows<T> Rows<T>(Network network, int points, bool classes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = new TermRows<T>(TermOf(network, points + 3, classes), network, points);
        for (int i = 0; i < points; i++)
            rows.Selected[i] = points + 2 - i;
        return rows;
    }

    static Term TermOf(Network network, int points, bool classes)
    {
        RandomStream stream = RandomStream.Create(3, "points");
        Matrix<double> x = new(points, network.Inputs), y = new(points, network.Outputs);
        for (int i = 0; i < points; i++)
        {
            stream.FillUniform(x.Row(i), -1, 1);
            if (classes)
                y[i, i % network.Outputs] = 1;
            else
                stream.FillUniform(y.Row(i), -1, 1);
        }

        LossKind loss = classes ? LossKind.CrossEntropy : LossKind.MeanSquared;
        return new Term { Data = new DataSet(x, y), Loss = loss, Weight = 0.7 };
    }
}
