using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>Whether a network can be trained on a problem, known before anything is allocated.</summary>
public static class TrainingFit
{
    /// <summary>Refuses what a <see cref="Trainer{T}"/> would refuse of problem and network.</summary>
    /// <param name="problem">The terms.</param>
    /// <param name="network">The network.</param>
    /// <param name="leastSquares">Set where the read-out is solved for.</param>
    /// <exception cref="ArgumentException">
    /// The activation is not smooth enough for a term's operator, or least squares cannot solve for a term's read-out.
    /// </exception>
    public static void Require(Problem problem, Network network, LeastSquaresOptions? leastSquares = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(network);
        foreach (Term term in problem.Terms)
        {
            if (term.Operator.Order == 2 && network.Activation.SecondDerivativeFlaw is string flaw)
            {
                throw new ArgumentException(
                    $"{problem.Name} has second derivatives ('{term.Name}': {term.Operator}), and {flaw}, so there is "
                    + "nothing to train on. Take a smooth activation, such as tanh.");
            }
        }

        if (leastSquares is not null)
            ReadOutSolver<double>.Require(problem);
    }

    /// <summary>
    /// What a person should know of the least-squares system of a full batch; empty where there is nothing.
    /// </summary>
    public static IEnumerable<string> Notes(Problem problem, Network network, LeastSquaresOptions? leastSquares)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(network);
        if (leastSquares is null)
            yield break;
        Layer readOut = network.Layers[^1];
        int unknowns = readOut.FanIn + (readOut.HasBias ? 1 : 0);
        int rows = problem.Terms.Sum(
            t => TermRows<double>.RowsBefore(t.Data.Count, leastSquares.Share) * t.Operator.ComponentCount);
        if (rows < unknowns)
        {
            yield return $"least squares has {rows} equations for {unknowns} unknowns: the read-out fits them exactly, "
                + "and is the smallest of those that do; between the points it is free.";
        }
    }
}
