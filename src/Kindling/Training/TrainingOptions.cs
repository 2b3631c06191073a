namespace Kindling.Training;

/// <summary>The gradient optimizers.</summary>
public enum OptimizerKind
{
    /// <summary>w -= rate * gradient.</summary>
    Sgd,

    /// <summary>SGD with heavy-ball momentum (0.9 unless told).</summary>
    Momentum,

    /// <summary>SGD with Nesterov momentum (0.9 unless told).</summary>
    Nesterov,

    /// <summary>Adam with bias correction (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay 0.01 unless told (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>RMSProp, decay 0.99 (as PyTorch).</summary>
    RmsProp,

    /// <summary>
    /// Limited-memory BFGS with a strong Wolfe line search, on all points at every step; finds its own step lengths, so
    /// that the learning rate has no meaning. A step may take several evaluations of loss and gradient.
    /// </summary>
    Lbfgs,
}

/// <summary>How training points are taken at each step.</summary>
public enum Batching
{
    /// <summary>All points at every step.</summary>
    Full,

    /// <summary>A new permutation at every epoch, cut into batches; the last short one is dropped.</summary>
    Shuffled,

    /// <summary>Points drawn uniformly with replacement at every step.</summary>
    Uniform,
}

/// <summary>How a network is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The update rule.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate over the steps; its rate is finite and above 0.</summary>
    public LearningRate LearningRate { get; init; } = new(1e-3);

    /// <summary>
    /// Momentum of <see cref="OptimizerKind.Momentum"/> and <see cref="OptimizerKind.Nesterov"/>, in [0, 1).
    /// </summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay of the first moment in Adam, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment in Adam, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Decay of the second moment in RMSProp, in [0, 1).</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root of the second moment; above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// Decoupled decay in AdamW, L2 penalty gradient in the others, 0 or more; null takes the optimizer's usual value,
    /// 0.01 for AdamW and 0 for the others.
    /// </summary>
    public double? WeightDecay { get; init; }

    /// <summary>The number of steps; 0 evaluates the start only.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Points per step, 1 or more; null or at least the data set's size means full batch.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How a batch smaller than the data set is chosen.</summary>
    public Batching Batching { get; init; } = Batching.Shuffled;

    /// <summary>Set to solve for the read-out while the optimizer moves the hidden layers (LSGD).</summary>
    public LeastSquaresOptions? LeastSquares { get; init; }

    /// <summary>The seed of everything random in training (the batches); not that of the initial weights.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads of a single run, 1 or more. The result is the same bits for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Points of the curve per decade of steps, 1 or more.</summary>
    public int CurvePointsPerDecade { get; init; } = 12;

    /// <summary>Further steps at which the curve is measured, each 0 or more.</summary>
    public IReadOnlyList<long> CurveMarks { get; init; } = [];

    /// <summary>
    /// Curves look at no more than so many points of each term, and so many test points, 1 or more, evenly spaced; null
    /// for all.
    /// </summary>
    public int? ErrorPoints { get; init; }

    /// <summary>
    /// Stops a run after this much time, with status <see cref="TrainingStatus.Stopped"/>; null for no limit.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Refuses options that are out of range.</summary>
    /// <exception cref="ArgumentException">The message names the option, its value and the range.</exception>
    internal void Require()
    {
        CheckPositive(LearningRate.Rate, "learning rate");
        Check(LearningRate.Factor is > 0 and <= 1, "factor", LearningRate.Factor, "above 0 and at most 1");
        Check(LearningRate.Every >= 1, "every", LearningRate.Every, "1 or more");
        CheckFraction(Momentum, "momentum");
        CheckFraction(Beta1, "beta1");
        CheckFraction(Beta2, "beta2");
        CheckFraction(Alpha, "alpha");
        CheckPositive(Epsilon, "epsilon");
        double decay = WeightDecay ?? 0;
        Check(decay is >= 0 and < double.PositiveInfinity, "weightDecay", decay, "finite and at least 0");
        Check(Steps >= 0, "steps", Steps, "0 or more");
        Check(BatchSize is null or >= 1, "batch size", BatchSize ?? 0, "1 or more");
        Check(CurvePointsPerDecade >= 1, "curve points per decade", CurvePointsPerDecade, "1 or more");
        Check(ErrorPoints is null or >= 1, "error points", ErrorPoints ?? 0, "1 or more");
        Check(Threads >= 1, "threads", Threads, "1 or more");
        LeastSquares?.Require();
    }

    static void CheckPositive(double value, string name) =>
        Check(value > 0 && double.IsFinite(value), name, value, "finite and greater than 0");

    static void CheckFraction(double value, string name) =>
        Check(value is >= 0 and < 1, name, value, "at least 0 and below 1");

    static void Check(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}; it must be {range}.", name);
    }
}
