using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Simd;
using Kindling.Training;

namespace Kindling.Workloads;

/// <summary>Training steps: the minibatch, forward, backward and the optimizer's update; no curve.</summary>
/// <remarks>
/// One run uses all threads. Several runs are independent networks, one thread each, and a step is one step of all.
/// </remarks>
public sealed class TrainWorkload : Workload
{
    /// <summary>Weights, gradients, moments: what a run holds at least, each as many numbers as parameters.</summary>
    const int CopiesPerRun = 8;

    /// <summary>The network that is trained.</summary>
    public required Network Network { get; init; }

    /// <summary>Points per step.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>The update rule.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Squared error, or cross-entropy of random classes.</summary>
    public LossKind Loss { get; init; } = LossKind.MeanSquared;

    /// <summary>Points of the data set; with <see cref="LeastSquares"/> or L-BFGS all are in the batch.</summary>
    public int Points { get; init; } = 4096;

    /// <summary>Whether the read-out is solved for at every step.</summary>
    public bool LeastSquares { get; init; }

    /// <summary>
    /// A differential equation or a picture, all its points at every step, in place of random data; or null.
    /// </summary>
    public Problem? Equation { get; init; }

    /// <inheritdoc/>
    public override string Name => $"train {Network}, " + (Equation?.Name ?? $"batch {Batch}")
        + (LeastSquares ? ", least squares" : "") + (Runs > 1 ? $", {Runs} runs" : "");

    /// <inheritdoc/>
    /// <remarks>The products of the layers, for values and derivatives; a least-squares solve is not counted.</remarks>
    public override double OperationsPerStep => Runs * Network.Layers
        .Select((l, i) => 2.0 * RowsOfProducts * l.FanIn * l.FanOut * (i == 0 ? 2 : 3)).Sum();

    /// <inheritdoc/>
    public override IReadOnlyList<(string Key, object Value)> Settings =>
    [
        ("kind", "train"),
        ("network", Network.IsResidual ? "resnet" : "mlp"),
        ("inputs", Network.Inputs),
        ("width", Network.Width),
        ("depth", Network.Depth),
        ("outputs", Network.Outputs),
        ("activation", Network.Activation.Name),
        ("batch", Batch),
        ("optimizer", Optimizer.ToString().ToLowerInvariant()),
        ("loss", Loss == LossKind.MeanSquared ? "mse" : "cross-entropy"),
        ("problem", Equation?.Name ?? "random"),
        ("lsgd", LeastSquares),
    ];

    double RowsOfProducts => Equation is null
        ? Batch
        : Equation.Terms.Sum(t => (double)t.Data.Count * new OperatorStreams(t.Operator).Derivatives.Streams);

    /// <inheritdoc/>
    protected override Action<int> Prepare<T>()
    {
        Network.RequireMemory<T>((int)Math.Min(int.MaxValue, (long)CopiesPerRun * Runs));
        Problem problem = Equation ?? MakeProblem();
        bool together = Runs == 1;
        var options = new TrainingOptions
        {
            Optimizer = Optimizer,
            LearningRate = new(1e-4),
            BatchSize = Equation is null ? Batch : null,
            LeastSquares = LeastSquares ? new LeastSquaresOptions() : null,
            Threads = together ? Threads : 1,
            Steps = 1,
        };
        Trainer<T>[] trainers =
        [
            .. Enumerable.Range(0, Runs).Select(
                i => Own(new Trainer<T>(problem, Network, options with { Seed = (ulong)i }))),
        ];
        Initializer scheme = Initializers.Find(Equation is null ? "he" : Equation.Name == "image" ? "glorot" : "box");
        Parameters<T>[] starts =
            [.. Enumerable.Range(0, Runs).Select(i => scheme.Draw<T>(Network, new InitializationContext((ulong)i)))];
        WorkSharing sharing = Own(new WorkSharing(together ? 1 : Threads));
        return steps => sharing.Run(Runs, i => trainers[i].MakeSteps(starts[i], steps));
    }

    Problem MakeProblem()
    {
        RandomStream stream = RandomStream.Create(1, "benchmark");
        int points = LeastSquares || Optimizer == OptimizerKind.Lbfgs ? Batch : Math.Max(Points, Batch);
        var x = new Matrix<double>(points, Network.Inputs);
        var y = new Matrix<double>(points, Network.Outputs);
        for (int i = 0; i < points; i++)
        {
            stream.FillUniform(x.Row(i), 0, 1);
            if (Loss == LossKind.CrossEntropy)
                y[i, stream.NextInt(Network.Outputs)] = 1;
            else
                y.Row(i).Fill(Math.Sin(2 * Math.PI * x[i, 0]));
        }

        return new Problem
        {
            Name = "benchmark",
            Inputs = Network.Inputs,
            Outputs = Network.Outputs,
            Terms = [new Term { Data = new DataSet(x, y), Loss = Loss }],
        };
    }
}
