namespace Kindling.Training;

/// <summary>Settings of <see cref="Lbfgs{T}"/>.</summary>
public sealed record LbfgsOptions
{
    /// <summary>Pairs of steps and gradient changes that stand for the Hessian; 1 or more.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>
    /// c1 of the Wolfe conditions: the share of the linear decrease that a step must reach; between 0 and 1.
    /// </summary>
    public double SufficientDecrease { get; init; } = 1e-4;

    /// <summary>c2 of the Wolfe conditions: the share of the slope that may remain; between c1 and 1.</summary>
    public double CurvatureCondition { get; init; } = 0.9;

    /// <summary>Converged where no element of the gradient is larger; 0 or more.</summary>
    public double GradientTolerance { get; init; } = 1e-10;

    /// <summary>
    /// The length (largest element) of the very first step's first trial, above 0; null for min(1, 1/|g|) times the
    /// gradient.
    /// </summary>
    public double? FirstStep { get; init; }

    /// <summary>The most evaluations of one line search; 1 or more.</summary>
    public int LineSearchEvaluations { get; init; } = 20;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Memory, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LineSearchEvaluations, 1);
        double c1 = SufficientDecrease, c2 = CurvatureCondition;
        Require(c1 is > 0 and < 1, nameof(SufficientDecrease), c1, "between 0 and 1");
        Require(c2 > c1 && c2 < 1, nameof(CurvatureCondition), c2, $"between {nameof(SufficientDecrease)} and 1");
        Require(GradientTolerance >= 0, nameof(GradientTolerance), GradientTolerance, "0 or more");
        Require(FirstStep is null or > 0, nameof(FirstStep), FirstStep, "above 0");
    }

    static void Require(bool holds, string name, double? value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be {range}.");
    }
}
