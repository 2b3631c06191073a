namespace Kindling.Initialization;

/// <summary>The scales and biases that make the features of a network's last hidden layer nearly orthogonal.</summary>
/// <remarks>
/// Hidden layer l draws its weights from N(0, c_l^2 / fan-in) and sets all its biases to b_l. The result of a
/// calibration can be used for any number of draws of networks with as many hidden layers.
/// </remarks>
public sealed record GoCalibration
{
    /// <summary>How it was found: fast or paper.</summary>
    public required string Method { get; init; }

    /// <summary>The network it was found for, in words.</summary>
    public required string Network { get; init; }

    /// <summary>What was made orthogonal: <c>phi</c>, an operator of it such as <c>u_1 + u_0</c>, or both.</summary>
    public string Features { get; init; } = "phi";

    /// <summary>c, one a hidden layer, above 0.</summary>
    public required IReadOnlyList<double> C { get; init; }

    /// <summary>b, one a hidden layer.</summary>
    public required IReadOnlyList<double> B { get; init; }

    /// <summary>The factor of the penalty |c|^2.</summary>
    public double Lambda { get; init; }

    /// <summary>Points of a batch.</summary>
    public int Batch { get; init; }

    /// <summary>
    /// Objective (3.2), penalty included, on the draws that were optimized on; for the paper's method the mean of the
    /// last steps.
    /// </summary>
    public double Objective { get; init; }

    /// <summary>The objective's mean over draws of weights and batches that were not optimized on.</summary>
    public double FreshObjective { get; init; }

    /// <summary>The standard error of <see cref="FreshObjective"/>; NaN of a single draw.</summary>
    public double FreshStandardError { get; init; }

    /// <summary>The draws behind <see cref="FreshObjective"/>.</summary>
    public int FreshDraws { get; init; }

    /// <summary>The objective of the kept draw on fresh batches; null where no draw is kept.</summary>
    public double? KeptObjective { get; init; }

    /// <summary>
    /// Evaluations of one draw on one batch until c and b were found, with or without gradient; those behind <see
    /// cref="FreshObjective"/> come on top.
    /// </summary>
    public int Evaluations { get; init; }

    /// <summary>Wall time of everything, the measurement on fresh draws included.</summary>
    public double Seconds { get; init; }

    /// <summary>The mean number of last hidden units that are zero on a whole fresh batch.</summary>
    public double DeadUnits { get; init; }

    /// <summary>The mean number of pairs of features that are the same function, on fresh draws.</summary>
    public double SamePairs { get; init; }

    /// <summary>What the user should know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
