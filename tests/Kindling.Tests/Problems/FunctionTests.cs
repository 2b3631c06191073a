using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Tests.Problems;

public class FunctionTests
{
    public static TheoryData<string> Names => [.. Functions.All.Select(f => f.Name)];

    [Fact]
    public void All_are_found_by_name() => Assert.Equal(
        [
            "sin", "steps", "multiscale", "abs", "runge", "legendre",
            "teacher_standard", "teacher_simple", "teacher_complex",
        ],
        Functions.All.Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_function_makes_a_finite_problem_of_its_shape(string name)
    {
        BuiltInFunction function = Functions.Find(name);
        Problem problem = function.Create(new FunctionOptions { TrainPoints = 300, TestPoints = 100, Seed = 5 });
        Assert.Equal((name, function.Inputs, function.Outputs), (problem.Name, problem.Inputs, problem.Outputs));
        Assert.Equal((300, 100), (problem.Terms[0].Data.Count, problem.Test!.Count));
        foreach (DataSet data in (DataSet[])[problem.Terms[0].Data, problem.Test])
        {
            Assert.Equal((function.Inputs, function.Outputs), (data.Inputs.Columns, data.Targets.Columns));
            for (int i = 0; i < data.Count; i++)
            {
                Assert.All(data.Inputs.Row(i).ToArray(), x => Assert.True(double.IsFinite(x)));
                Assert.All(data.Targets.Row(i).ToArray(), y => Assert.True(double.IsFinite(y)));
            }
        }

        Assert.NotEmpty(function.Description);
        Assert.NotEmpty(function.Source);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_seeds_give_equal_bits(string name)
    {
        double[] Targets(ulong seed)
        {
            Matrix<double> targets = Functions.Find(name)
                .Create(new FunctionOptions { TrainPoints = 40, TestPoints = 4, Seed = seed }).Terms[0].Data.Targets;
            return [.. Enumerable.Range(0, targets.Rows).Select(i => targets[i, 0])];
        }

        Assert.Equal(Targets(1), Targets(1));
        if (Functions.Find(name) is not FunctionOnInterval)
            Assert.NotEqual(Targets(1), Targets(2));
    }

    [Theory]
    [InlineData("sin", 0, 0, 0)]
    [InlineData("sin", 1, 0.25, 1)]
    [InlineData("sin", 3, 0.75, -1)]
    [InlineData("steps", 1, 0.25, 0.25)]
    [InlineData("steps", 2, 0.5, 0.8125)] // the upper branch holds at 1/2
    [InlineData("steps", 4, 1, 0.25)]
    [InlineData("abs", 0, -1, 1)]
    [InlineData("abs", 2, 0, 0)]
    [InlineData("runge", 2, 0, 1)]
    [InlineData("runge", 4, 1, 1.0 / 26)]
    public void Values_at_five_equispaced_points(string name, int point, double x, double y)
    {
        DataSet data = Functions.Find(name).Create(new FunctionOptions { TrainPoints = 5 }).Terms[0].Data;
        Assert.Equal((x, y), (data.Inputs[point, 0], data.Targets[point, 0]));
    }

    [Fact]
    public void Test_points_of_an_interval_are_the_middles_of_equal_parts()
    {
        DataSet test = Functions.Find("abs").Create(new FunctionOptions { TestPoints = 4 }).Test!;
        Assert.Equal([-0.75, -0.25, 0.25, 0.75], Enumerable.Range(0, 4).Select(i => test.Inputs[i, 0]));
    }

    [Fact]
    public void Legendre_polynomials_have_their_closed_forms()
    {
        double[] values = new double[4];
        LegendrePolynomials.Evaluate(0.8, values); // t = 0.6
        Assert.Equal(1, values[0]);
        Assert.Equal(Math.Sqrt(3) * 0.6, values[1], 1e-14);
        Assert.Equal(Math.Sqrt(5) * ((3 * 0.36) - 1) / 2, values[2], 1e-14);
        Assert.Equal(Math.Sqrt(7) * ((5 * 0.216) - (3 * 0.6)) / 2, values[3], 1e-14);
    }

    [Fact]
    public void Legendre_polynomials_are_orthonormal()
    {
        // Simpson's rule on 2000 parts: the error is (1/2000)^4 / 180 times the fourth derivative, below 1e8 here.
        const int Parts = 2000;
        double[] p = new double[6];
        double[,] gram = new double[6, 6];
        for (int i = 0; i <= Parts; i++)
        {
            LegendrePolynomials.Evaluate(i / (double)Parts, p);
            double weight = (i is 0 or Parts ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * Parts);
            for (int a = 0; a < 6; a++)
            {
                for (int b = 0; b < 6; b++)
                    gram[a, b] += weight * p[a] * p[b];
            }
        }

        for (int a = 0; a < 6; a++)
        {
            for (int b = 0; b < 6; b++)
                Assert.Equal(a == b ? 1 : 0, gram[a, b], 1e-7);
        }
    }

    [Fact]
    public void Multiscale_is_standardized_by_its_training_points()
    {
        var options = new FunctionOptions { TrainPoints = 500, TestPoints = 9 };
        Problem problem = Functions.Find("multiscale:3").Create(options);
        DataSet train = problem.Terms[0].Data;
        double[] y = [.. Enumerable.Range(0, 500).Select(i => train.Targets[i, 0])];
        Assert.Equal(0, y.Average(), 1e-13);
        Assert.Equal(1, y.Average(v => v * v), 1e-13);

        // Scaled back, the test points are the 3 x 3 grid with the corners, and the targets the function there.
        problem.InputScaling!.UndoInPlace(problem.Test!.Inputs);
        problem.TargetScaling!.UndoInPlace(problem.Test.Targets);
        Func<double, double, double> f = Multiscale.Draw(0, 3);
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal((i / 3) - 1, problem.Test.Inputs[i, 0], 1e-14);
            Assert.Equal((i % 3) - 1, problem.Test.Inputs[i, 1], 1e-14);
            Assert.Equal(f((i / 3) - 1, (i % 3) - 1), problem.Test.Targets[i, 0], 1e-12);
        }
    }

    [Fact]
    public void Multiscale_has_its_variance_over_the_square()
    {
        // At large frequencies sin cos and sin sin have mean square 1/4 each and E[A^2] = 4/3: variance 8/3 on average.
        // One draw's variance is a sum of 8 terms A^2 / 4 of deviation 0.30 each: 0.84 in all, 0.042 for 400 draws.
        const int Draws = 400, Points = 200;
        var random = Kindling.Sampling.RandomStream.Create(1, "test");
        double mean = 0;
        for (int d = 0; d < Draws; d++)
        {
            Func<double, double, double> f = Multiscale.Draw((ulong)d, 1000);
            for (int i = 0; i < Points; i++)
            {
                double y = f((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
                mean += y * y / (Draws * Points);
            }
        }

        Assert.Equal(8.0 / 3, mean, 0.25); // 5 deviations, and the points' own noise
    }

    [Fact]
    public void A_teacher_gives_what_its_formula_gives()
    {
        var teacher = (Teacher)Functions.Find("teacher_complex:7x3");
        Parameters<double> parameters = teacher.Draw(9);
        var options = new FunctionOptions { TrainPoints = 300, TestPoints = 1, Seed = 9 };
        DataSet data = teacher.Create(options).Terms[0].Data;
        for (int i = 0; i < data.Count; i += 37)
        {
            double[] expected = Reference.Forward(parameters, data.Inputs.Row(i).ToArray());
            Assert.Equal(expected[0], data.Targets[i, 0], 1e-13); // a few roundings of numbers of order 1
        }
    }

    [Theory]
    [InlineData("teacher_standard", 2)]
    [InlineData("teacher_complex", 1.5)]
    public void Teachers_weights_have_the_papers_variance(string name, double variance)
    {
        var teacher = (Teacher)Functions.Find(name);
        Parameters<double> parameters = teacher.Draw(1);
        Assert.Equal((100, 10, 1), (parameters.Network.Inputs, parameters.Network.Depth, parameters.Network.Outputs));
        const int Weights = 100 * 100;
        for (int l = 0; l < 10; l++)
        {
            double[] w = parameters.Weights(l).ToArray();
            Assert.Equal(variance, w.Average(x => x * x) * 100, 5 * variance * Math.Sqrt(2.0 / Weights)); // 5 sigma
            Assert.All(parameters.Biases(l).ToArray(), b => Assert.Equal(0, b));
        }
    }

    [Theory]
    [InlineData("Multiscale:6", "multiscale:6", 1)]
    [InlineData("multiscale:18", "multiscale", 1)]
    [InlineData("legendre:9", "legendre:9", 9)]
    [InlineData("teacher-simple:5", "teacher_simple:5", 1)]
    [InlineData("teacher_standard:8x2", "teacher_standard:8x2", 1)]
    public void Parameters_follow_a_colon(string text, string name, int outputs)
    {
        BuiltInFunction function = Functions.Find(text);
        Assert.Equal((name, outputs), (function.Name, function.Outputs));
    }

    [Theory]
    [InlineData("sine", "unknown function 'sine'; did you mean 'sin'? Known: sin, steps, multiscale")]
    [InlineData("sin:3", "function 'sin' takes no parameter but has '3'")]
    [InlineData(
        "multiscale:-1", "the parameter of function 'multiscale' is '-1'; it must be a largest frequency above 0")]
    [InlineData("legendre:0", "it must be a whole number from 1 to 200, as in legendre:6")]
    [InlineData("teacher_standard:100", "it must be width and depth, as in teacher_standard:100x10")]
    public void Wrong_names_and_parameters_are_refused(string text, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => Functions.Find(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 0)]
    public void Too_few_points_are_refused(int train, int test) => Assert.Throws<ArgumentException>(
        () => Functions.Find("sin").Create(new FunctionOptions { TrainPoints = train, TestPoints = test }));
}
