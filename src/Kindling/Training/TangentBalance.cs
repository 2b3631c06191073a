using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// Weights the terms of a problem so that gradient descent moves all of them at the same average rate.
/// </summary>
/// <remarks>
/// Under gradient flow a term's residuals decay as the eigenvalues of its block K_k of the neural tangent kernel say:
/// K_k = J_k J_k^T / n_k, with J_k the Jacobian of the n_k residuals in the parameters. Weights tr K_1 + ... + tr K_m
/// over tr K_k make the average rates equal (Wang, Yu and Perdikaris 2022, "When and why PINNs fail to train", section
/// 6). The paper prints the traces without 1 / n_k, which is the same where the terms have as many points each; a term
/// here is a mean, so its kernel has it.
/// </remarks>
public static class TangentBalance
{
    /// <summary>The problem with balanced weights in place of its own.</summary>
    /// <remarks>Terms for validation and test have the weights of the terms that are trained.</remarks>
    /// <param name="problem">Terms of squared residuals.</param>
    /// <param name="parameters">Where the kernels are taken: at the start of training.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">
    /// A term is a cross-entropy, or its trace is 0 or not finite: then no weight makes it move.
    /// </exception>
    public static Problem Apply<T>(Problem problem, Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(problem);
        IReadOnlyList<double> traces = Traces(problem, parameters);
        double sum = traces.Sum();
        double[] weights = [.. problem.Terms.Select((term, k) => Weight(term, traces[k], sum))];
        return problem with
        {
            Terms = Weighted(problem.Terms, weights),
            Validation = Weighted(problem.Validation, weights),
            TestTerms = Weighted(problem.TestTerms, weights),
        };
    }

    /// <summary>tr K_k of each term: the mean over its points of the squared gradient norms of its residuals.</summary>
    /// <remarks>
    /// Exact: one backward pass for each point and component of the operator, and output of the network.
    /// </remarks>
    /// <inheritdoc cref="Apply"/>
    public static IReadOnlyList<double> Traces<T>(Problem problem, Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(parameters);
        var weights = new PackedWeights<T>(parameters.Network, backward: true);
        weights.Update(parameters);
        var gradient = new AlignedArray<T>(parameters.Layout.Count);
        return [.. problem.Terms.Select(term => Trace(term, parameters.Network, weights, gradient))];
    }

    static double Trace<T>(Term term, Network network, PackedWeights<T> weights, AlignedArray<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (term.Loss != LossKind.MeanSquared)
            throw new ArgumentException($"term '{term.Name}' is a cross-entropy; balancing weighs squared residuals.");
        var rows = new TermRows<T>(term, network, batchSize: 1);
        var pass = new Pass<T>(network, 1, rows.Derivatives);
        double sum = 0;
        for (int point = 0; point < term.Data.Count; point++)
        {
            rows.Selected[0] = point;
            rows.Load(pass, 0, 1);
            pass.Forward(weights);
            for (int value = 0; value < rows.Components * network.Outputs; value++)
            {
                rows.SelectValue(pass, value / network.Outputs, value % network.Outputs);
                pass.Backward(weights, gradient, accumulate: false);
                sum += double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(gradient.Span));
            }
        }

        return sum / ((double)term.Data.Count * network.Outputs);
    }

    static Term[] Weighted(IReadOnlyList<Term> terms, double[] weights) =>
        [.. terms.Select((term, k) => term with { Weight = weights[k] })];

    static double Weight(Term term, double trace, double sum) =>
        trace > 0 && double.IsFinite(sum / trace)
            ? sum / trace
            : throw new ArgumentException(
                $"the tangent kernel of term '{term.Name}' has trace {trace} at the start, so no weight balances it; "
                + "give the equation's weight as a number.");
}
