using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class ConstantLossTests
{
    [Fact]
    public void Of_a_function_it_is_the_distance_of_the_validation_targets_to_the_training_mean()
    {
        Problem problem = Functions.Find("abs").Create(new() { TrainPoints = 100 });
        double mean = Column(problem.Terms[0].Data.Targets).Average();
        double expected = Column(problem.Validation[0].Data.Targets).Average(y => (y - mean) * (y - mean));
        Assert.Equal(expected, ConstantLoss.Of(problem), 1e-12 * expected);
    }

    [Fact]
    public void Of_classes_it_is_near_the_entropy_of_their_frequencies()
    {
        var targets = new Matrix<double>(100, 2);
        for (int i = 0; i < targets.Rows; i++)
            targets[i, i < 80 ? 0 : 1] = 1;
        var term = new Term { Data = new(new Matrix<double>(100, 1), targets), Loss = LossKind.CrossEntropy };
        var problem = new Problem
        {
            Name = "classes",
            Inputs = 1,
            Outputs = 2,
            Terms = [term],
            Metric = ErrorMetric.Misclassification,
        };
        double p = 81.0 / 102; // each class counted once more
        double expected = -(0.8 * Math.Log(p)) - (0.2 * Math.Log(1 - p));
        Assert.Equal(expected, ConstantLoss.Of(problem), 1e-12);
    }

    [Fact]
    public void Of_an_equation_it_is_the_least_over_all_constants()
    {
        Problem problem = PdeProblems.Find("helmholtz").Create(new PdeOptions { Side = 8 });
        double best = ConstantLoss.Of(problem with { Validation = [] });
        foreach (double c in new[] { -1, -0.01, 0, 0.01, 1 })
            Assert.True(Loss(problem, c) >= best * (1 - 1e-12));
    }

    [Theory]
    [InlineData(0.90, true)]
    [InlineData(0.91, false)]
    public void A_loss_of_squares_is_learned_from_an_error_five_per_cent_below(double share, bool expected)
    {
        Problem problem = Functions.Find("sin").Create();
        Assert.Equal(expected, ConstantLoss.IsLearned(problem, share, 1)); // 0.95 squared is 0.9025
    }

    [Fact]
    public void Curves_look_at_all_points_where_that_is_cheap_and_else_at_as_many_as_a_tenth_of_the_time_allows()
    {
        Problem small = Functions.Find("sin").Create(new() { TrainPoints = 100, TestPoints = 100 });
        Problem large = Functions.Find("multiscale").Create();
        var options = new TrainingOptions { Steps = 2000, BatchSize = 256 };
        Assert.Null(CurveCost.PointsFor(small, options, evaluations: 40));
        int points = CurveCost.PointsFor(large, options, evaluations: 40)!.Value;
        double forwards = 40 * CurveCost.PointsLookedAt(large, points);
        Assert.InRange(forwards / (3 * 256 * 2000.0), 0.09, 0.1);
    }

    static double[] Column(Matrix<double> matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix[i, 0])];

    /// <summary>The loss of u = c, for u_xx + u_yy + u = f and u = 0 on the boundary.</summary>
    static double Loss(Problem problem, double c) => problem.Terms.Sum(
        term => term.Weight * Column(term.Data.Targets).Average(y => (c - y) * (c - y)));
}
