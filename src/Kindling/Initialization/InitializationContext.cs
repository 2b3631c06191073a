using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>What an initializer may look at.</summary>
/// <param name="Seed">Equal seeds give equal parameters.</param>
/// <param name="Inputs">The training inputs [samples, inputs], or null where there is no data.</param>
public sealed record InitializationContext(ulong Seed, Matrix<double>? Inputs = null)
{
    /// <summary>What a scheme may look at for a problem: its training inputs, and its differential operator.</summary>
    /// <param name="problem">The problem, or null where there is none.</param>
    /// <param name="seed">Equal seeds give equal parameters.</param>
    public static InitializationContext For(Problem? problem, ulong seed) =>
        new(seed, problem?.TrainingInputs) { Operator = problem?.DifferentialOperator };

    /// <summary>How many threads a scheme may use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Threads that are at hand already, so that none need be woken; null where there are none.</summary>
    internal WorkSharing? Sharing { get; init; }

    /// <summary>
    /// The differential operator of the problem, null where it has none: go looks at what it makes of features.
    /// </summary>
    public LinearOperator? Operator { get; init; }

    /// <summary>Gets what a scheme that calibrates before it draws has found; null if nobody asks.</summary>
    public Action<GoCalibration>? OnCalibrated { get; init; }
}
