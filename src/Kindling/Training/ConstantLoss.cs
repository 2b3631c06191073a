using Kindling.Problems;

namespace Kindling.Training;

/// <summary>
/// The validation loss of the best constant output: what a network that has learned something must beat.
/// </summary>
/// <remarks>
/// Squared terms: output o is the constant c that minimizes the weighted sum of |L c - target|² over the training
/// points, where L c is c times the part of the operator without derivatives. Cross-entropy: the class frequencies of
/// the training points, each class counted once more, so that none has frequency 0.
/// </remarks>
public static class ConstantLoss
{
    /// <summary>The share of a constant's error below which something was learned.</summary>
    public const double LearnedShare = 0.95;

    /// <summary>
    /// The loss of the best constant on the validation terms, or on the training terms where there are none.
    /// </summary>
    public static double Of(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        IReadOnlyList<Term> judged = problem.Validation.Count > 0 ? problem.Validation : problem.Terms;
        if (problem.Terms[0].Loss == LossKind.CrossEntropy)
            return CrossEntropy(problem.Terms[0].Data, judged[0].Data) * judged[0].Weight;
        double[] constants = [.. Enumerable.Range(0, problem.Outputs).Select(o => Best(problem, o))];
        return judged.Sum(t => t.Weight * MeanSquare(t, constants));
    }

    /// <summary>True where a loss is that of an error 5 % or more below a constant's.</summary>
    /// <param name="problem">Says whether losses are squares of errors.</param>
    /// <param name="loss">A validation loss.</param>
    /// <param name="constant">That of the best constant.</param>
    public static bool IsLearned(Problem problem, double loss, double constant)
    {
        ArgumentNullException.ThrowIfNull(problem);
        bool isSquare = problem.Terms[0].Loss == LossKind.MeanSquared;
        return loss <= (isSquare ? LearnedShare * LearnedShare : LearnedShare) * constant;
    }

    static double Best(Problem problem, int output)
    {
        double products = 0, squares = 0;
        foreach (Term term in problem.Terms)
        {
            double weight = term.Weight / term.Data.Count;
            foreach ((double factor, double target) in Values(term, output, problem.Outputs))
            {
                products += weight * factor * target;
                squares += weight * factor * factor;
            }
        }

        return squares > 0 ? products / squares : 0;
    }

    static double MeanSquare(Term term, double[] constants)
    {
        double sum = 0;
        for (int o = 0; o < constants.Length; o++)
            sum += Values(term, o, constants.Length).Sum(v => Square((v.Factor * constants[o]) - v.Target));
        return sum / LossFunction.Divisor(LossKind.MeanSquared, term.Data.Count, constants.Length);
    }

    /// <summary>For each point and component: what the operator makes of the constant 1, and the target.</summary>
    static IEnumerable<(double Factor, double Target)> Values(Term term, int output, int outputs)
    {
        for (int c = 0; c < term.Operator.ComponentCount; c++)
        {
            OperatorPart[] parts = [.. term.Operator.Components[c].Where(p => p.Order == 0)];
            for (int i = 0; i < term.Data.Count; i++)
            {
                double factor = 0;
                foreach (OperatorPart part in parts)
                    factor += part.Factor.At(term.Data.Inputs.Row(i));
                yield return (factor, term.Data.Targets[i, (c * outputs) + output]);
            }
        }
    }

    static double CrossEntropy(DataSet train, DataSet judged)
    {
        int classes = train.Targets.Columns;
        double sum = 0;
        for (int j = 0; j < classes; j++)
        {
            double share = (Total(train, j) + 1) / (train.Count + classes);
            sum -= Total(judged, j) * Math.Log(share);
        }

        return sum / judged.Count;
    }

    static double Total(DataSet data, int column)
    {
        double sum = 0;
        for (int i = 0; i < data.Count; i++)
            sum += data.Targets[i, column];
        return sum;
    }

    static double Square(double value) => value * value;
}
