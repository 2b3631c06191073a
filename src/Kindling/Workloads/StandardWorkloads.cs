using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Workloads;

/// <summary>
/// The jobs that <c>kindling bench</c> runs when it is not told otherwise: those of docs/performance.md.
/// </summary>
/// <param name="threads">Cores that work at once.</param>
/// <param name="isDouble">Whether the jobs are in double precision.</param>
public sealed class StandardWorkloads(int threads, bool isDouble)
{
    /// <summary>Training steps from one small network to wide ones.</summary>
    public IReadOnlyList<Workload> Train() =>
    [
        Step(Mlp(1, 32, 1, "relu"), 256),
        Step(Mlp(1, 32, 8, "relu"), 256),
        Step(Mlp(1, 32, 64, "relu"), 256),
        Step(Mlp(1, 32, 128, "relu"), 256),
        Step(Network.Residual(1, Widths(32, 64), 1, Activations.Find("tanh")), 256),
        new TrainWorkload
        {
            Network = Mlp(1, 32, 8, "relu"),
            Batch = 256,
            Threads = threads,
            IsDouble = isDouble,
            Runs = 16,
        },
        Step(Mlp(100, 100, 10, "relu"), 32),
        new TrainWorkload
        {
            Network = Network.Plain(784, Widths(100, 10), 10, Activations.Find("relu")),
            Batch = 32,
            Threads = threads,
            IsDouble = isDouble,
            Loss = LossKind.CrossEntropy,
            Optimizer = OptimizerKind.Sgd,
            Points = 16384,
        },
        Step(Network.Plain(2, Widths(512, 8), 3, Activations.Find("tanh")), 512),
        new TrainWorkload
        {
            Network = Network.Plain(2, Widths(512, 8), 3, Activations.Find("tanh")),
            Equation = Picture(512),
            Batch = 512,
            Threads = threads,
            IsDouble = isDouble,
        },
        Step(Mlp(2, 256, 16, "tanh"), 2048),
    ];

    /// <summary>
    /// A picture to be learned from so many pixels, with total variation at as many fresh places at every step.
    /// </summary>
    public static Problem Picture(int batch)
    {
        int side = (int)Math.Ceiling(Math.Sqrt(batch));
        var options = new ImageRegressionOptions { Sample = (double)batch / (side * side), VariationPoints = batch };
        return new ImageRegression(CityImage.Create(side), options).Problem;
    }

    /// <summary>Draws of the schemes that cost something.</summary>
    public IReadOnlyList<Workload> Draw() =>
    [
        Draws("raai", 2048, 1),
        Draws("glorot", 2048, 1),
        Draws("orthogonal", 400, 100),
        Draws("orthogonal", 2048, 1),
        Calibration(32, 4),
        Calibration(64, 16),
        Calibration(256, 16),
    ];

    /// <summary>The three products of training, small and large.</summary>
    public IReadOnlyList<Workload> Product() =>
    [
        .. from size in new[] { (256, 32, 32), (32, 100, 100), (2048, 256, 256), (2048, 2048, 2048) }
           from form in Enum.GetValues<ProductForm>()
           select new ProductWorkload
           {
               Rows = size.Item1,
               Inner = size.Item2,
               Columns = size.Item3,
               Form = form,
               Threads = threads,
               IsDouble = isDouble,
           },
    ];

    TrainWorkload Step(Network network, int batch) =>
        new() { Network = network, Batch = batch, Threads = threads, IsDouble = isDouble };

    DrawWorkload Draws(string scheme, int width, int runs) => new()
    {
        Scheme = Initializers.Find(scheme),
        Network = Network.Plain(width, [width], 1, Activations.Find("relu")),
        Threads = threads,
        IsDouble = isDouble,
        Runs = runs,
    };

    DrawWorkload Calibration(int width, int depth) => new()
    {
        Scheme = Initializers.Find("go"),
        Network = Mlp(2, width, depth, "tanh"),
        Threads = threads,
        IsDouble = isDouble,
    };

    static Network Mlp(int inputs, int width, int depth, string activation) =>
        Network.Plain(inputs, Widths(width, depth), 1, Activations.Find(activation));

    static int[] Widths(int width, int depth) => [.. Enumerable.Repeat(width, depth)];
}
