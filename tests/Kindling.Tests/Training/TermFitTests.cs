using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Training;

/// <summary>What does not fit together is refused before the first step, and the message says what.</summary>
public class TermFitTests
{
    static readonly Network s_network = Network.Plain(2, [4], 1, Activations.Tanh);

    [Fact]
    public void A_term_that_fits_is_trained_on() => Train(Problem(Zeros(4, 2), Zeros(4, 1)));

    [Fact]
    public void Points_and_targets_must_fit_each_other_and_the_network()
    {
        RequireRefused(Problem(Zeros(0, 2), Zeros(0, 1)), "term 'data' has no points");
        RequireRefused(Problem(Zeros(4, 3), Zeros(4, 1)), "have 3 coordinates; the network has 2 inputs");
        RequireRefused(Problem(Zeros(4, 1), Zeros(4, 1)), "have 1 coordinates; the network has 2 inputs");
        RequireRefused(Problem(Zeros(4, 2), Zeros(3, 1)), "has 4 points and 3 rows of targets");
        RequireRefused(Problem(Zeros(4, 2), Zeros(4, 2)), "have 2 columns; u of 1 outputs gives 1");
    }

    [Fact]
    public void An_operator_must_be_about_inputs_that_there_are()
    {
        RequireRefused(
            Problem(Zeros(4, 2), Zeros(4, 1), LinearOperator.Derivative(5)),
            "u_5, a derivative in input 5; the inputs are 0 to 1");
        RequireRefused(Problem(Zeros(4, 2), Zeros(4, 1), LinearOperator.Laplacian(3)), "a derivative in input 2");
    }

    [Fact]
    public void Numbers_must_be_finite()
    {
        Matrix<double> bad = Zeros(4, 2), large = Zeros(4, 2);
        bad[2, 1] = double.NaN;
        large.Row(0).Fill(1e308); // their sum is not finite, they are
        RequireRefused(Problem(bad, Zeros(4, 1)), "the points of term 'data' are NaN in row 2, column 1");
        bad[2, 1] = double.NegativeInfinity;
        RequireRefused(Problem(Zeros(4, 2), bad, LinearOperator.Gradient(2)), "the targets of term 'data' are -");
        Train(Problem(large, Zeros(4, 1)));
    }

    [Fact]
    public void Test_points_must_fit_the_network()
    {
        Problem problem = Problem(Zeros(4, 2), Zeros(4, 1));
        RequireRefused(problem with { Test = new DataSet(Zeros(3, 1), Zeros(3, 1)) }, "the test points are 3 x 1");
        RequireRefused(problem with { Test = new DataSet(Zeros(3, 2), Zeros(3, 2)) }, "their targets 3 x 2");
        RequireRefused(problem with { Test = new DataSet(Zeros(0, 2), Zeros(0, 1)) }, "the test points are 0 x 2");
    }

    [Fact]
    public void A_problem_has_a_term() =>
        RequireRefused(new Problem { Name = "empty", Inputs = 2, Outputs = 1, Terms = [] }, "empty has no terms");

    [Fact]
    public void An_evaluator_refuses_parameters_of_another_network()
    {
        var other = new Parameters<double>(Network.Plain(2, [50], 1, Activations.Tanh));
        var evaluator = new Evaluator<double>(s_network);
        var error = Assert.Throws<ArgumentException>(() => evaluator.Predict(other, Zeros(1, 2)));
        Assert.Contains("another network", error.Message, StringComparison.Ordinal);
    }

    static Matrix<double> Zeros(int rows, int columns) => new(rows, columns);

    static Problem Problem(Matrix<double> inputs, Matrix<double> targets, LinearOperator? linear = null) => new()
    {
        Name = "p",
        Inputs = 2,
        Outputs = 1,
        Terms = [new Term { Data = new DataSet(inputs, targets), Operator = linear ?? LinearOperator.Identity }],
    };

    static void Train(Problem problem)
    {
        using var trainer = new Trainer<double>(problem, s_network, new TrainingOptions { Steps = 1 });
        trainer.Run(Initializers.Find("glorot").Draw<double>(s_network, new InitializationContext(1)));
    }

    static void RequireRefused(Problem problem, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => Train(problem)).Message, StringComparison.Ordinal);
}
