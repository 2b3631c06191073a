using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Problems;

public class ValidationPointTests
{
    public static TheoryData<string> FunctionNames => [.. Functions.All.Select(f => f.Name)];

    public static TheoryData<string> EquationNames => [.. PdeProblems.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Validation_points_of_a_function_are_neither_trained_nor_tested_on(string name)
    {
        var options = new FunctionOptions { TrainPoints = 300, TestPoints = 100, Seed = 5 };
        Problem problem = Functions.Find(name).Create(options);
        Term validation = Assert.Single(problem.Validation);
        Assert.Equal((100, 1.0, LossKind.MeanSquared), (validation.Data.Count, validation.Weight, validation.Loss));
        HashSet<string> known = [.. Points(problem.Terms[0].Data), .. Points(problem.Test!)];
        Assert.Equal(100, Points(validation.Data).Except(known).Count());
    }

    [Theory]
    [InlineData(5, 1)] // a quarter would be a training point
    [InlineData(9, 2)]
    [InlineData(1001, 250)]
    [InlineData(501, 1000)]
    public void No_number_of_points_puts_validation_points_onto_training_points(int train, int test)
    {
        Problem problem = Functions.Find("sin").Create(new FunctionOptions { TrainPoints = train, TestPoints = test });
        Assert.Empty(Points(problem.Validation[0].Data).Intersect(Points(problem.Terms[0].Data)));
    }

    [Fact]
    public void Validation_targets_of_a_function_are_its_values()
    {
        DataSet sine = Functions.Find("sin").Create().Validation[0].Data;
        for (int i = 0; i < sine.Count; i++)
            Assert.Equal(double.SinPi(2 * sine.Inputs[i, 0]), sine.Targets[i, 0]);

        var options = new FunctionOptions { TrainPoints = 50, TestPoints = 9 };
        Problem problem = Functions.Find("multiscale:3").Create(options);
        DataSet waves = problem.Validation[0].Data;
        problem.InputScaling!.UndoInPlace(waves.Inputs);
        problem.TargetScaling!.UndoInPlace(waves.Targets);
        Func<double, double, double> f = Multiscale.Draw(0, 3);
        for (int i = 0; i < waves.Count; i++)
            Assert.Equal(f(waves.Inputs[i, 0], waves.Inputs[i, 1]), waves.Targets[i, 0], 1e-12); // slopes x rounding
    }

    [Theory]
    [MemberData(nameof(EquationNames))]
    public void Validation_has_every_term_of_an_equation_on_points_that_avoid_the_others(string name)
    {
        var options = new PdeOptions { Side = 8, EquationWeight = 7 };
        Problem problem = PdeProblems.Find(name).Create(options);
        Assert.Equal(problem.Terms.Count, problem.Validation.Count);
        Assert.Empty(problem.TestTerms);
        for (int k = 0; k < problem.Terms.Count; k++)
        {
            Term term = problem.Terms[k], validation = problem.Validation[k];
            Assert.Equal((term.Name, term.Weight, term.Loss), (validation.Name, validation.Weight, validation.Loss));
            Assert.Same(term.Operator, validation.Operator);
            Assert.Null(validation.Fresh);
            HashSet<string> known = [.. Points(term.Data), .. Points(problem.Test!)];
            Assert.Equal(1024, Points(validation.Data).Except(known).Count());
            for (int j = 0; j < 2; j++)
            {
                double place = term.Data.Inputs[0, j];
                if (Spread(term.Data, j) == 0) // a face
                    Assert.Equal((0, place), (Spread(validation.Data, j), validation.Data.Inputs[0, j]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(EquationNames))]
    public void Validation_targets_of_conditions_are_the_exact_solution(string name)
    {
        int conditions = 0;
        foreach (Term term in PdeProblems.Find(name).Create().Validation.Where(t => t.Operator.Order == 0))
        {
            conditions++;
            for (int i = 0; i < term.Data.Count; i++)
            {
                // sin(4 pi) is computed as half a spacing of 4 pi, 8.9e-16, at most.
                double exact = Exact(name, term.Data.Inputs[i, 0], term.Data.Inputs[i, 1]);
                Assert.Equal(exact, term.Data.Targets[i, 0], 2e-15);
            }
        }

        Assert.InRange(conditions, 2, 4);
    }

    [Fact]
    public void An_equation_without_exact_solution_is_tested_by_all_of_its_terms_on_a_further_draw()
    {
        var square = Domain.Unit(2);
        Problem problem = new DifferentialProblem("p", square, "x", "t")
            .Equation(LinearOperator.Derivative(1), new PointCloud(square, 50))
            .Condition("start", new PointCloud(square.Face(1), 7, PointSpread.Sobol, Redrawn: true), p => p[0], 3)
            .Build();
        Assert.Null(problem.Test);
        Assert.Equal([1024, 1024], problem.TestTerms.Select(t => t.Data.Count)); // more than are trained on
        Assert.Equal([1, 3], problem.TestTerms.Select(t => t.Weight));
        Assert.All(problem.TestTerms.Concat(problem.Validation), t => Assert.Null(t.Fresh));
        for (int k = 0; k < 2; k++)
        {
            IEnumerable<string> known = Points(problem.Terms[k].Data).Concat(Points(problem.Validation[k].Data));
            Assert.Empty(Points(problem.TestTerms[k].Data).Intersect(known));
        }

        DataSet start = problem.TestTerms[1].Data;
        Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(start.Inputs[i, 0], start.Targets[i, 0]));
    }

    /// <summary>
    /// The tent with its three kinks cut off between the two grid points beside each: 0 at every point of training.
    /// </summary>
    [Fact]
    public void A_network_that_meets_a_condition_at_its_points_alone_is_found_out()
    {
        const int Side = 32;
        Problem problem = PdeProblems.Find("transport").Create(new PdeOptions { Side = Side });
        Network network = Network.Plain(2, [6], 1, Activations.Relu);
        var parameters = new Parameters<double>(network);
        double[] slopes = [0, 1 / 0.3, -1 / 0.3, 0], kinks = [0.1, 0.4, 0.7];
        for (int k = 0; k < 3; k++)
        {
            double left = Math.Floor(kinks[k] * (Side - 1)) / (Side - 1), right = left + (1.0 / (Side - 1));
            double between = (Tent(right) - Tent(left)) * (Side - 1);
            Bend(parameters, 2 * k, left, between - slopes[k]);
            Bend(parameters, (2 * k) + 1, right, slopes[k + 1] - between);
        }

        // Six products of order 3 at 2^-53: residuals below 1e-14. A corner lacks up to 1/31 / 0.6 in one of 31 cells.
        Assert.InRange(Loss(problem, parameters), 0, 1e-26);
        Assert.InRange(Loss(problem with { Terms = problem.Validation }, parameters), 1e-6, 1e-2);
    }

    static void Bend(Parameters<double> parameters, int unit, double place, double slope)
    {
        Span<double> weights = parameters.Weights(0)[(2 * unit)..];
        (weights[0], weights[1]) = (1, -1);
        parameters.Biases(0)[unit] = -place;
        parameters.Weights(1)[unit] = slope;
    }

    static double Loss(Problem problem, Parameters<double> parameters)
    {
        using var trainer = new Trainer<double>(problem, parameters.Network, new TrainingOptions { Steps = 0 });
        return trainer.Run(parameters).Curve[0].Loss;
    }

    static double Tent(double x) => Math.Max(0, 1 - (Math.Abs(x - 0.4) / 0.3));

    static double Exact(string name, double x, double t) => name switch
    {
        "transport" => Tent(x - t),
        "transport_variable" => Tent(x * Math.Exp(-t)),
        "poisson" => Math.Sin(Math.PI * x) * Math.Sin(Math.PI * t),
        "helmholtz" => Math.Sin(Math.PI * x) * Math.Sin(4 * Math.PI * t),
        "heat" => Math.Exp(-0.1 * Math.PI * Math.PI * t) * Math.Sin(Math.PI * x),
        "wave" => Math.Sin(Math.PI * x) * Math.Cos(Math.PI * t),
        _ => throw new ArgumentException($"give the solution of {name} here.", nameof(name)),
    };

    static double Spread(DataSet data, int coordinate)
    {
        double[] column = [.. Enumerable.Range(0, data.Count).Select(i => data.Inputs[i, coordinate])];
        return column.Max() - column.Min();
    }

    static IEnumerable<string> Points(DataSet data) =>
        Enumerable.Range(0, data.Count).Select(i => string.Join(" ", data.Inputs.Row(i).ToArray()));
}
