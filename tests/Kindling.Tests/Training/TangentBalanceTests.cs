using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class TangentBalanceTests
{
    // Central differences at 1e-5: error of order 1e-10 in the Jacobian, and rounding 1e-11 over second derivatives.
    const double Difference = 1e-5;
    const double Tolerance = 1e-6;

    static readonly Network Small = Network.Residual(2, [6, 6], 1, Activations.Tanh);

    [Theory]
    [InlineData("transport_variable")]
    [InlineData("heat")]
    [InlineData("wave")]
    [InlineData("helmholtz")]
    public void Traces_are_the_squared_norms_of_the_jacobian_by_finite_differences(string name)
    {
        Problem problem = PdeProblems.Find(name).Create(new PdeOptions { Side = 4 });
        Parameters<double> parameters = Draw(Small);
        IReadOnlyList<double> traces = TangentBalance.Traces(problem, parameters);
        for (int k = 0; k < problem.Terms.Count; k++)
            Assert.Equal(1, traces[k] / SquaredJacobian(problem.Terms[k], parameters), Tolerance);
    }

    [Fact]
    public void Balanced_terms_have_equal_products_of_weight_and_trace()
    {
        Problem problem = PdeProblems.Find("wave").Create(new PdeOptions { Side = 5, EquationWeight = 7 });
        Parameters<double> parameters = Draw(Small);
        IReadOnlyList<double> traces = TangentBalance.Traces(problem, parameters);
        Problem balanced = TangentBalance.Apply(problem, parameters);
        Assert.All(
            balanced.Terms.Zip(traces), t => Assert.Equal(1, t.First.Weight * t.Second / traces.Sum(), 1e-12));
    }

    [Fact]
    public void Terms_for_validation_and_test_get_the_weights_of_the_trained_ones()
    {
        Problem problem = PdeProblems.Find("wave").Create(new PdeOptions { Side = 5 });
        problem = problem with { Test = null, TestTerms = problem.Validation };
        Problem balanced = TangentBalance.Apply(problem, Draw(Small));
        double[] weights = [.. balanced.Terms.Select(t => t.Weight)];
        Assert.NotEqual(problem.Terms.Select(t => t.Weight), weights);
        Assert.Equal(weights, balanced.Validation.Select(t => t.Weight));
        Assert.Equal(weights, balanced.TestTerms.Select(t => t.Weight));
    }

    [Fact]
    public void The_number_of_points_of_a_term_does_not_matter()
    {
        Problem problem = PdeProblems.Find("transport").Create(new PdeOptions { Side = 4 });
        Term last = problem.Terms[^1];
        var twice = new Matrix<double>(2 * last.Data.Count, 2);
        for (int i = 0; i < twice.Rows; i++)
            last.Data.Inputs.Row(i / 2).CopyTo(twice.Row(i));
        Problem doubled = problem with
        {
            Terms = [.. problem.Terms.SkipLast(1), last with { Data = new(twice, new Matrix<double>(twice.Rows, 1)) }],
        };
        Parameters<double> parameters = Draw(Small);
        double once = TangentBalance.Traces(problem, parameters)[^1];
        Assert.Equal(once, TangentBalance.Traces(doubled, parameters)[^1], 1e-10);
    }

    static Parameters<double> Draw(Network network) =>
        Initializers.Parse("glorot").Draw<double>(network, new InitializationContext(Seed: 3));

    /// <summary>The mean over points of |d residual / d parameters|^2.</summary>
    static double SquaredJacobian(Term term, Parameters<double> parameters)
    {
        double sum = 0;
        for (int p = 0; p < parameters.Layout.Count; p++)
        {
            double[] high = Values(term, Moved(parameters, p, Difference));
            double[] low = Values(term, Moved(parameters, p, -Difference));
            for (int i = 0; i < high.Length; i++)
                sum += Math.Pow((high[i] - low[i]) / (2 * Difference), 2);
        }

        return sum / term.Data.Count;
    }

    static Parameters<double> Moved(Parameters<double> parameters, int place, double by)
    {
        Parameters<double> moved = parameters.Clone();
        moved.Flat[place] += by;
        return moved;
    }

    /// <summary>
    /// The operator applied to the network at the term's points, through the loss of each point alone.
    /// </summary>
    static double[] Values(Term term, Parameters<double> parameters)
    {
        var rows = new TermRows<double>(term, parameters.Network, 1);
        var weights = new PackedWeights<double>(parameters.Network, backward: false);
        weights.Update(parameters);
        var pass = new Pass<double>(parameters.Network, 1, rows.Derivatives);
        double[] values = new double[term.Data.Count];
        for (int i = 0; i < values.Length; i++)
        {
            rows.Selected[0] = i;
            rows.Load(pass, 0, 1);
            pass.Forward(weights);
            values[i] = ValueOf(term, parameters.Network, rows, pass, i);
        }

        return values;
    }

    static double ValueOf(Term term, Network network, TermRows<double> rows, Pass<double> pass, int point)
    {
        double squared = rows.Error(pass, 0, 1);
        var shifted = new Matrix<double>(term.Data.Count, 1);
        for (int i = 0; i < shifted.Rows; i++)
            shifted[i, 0] = term.Data.Targets[i, 0] + 1;
        var other = new TermRows<double>(term with { Data = term.Data with { Targets = shifted } }, network, 1);
        other.Selected[0] = point;
        double more = other.Error(pass, 0, 1); // (v - t - 1)^2 = (v - t)^2 - 2 (v - t) + 1
        return term.Data.Targets[point, 0] + ((squared - more + 1) / 2);
    }
}
