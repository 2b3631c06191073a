using System.Text;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class TrainerTests
{
    static readonly Network Small = Network.Residual(1, [24, 24, 24], 1, Activations.Find("tanh"));

    [Theory]
    [InlineData(Batching.Full, null)]
    [InlineData(Batching.Shuffled, 128)]
    [InlineData(Batching.Uniform, 200)]
    public void Any_number_of_threads_gives_the_same_bits(Batching batching, int? batch)
    {
        float[]? first = null;
        foreach (int threads in new[] { 1, 2, 4 })
        {
            TrainingOptions options = Options with { Batching = batching, BatchSize = batch, Threads = threads };
            using var trainer = new Trainer<float>(Sine(512), Small, options);
            float[] trained = trainer.Run(Start<float>()).Final.Flat.ToArray();
            first ??= trained;
            Assert.Equal(first, trained);
        }
    }

    [Fact]
    public void Training_learns_the_sine()
    {
        using var trainer = new Trainer<double>(Sine(256), Small, Options with { Steps = 1500 });
        TrainingResult<double> result = trainer.Run(Start<double>());
        Assert.Equal(TrainingStatus.Finished, result.Status);
        Assert.Equal(1500, result.Steps);
        Assert.Equal(0, result.Curve[0].Step);
        Assert.Equal(1500, result.Curve[^1].Step);
        Assert.True(result.Curve[^1].TestError < 0.05 * result.Curve[0].TestError, $"{result.Curve[^1]}");
        Assert.Equal(result.Curve.Min(p => p.TestError), Measured(result.Best), 1e-12);
    }

    [Fact]
    public void Interrupted_and_resumed_is_uninterrupted_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>().Where(k => k != OptimizerKind.Lbfgs))
        {
            TrainingOptions options = Options with
            {
                Optimizer = kind,
                Steps = 60,
                BatchSize = 50,
                LearningRate = new(1e-3, 0.9, 7),
            };
            using var whole = new Trainer<double>(Sine(256), Small, options);
            TrainingResult<double> unbroken = whole.Run(Start<double>());

            var file = new CheckpointFile(Path.Combine(folder.Path, $"{kind}.safetensors"));
            using var cancel = new CancellationTokenSource();
            TrainingResult<double> part = whole.Run(
                Start<double>(),
                p =>
                {
                    if (p.Step >= 20)
                        cancel.Cancel();
                },
                file,
                cancel.Token);
            Assert.Equal(TrainingStatus.Stopped, part.Status);
            Assert.InRange(part.Steps, 20, 59);
            using var again = new Trainer<double>(Sine(256), Small, options with { Threads = 2 });
            TrainingResult<double> resumed = again.Run(Start<double>(), checkpoint: file);
            Assert.Equal(unbroken.Final.Flat.ToArray(), resumed.Final.Flat.ToArray());
            Assert.Equal(unbroken.Best.Flat.ToArray(), resumed.Best.Flat.ToArray());
            Assert.Equal(unbroken.Curve, resumed.Curve);
        }
    }

    [Fact]
    public void A_checkpoint_that_a_kill_leaves_holds_the_time_of_its_steps()
    {
        using var folder = new TemporaryFolder();
        var file = new CheckpointFile(Path.Combine(folder.Path, "c.safetensors"), TimeSpan.Zero);
        double kept = 0;
        using var trainer = new Trainer<double>(Sine(64), Small, Options with { Steps = 20 });
        TrainingResult<double> result = trainer.Run(
            Start<double>(),
            p =>
            {
                if (p.Step == 20)
                    kept = SecondsIn(file.Path); // Saved after step 20, before the run ends.
            },
            file);
        Assert.True(kept > 0 && kept <= result.Seconds, $"{kept} of {result.Seconds}");
        Assert.Equal(result.Seconds, SecondsIn(file.Path));

        static double SecondsIn(string path)
        {
            using Safetensors saved = Safetensors.Open(path);
            return double.Parse(saved.Metadata["seconds"], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void A_checkpoint_of_other_settings_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = new CheckpointFile(Path.Combine(folder.Path, "c.safetensors"));
        using var one = new Trainer<double>(Sine(64), Small, Options with { Steps = 2 });
        one.Run(Start<double>(), checkpoint: file);
        using var other = new Trainer<double>(Sine(64), Small, Options with { Steps = 2, Seed = 9 });
        Assert.Throws<FileFormatException>(() => other.Run(Start<double>(), checkpoint: file));
    }

    [Theory]
    [InlineData("\"step\":\"2\"", "\"step\":\"x\"")]
    [InlineData("\"curve\":\"0 ", "\"curve\":\"? ")]
    public void A_damaged_checkpoint_is_refused_with_its_path(string written, string damaged)
    {
        using var folder = new TemporaryFolder();
        var file = new CheckpointFile(Path.Combine(folder.Path, "c.safetensors"));
        using var trainer = new Trainer<double>(Sine(64), Small, Options with { Steps = 2 });
        trainer.Run(Start<double>(), checkpoint: file);
        string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(file.Path));
        Assert.Contains(written, bytes, StringComparison.Ordinal);
        string damage = bytes.Replace(written, damaged, StringComparison.Ordinal);
        File.WriteAllBytes(file.Path, Encoding.Latin1.GetBytes(damage));
        var error = Assert.Throws<FileFormatException>(() => trainer.Run(Start<double>(), checkpoint: file));
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Divergence_ends_a_run_with_finite_parameters()
    {
        TrainingOptions options = Options with { Optimizer = OptimizerKind.Sgd, LearningRate = new(1e4), Steps = 500 };
        Network relu = Network.Plain(1, [16, 16], 1, Activations.Find("relu"));
        Parameters<float> start = Initializers.Find("he").Draw<float>(relu, new InitializationContext(1));
        using var trainer = new Trainer<float>(Sine(64), relu, options);
        TrainingResult<float> result = trainer.Run(start);
        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Contains("step", result.Reason, StringComparison.Ordinal);
        Assert.InRange(result.Steps, 1, 499);
        foreach (float p in result.Final.Flat)
            Assert.True(float.IsFinite(p));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        foreach (Batching batching in Enum.GetValues<Batching>())
        {
            TrainingOptions options = Options with { Batching = batching, BatchSize = 64 };
            using var trainer = new Trainer<float>(Sine(256), Small, options);
            Parameters<float> parameters = Start<float>();

            // Code that is not optimized yet may box; a whole burst without a byte shows that steps need none.
            long least = Enumerable.Range(0, 40).Min(_ => Allocated(() => trainer.MakeSteps(parameters, 25)));
            Assert.Equal(0, least);
        }
    }

    [Fact]
    public void Cross_entropy_gradient_matches_differences()
    {
        Network network = Network.Plain(2, [7], 3, Activations.Find("tanh"));
        Matrix<double> x = Matrix<double>.FromRows([0.1, 0.2], [-0.5, 0.9], [0.7, -0.3]);
        Matrix<double> y = Matrix<double>.FromRows([1.0, 0, 0], [0.0, 0, 1], [0.0, 1, 0]);
        var problem = new Problem
        {
            Name = "classes",
            Inputs = 2,
            Outputs = 3,
            Metric = ErrorMetric.Misclassification,
            Terms = [new Term { Data = new DataSet(x, y), Loss = LossKind.CrossEntropy, Weight = 1.5 }],
        };
        Parameters<double> parameters = Initializers.Find("glorot").Draw<double>(network, new InitializationContext(3));
        var loss = new LossGradient<double>(problem, network, [3], null);
        loss.Select(0, [0, 1, 2]);
        loss.Compute(parameters);
        double[] gradient = loss.Gradient.Span.ToArray();
        for (int i = 0; i < gradient.Length; i++)
        {
            double value = parameters.Flat[i];
            parameters.Flat[i] = value + 1e-6;
            double up = loss.Compute(parameters);
            parameters.Flat[i] = value - 1e-6;
            double down = loss.Compute(parameters);
            parameters.Flat[i] = value;

            // Differences of 1e-6: 1e-12 in the third derivative, 1e-16 / 1e-6 in rounding.
            Assert.Equal((up - down) / 2e-6, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void A_network_larger_than_memory_is_refused_with_its_size()
    {
        Network huge = Network.Plain(1, [1_000_000, 1_000_000], 1, Activations.Find("tanh"));
        var error = Assert.Throws<ArgumentException>(() => new Trainer<float>(Sine(8), huge, Options));
        Assert.Contains("GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Network network = Network.Plain(2, [4], 1, Activations.Find("tanh"));
        var error = Assert.Throws<ArgumentException>(() => new Trainer<float>(Sine(8), network, Options));
        Assert.Contains("1 inputs", error.Message, StringComparison.Ordinal);
    }

    static TrainingOptions Options => new() { Steps = 40, LearningRate = new(3e-3) };

    static Parameters<T> Start<T>()
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Initializers.Find("glorot").Draw<T>(Small, new InitializationContext(7));

    static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static double Measured(Parameters<double> parameters)
    {
        DataSet data = Sine(256).Terms[0].Data;
        Matrix<double> predicted = new Evaluator<double>(Small).Predict(parameters, data.Inputs);
        double sum = 0;
        for (int i = 0; i < data.Count; i++)
            sum += Math.Pow(predicted[i, 0] - data.Targets[i, 0], 2);
        return Math.Sqrt(sum / data.Count);
    }

    static Problem Sine(int points)
    {
        var x = new Matrix<double>(points, 1);
        var y = new Matrix<double>(points, 1);
        for (int i = 0; i < points; i++)
        {
            x[i, 0] = (double)i / (points - 1);
            y[i, 0] = Math.Sin(2 * Math.PI * x[i, 0]);
        }

        return new Problem { Name = "sine", Inputs = 1, Outputs = 1, Terms = [new Term { Data = new DataSet(x, y) }] };
    }
}
