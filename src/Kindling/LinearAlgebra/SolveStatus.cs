namespace Kindling.LinearAlgebra;

/// <summary>Whether the result of a solver can be trusted.</summary>
public enum SolveStatus
{
    /// <summary>Solved; the matrix has full rank at the threshold.</summary>
    Solved,

    /// <summary>
    /// Fewer independent columns (or rows) than there are. Features coincide or are constant on the data, or there are
    /// fewer samples than features. The minimum-norm solution was taken.
    /// </summary>
    RankDeficient,

    /// <summary>
    /// A Cholesky factorization met a pivot that is not positive: the matrix is indefinite, or singular to
    /// rounding. Add a jitter to the diagonal, or use least squares.
    /// </summary>
    NotPositiveDefinite,

    /// <summary>NaN or infinity in the input, or overflow on the way. There is no solution.</summary>
    NonFinite,
}
