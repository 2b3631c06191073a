namespace Kindling.Training;

/// <summary>
/// How the read-out is solved for while gradient descent moves the hidden layers (Cyr et al. 2019, algorithm 1).
/// </summary>
public sealed record LeastSquaresOptions
{
    /// <summary>Steps from solve to solve, 1 or more; the read-out stays as it is between them.</summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// The rank is that of the most features, in the order of column pivoting, whose condition number is estimated
    /// below 1 / threshold, as in LAPACK's gelsy; in [0, 1). Null takes max(rows, unknowns) times machine epsilon. It
    /// decides what nearly constant features can do.
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>Added to the loss times the squared norm of the read-out; finite, 0 or more.</summary>
    public double Ridge { get; init; }

    /// <summary>The share of the points that the solve looks at, evenly spread, in (0, 1].</summary>
    public double Share { get; init; } = 1;

    /// <summary>Refuses options that are out of range.</summary>
    /// <exception cref="ArgumentException">The message names the option, its value and the range.</exception>
    internal void Require()
    {
        if (Every < 1)
            throw new ArgumentException($"least squares every {Every} steps; it must be 1 or more.", nameof(Every));
        if (Threshold is { } t && !(t >= 0 && t < 1))
            throw new ArgumentException(
                $"the rank threshold is {t}; it must be at least 0 and below 1.", nameof(Threshold));
        if (!(Ridge >= 0) || !double.IsFinite(Ridge))
            throw new ArgumentException($"ridge is {Ridge}; it must be finite and at least 0.", nameof(Ridge));
        if (!(Share > 0 && Share <= 1))
            throw new ArgumentException(
                $"the share of points is {Share}; it must be above 0 and at most 1.", nameof(Share));
    }
}

/// <summary>What the last least-squares solve for the read-out met.</summary>
/// <param name="Rank">The numerical rank of the features (of as many as there are unknowns).</param>
/// <param name="Condition">The estimated condition number of the part that counts; 1 for rank 0.</param>
/// <param name="Unknowns">Read-out weights of one output, and its bias.</param>
public sealed record ReadOutSolve(int Rank, double Condition, int Unknowns);
