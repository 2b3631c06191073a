namespace Kindling.Training;

/// <summary>Settings of <see cref="Lbfgs{T}"/>.</summary>
public sealed record LbfgsOptions
{
    /// <summary>Pairs of steps and gradient changes that stand for the Hessian; 1 or more.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>c1 of the Wolfe conditions: the share of the linear decrease that a step must reach.</summary>
    public double SufficientDecrease { get; init; } = 1e-4;

    /// <summary>c2 of the Wolfe conditions: the share of the slope that may remain; between c1 and 1.</summary>
    public double CurvatureCondition { get; init; } = 0.9;

    /// <summary>Converged where no element of the gradient is larger.</summary>
    public double GradientTolerance { get; init; } = 1e-10;

    /// <summary>
    /// The length (largest element) of the very first step's first trial; null for min(1, 1/|g|) times the gradient.
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
        Require(SufficientDecrease > 0 && SufficientDecrease < 1, nameof(SufficientDecrease), SufficientDecrease);
        Require(
            CurvatureCondition > SufficientDecrease && CurvatureCondition < 1,
            nameof(CurvatureCondition),
            CurvatureCondition);
        Require(GradientTolerance >= 0, nameof(GradientTolerance), GradientTolerance);
        Require(FirstStep is null or > 0, nameof(FirstStep), FirstStep);
    }

    static void Require(bool holds, string name, double? value)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}; see its documentation for its range.");
    }
}
