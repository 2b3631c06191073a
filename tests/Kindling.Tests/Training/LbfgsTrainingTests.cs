using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Training;

/// <summary>L-BFGS as the optimizer of a training run, alone and with the read-out solved for.</summary>
public class LbfgsTrainingTests
{
    static readonly TrainingOptions Options = new() { Optimizer = OptimizerKind.Lbfgs, Steps = 60 };

    static readonly Network Network = Network.Plain(1, [10, 10], 1, Activations.Tanh);

    [Fact]
    public void The_loss_never_rises_and_ends_far_below_that_of_adam()
    {
        Problem problem = Functions.Find("sin").Create();
        TrainingResult<double> result = Run(problem, Options);
        for (int i = 1; i < result.Curve.Count; i++)
            Assert.True(result.Curve[i].Loss <= result.Curve[i - 1].Loss);
        double adam = Run(problem, new() { Steps = 60 }).Curve[^1].Loss;
        Assert.True(result.Curve[^1].Loss < adam / 100, $"{result.Curve[^1].Loss} against {adam}");
    }

    [Fact]
    public void Variable_projection_ends_far_below_steps_of_adam_with_the_same_solves()
    {
        Problem problem = Functions.Find("runge").Create();
        Network small = Network.Plain(1, [6], 1, Activations.Tanh);

        // The median of starts: from a few of them six units find a poor minimum, or do or do not as sums are rounded.
        double projected = Median(Options with { LeastSquares = new() });
        double alternating = Median(new() { Steps = 60, LeastSquares = new() });
        Assert.True(projected < alternating / 100, $"{projected} against {alternating}");

        double Median(TrainingOptions options)
        {
            using var trainer = new Trainer<double>(problem, small, options);
            return Enumerable.Range(0, 9)
                .Select(seed => Initializers.Find("glorot").Draw<double>(small, new InitializationContext((ulong)seed)))
                .Select(start => trainer.Run(start).Curve[^1].Loss).Order().ElementAt(4);
        }
    }

    [Fact]
    public void Solves_now_and_then_lower_the_loss_as_well()
    {
        Problem problem = Functions.Find("runge").Create();

        // Without a ridge the first read-out is so large that no step with it fixed gets anywhere.
        TrainingResult<double> result = Run(problem, Options with { LeastSquares = new() { Every = 5, Ridge = 1e-3 } });
        Assert.Equal(60, result.Steps);
        Assert.True(result.Curve[^1].Loss < result.Curve[0].Loss / 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-3)]
    public void The_gradient_at_the_solved_read_out_is_that_of_the_projected_loss(double ridge)
    {
        // Envelope theorem: d/dh min_w (loss + ridge |w|²) is the partial derivative in h at the minimum, in h alone.
        Problem problem = Functions.Find("runge").Create();
        Network network = Network.Plain(1, [6], 1, Activations.Tanh);
        Parameters<double> parameters = Start(network);
        for (int i = 0; i < 6; i++)
            (parameters.Weights(0)[i], parameters.Biases(0)[i]) = (4, 3 - (1.2 * i)); // features well apart
        var gradient = new LossGradient<double>(
            problem,
            network,
            [.. problem.Terms.Select(t => t.Data.Count)],
            null,
            new LeastSquaresOptions { Ridge = ridge });
        gradient.Select(0, [.. Enumerable.Range(0, problem.Terms[0].Data.Count)]);
        double Projected() => gradient.Compute(parameters, solve: true) + gradient.Penalty;
        Projected();
        double[] found = gradient.Gradient.Span[..network.Layout.Weight(1).Offset].ToArray();
        for (int i = 0; i < found.Length; i++)
        {
            const double Step = 1e-5;
            double at = parameters.Flat[i];
            parameters.Flat[i] = at + Step;
            double above = Projected();
            parameters.Flat[i] = at - Step;
            double below = Projected();
            parameters.Flat[i] = at;

            // Central differences: third derivatives times 1e-10, and rounding of the loss over the step.
            Assert.Equal((above - below) / (2 * Step), found[i], 1e-8);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(4)]
    public void Interrupted_and_resumed_on_more_threads_is_uninterrupted_to_the_bit(int? every)
    {
        Problem problem = Functions.Find("sin").Create();
        TrainingOptions options = Options with { LeastSquares = every is { } n ? new() { Every = n } : null };
        double[] whole = Run(problem, options).Final.Flat.ToArray();
        using var folder = new TemporaryFolder();
        var file = new CheckpointFile(Path.Combine(folder.Path, "run.safetensors"));
        Run(problem, options with { Steps = 22 }, file);
        TrainingResult<double> resumed = Run(problem, options with { Threads = 2 }, file);
        Assert.Equal(60, resumed.Steps);
        Assert.Equal(whole, resumed.Final.Flat.ToArray());
    }

    [Fact]
    public void A_run_that_cannot_go_lower_stays_where_it_is()
    {
        Problem problem = Functions.Find("sin").Create();
        Network network = Network.Plain(1, [2], 1, Activations.Linear);
        TrainingOptions options = Options with { Steps = 2000, LeastSquares = new() };
        TrainingResult<double> result = Run(problem, options, network: network);
        Assert.Equal((TrainingStatus.Finished, 2000), (result.Status, result.Steps));
        Assert.Equal(result.Curve[^2].Loss, result.Curve[^1].Loss);
    }

    [Fact]
    public void Single_precision_trains_too()
    {
        Problem problem = Functions.Find("sin").Create();
        using var trainer = new Trainer<float>(problem, Network, Options);
        TrainingResult<float> result = trainer.Run(StartOf<float>(Network));
        Assert.True(result.Curve[^1].Loss < result.Curve[0].Loss / 100);
    }

    [Fact]
    public void A_penalty_on_the_weights_is_part_of_what_is_minimized()
    {
        Problem problem = Functions.Find("sin").Create();
        double Norm(double decay) =>
            Run(problem, Options with { WeightDecay = decay }).Final.Flat.ToArray().Sum(w => w * w);
        Assert.True(Norm(1e-2) < Norm(1e-4));
    }

    [Fact]
    public void Whatever_changes_the_loss_between_steps_is_refused_with_the_reason()
    {
        Problem problem = Functions.Find("sin").Create();
        Refused(Options with { BatchSize = 16 }, "the batch size is 16");
        Refused(Options with { BatchSize = 16, Batching = Batching.Uniform }, "the batch size is 16");
        Refused(Options with { LeastSquares = new() { Share = 0.5 } }, "not at a share");

        void Refused(TrainingOptions options, string reason)
        {
            var error = Assert.Throws<ArgumentException>(() => new Trainer<double>(problem, Network, options));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    static TrainingResult<double> Run(
        Problem problem, TrainingOptions options, CheckpointFile? checkpoint = null, Network? network = null)
    {
        using var trainer = new Trainer<double>(problem, network ?? Network, options);
        return trainer.Run(Start(network ?? Network), checkpoint: checkpoint);
    }

    static Parameters<double> Start(Network network) => StartOf<double>(network);

    static Parameters<T> StartOf<T>(Network network)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var parameters = new Parameters<T>(network);
        var random = new Random(5);
        foreach (ref T p in parameters.Flat)
            p = T.CreateTruncating((2 * random.NextDouble()) - 1);
        return parameters;
    }
}
