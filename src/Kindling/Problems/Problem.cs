using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>
/// What a network is trained to do: the sum of weighted terms (Cyr et al. 2019, eq. 1), and how it is judged.
/// </summary>
/// <remarks>Immutable; it may be shared by runs on several threads.</remarks>
public sealed record Problem
{
    /// <summary>The name in commands, files and reports.</summary>
    public required string Name { get; init; }

    /// <summary>The number of network inputs.</summary>
    public required int Inputs { get; init; }

    /// <summary>The number of network outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>The training loss is the weighted sum of these, at least one.</summary>
    public required IReadOnlyList<Term> Terms { get; init; }

    /// <summary>
    /// Points kept from training on which the error is measured, or null to measure on the training points.
    /// </summary>
    public DataSet? Test { get; init; }

    /// <summary>
    /// The terms on points that are neither trained nor tested on, which choose the learning rate and the step that is
    /// kept; empty where there are none.
    /// </summary>
    /// <remarks>Term k has the operator, the weight and the loss of term k of <see cref="Terms"/>.</remarks>
    public IReadOnlyList<Term> Validation { get; init; } = [];

    /// <summary>
    /// The terms on fresh points of their own, whose weighted loss judges a differential equation without a known
    /// solution; empty where <see cref="Test"/> judges.
    /// </summary>
    /// <inheritdoc cref="Validation"/>
    public IReadOnlyList<Term> TestTerms { get; init; } = [];

    /// <summary>The points on which the error is measured: <see cref="Test"/>, else those of the first term.</summary>
    public DataSet ErrorData => Test ?? Terms[0].Data;

    /// <summary>How the error is measured.</summary>
    public ErrorMetric Metric { get; init; } = ErrorMetric.RootMeanSquare;

    /// <summary>One or two lines on what is learned from which points.</summary>
    public string Description { get; init; } = "";

    /// <summary>Names of the inputs, for figures and files; empty where they have none.</summary>
    public IReadOnlyList<string> InputNames { get; init; } = [];

    /// <summary>Names of the outputs (of the classes, in classification); empty where they have none.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>Where the points lie, for differential equations; null elsewhere.</summary>
    public Domain? Domain { get; init; }

    /// <summary>How raw inputs were scaled to those of the data sets; null if they were not.</summary>
    public Standardization? InputScaling { get; init; }

    /// <summary>How raw targets were scaled to those of the data sets; null if they were not.</summary>
    public Standardization? TargetScaling { get; init; }

    /// <summary>What the user should know about the data, e.g. that a column was left out; one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True if the targets are classes.</summary>
    public bool IsClassification => Metric == ErrorMetric.Misclassification;

    /// <summary>
    /// The operator of the term with the highest derivatives; null where all terms are about the network itself.
    /// </summary>
    public LinearOperator? DifferentialOperator =>
        Terms.MaxBy(t => t.Operator.Order) is { Operator: { Order: > 0 } linear } ? linear : null;

    /// <summary>The training points of all terms, stacked: what a data-dependent initializer looks at.</summary>
    public Matrix<double> TrainingInputs
    {
        get
        {
            if (Terms.Count == 1)
                return Terms[0].Data.Inputs;
            var all = new Matrix<double>(Terms.Sum(t => t.Data.Inputs.Rows), Inputs);
            int row = 0;
            foreach (Term term in Terms)
            {
                for (int i = 0; i < term.Data.Inputs.Rows; i++)
                    term.Data.Inputs.Row(i).CopyTo(all.Row(row++));
            }

            return all;
        }
    }
}

/// <summary>How predictions are compared with targets.</summary>
public enum ErrorMetric
{
    /// <summary>The square root of the mean of squared differences, in the units of the targets as trained.</summary>
    RootMeanSquare,

    /// <summary>The fraction of points whose largest output is not at the target's class.</summary>
    Misclassification,
}
