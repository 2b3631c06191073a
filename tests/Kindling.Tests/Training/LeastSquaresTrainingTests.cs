using System.Text.Json;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Tests.Training;

/// <summary>LSGD against the traces of an independent implementation, and what each solve must leave behind.</summary>
public class LeastSquaresTrainingTests
{
    // Both sides solve in double precision; their factorizations differ in rounding, which steps carry along.
    const double Trace = 1e-6;

    static readonly JsonElement[] Lsgd =
        Cases("e1_lsgd_traces.json", c => c.Id.StartsWith("lsgd", StringComparison.Ordinal));

    static readonly JsonElement[] Pinn =
        Cases("f_pinn.json", c => c.Id.StartsWith("pinn", StringComparison.Ordinal));

    public static TheoryData<string> LsgdCases => [.. Lsgd.Select(Name)];

    public static TheoryData<string> PinnCases => [.. Pinn.Select(Name)];

    [Theory]
    [MemberData(nameof(LsgdCases))]
    public void Traces_are_those_of_the_independent_implementation(string name)
    {
        JsonElement golden = Lsgd.Single(c => Name(c) == name), inputs = golden.GetProperty("inputs");
        Matrix<double> y = Matrix(inputs.GetProperty("Y"));
        string loss = inputs.GetProperty("loss").GetString()!;
        double weight = loss == "sum" ? y.Rows * y.Columns : y.Columns;
        var data = new DataSet(Matrix(inputs.GetProperty("X")), y);
        Parameters<double> parameters = Start(inputs, y.Columns);
        Problem problem = Single(data, parameters.Network, new Term { Data = data, Weight = weight });
        foreach (JsonElement point in golden.GetProperty("expected").GetProperty("trace").EnumerateArray())
        {
            int steps = point.GetProperty("iteration").GetInt32();
            TrainingResult<double> result = Run(problem, parameters, inputs, steps);
            JsonElement solved = point.GetProperty("loss_after_ls");
            Assert.Equal(solved.GetDouble(), result.Curve[^1].Loss, Relative(solved));
            Assert.Equal(point.GetProperty("rank").GetInt32(), result.Curve[^1].Solve!.Rank);
            Hidden(point.GetProperty("xi_H"), result.Final);
        }
    }

    [Theory]
    [MemberData(nameof(PinnCases))]
    public void Transport_losses_and_gradients_are_those_of_the_independent_implementation(string name)
    {
        JsonElement golden = Pinn.Single(c => Name(c) == name), expected = golden.GetProperty("expected");
        (Problem problem, Parameters<double> parameters) = Transport(golden.GetProperty("inputs"));
        int[] sizes = [.. problem.Terms.Select(t => t.Data.Count)];
        var gradient = new LossGradient<double>(problem, parameters.Network, sizes, null);
        for (int t = 0; t < problem.Terms.Count; t++)
            gradient.Select(t, [.. Enumerable.Range(0, problem.Terms[t].Data.Count)]);
        double loss = gradient.Compute(parameters);
        Assert.Equal(expected.GetProperty("J").GetDouble(), loss, 1e-12);
        double[] all = [.. Numbers(expected.GetProperty("grad_xi_H")), .. Numbers(expected.GetProperty("grad_xi_L"))];
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(all[i], gradient.Gradient.Span[i], 1e-10);
    }

    [Theory]
    [MemberData(nameof(PinnCases))]
    public void Transport_traces_are_those_of_the_independent_implementation(string name)
    {
        JsonElement golden = Pinn.Single(c => Name(c) == name), inputs = golden.GetProperty("inputs");
        (Problem problem, Parameters<double> parameters) = Transport(inputs);
        foreach (JsonElement point in golden.GetProperty("expected").GetProperty("lsgd_adam_lr_0.005").EnumerateArray())
        {
            var options = new TrainingOptions
            {
                LearningRate = new(0.005),
                Steps = point.GetProperty("iteration").GetInt32(),
                LeastSquares = new(),
            };
            using var trainer = new Trainer<double>(problem, parameters.Network, options);
            TrainingResult<double> result = trainer.Run(parameters);
            Assert.Equal(point.GetProperty("J").GetDouble(), result.Curve[^1].Loss, Relative(point.GetProperty("J")));
            Hidden(point.GetProperty("xi_H"), result.Final);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_solve_the_loss_is_flat_in_the_read_out(bool bias)
    {
        Problem problem = PdeProblems.Find("heat").Create();
        Network network = Network.Plain(2, [9, 7], 1, Activations.Tanh, readOutBias: bias);
        Parameters<double> parameters = Random(network);
        var gradient = new LossGradient<double>(
            problem, network, [.. problem.Terms.Select(t => t.Data.Count)], null, new LeastSquaresOptions());
        for (int t = 0; t < problem.Terms.Count; t++)
            gradient.Select(t, [.. Enumerable.Range(0, problem.Terms[t].Data.Count)]);
        double before = gradient.Compute(parameters);
        double largest = LargestReadOutGradient(gradient, network);
        Assert.True(gradient.Compute(parameters, solve: true) < before);
        Assert.True(LargestReadOutGradient(gradient, network) < 1e-10 * largest);
    }

    [Fact]
    public void Between_solves_the_read_out_stays()
    {
        Problem problem = Functions.Find("sin").Create();
        Network network = Network.Plain(1, [8], 1, Activations.Tanh);
        Parameters<double> start = Random(network);
        Parameters<double> After(int steps)
        {
            var options = new TrainingOptions { Steps = steps, LeastSquares = new() { Every = 3 } };
            using var trainer = new Trainer<double>(problem, network, options);
            return trainer.Run(start).Final;
        }

        Assert.Equal(After(1).Weights(1).ToArray(), After(2).Weights(1).ToArray());
        Assert.NotEqual(After(2).Weights(1).ToArray(), After(3).Weights(1).ToArray());
        Assert.NotEqual(After(1).Weights(0).ToArray(), After(2).Weights(0).ToArray());
    }

    [Fact]
    public void The_read_out_norm_falls_with_the_ridge()
    {
        Problem problem = Functions.Find("runge").Create();
        Network network = Network.Plain(1, [20], 1, Activations.Tanh);
        double Norm(double ridge)
        {
            var options = new TrainingOptions { Steps = 0, LeastSquares = new() { Ridge = ridge } };
            using var trainer = new Trainer<double>(problem, network, options);
            double sum = 0;
            foreach (double w in trainer.Run(Random(network)).Final.Weights(1))
                sum += w * w;
            return sum;
        }

        Assert.True(Norm(1e-3) < Norm(1e-6));
        Assert.True(Norm(1e-6) < Norm(0));
    }

    [Fact]
    public void A_share_of_the_points_solves_a_smaller_system_almost_as_well()
    {
        Problem problem = Functions.Find("sin").Create();
        Network network = Network.Plain(1, [12], 1, Activations.Tanh);
        double Loss(double share)
        {
            var options = new TrainingOptions { Steps = 0, LeastSquares = new() { Share = share } };
            using var trainer = new Trainer<double>(problem, network, options);
            return trainer.Run(Random(network)).Curve[0].Loss;
        }

        Assert.InRange(Loss(0.25), Loss(1), 3 * Loss(1));
    }

    [Fact]
    public void Threads_and_a_resumed_run_change_no_bit()
    {
        Problem problem = PdeProblems.Find("transport").Create();
        Network network = Network.Residual(2, [16, 16], 1, Activations.Relu);
        Parameters<double> start = Random(network);
        using var folder = new TemporaryFolder();
        double[] Final(int threads, int steps, string? file)
        {
            var options = new TrainingOptions { Steps = steps, Threads = threads, LeastSquares = new() };
            using var trainer = new Trainer<double>(problem, network, options);
            CheckpointFile? checkpoint = file is null ? null : new CheckpointFile(Path.Combine(folder.Path, file));
            return trainer.Run(start, checkpoint: checkpoint).Final.Flat.ToArray();
        }

        double[] whole = Final(1, 12, null);
        Assert.Equal(whole, Final(2, 12, null));
        Assert.Equal(whole, Final(4, 12, null));
        Final(2, 5, "c");
        Assert.Equal(whole, Final(2, 12, "c"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_with_a_solve_allocates_nothing(int threads)
    {
        Problem problem = PdeProblems.Find("transport").Create();
        Network network = Network.Residual(2, [16, 16], 1, Activations.Relu);
        Parameters<double> parameters = Random(network);
        var options = new TrainingOptions { Threads = threads, LearningRate = new(1e-6), LeastSquares = new() };
        using var trainer = new Trainer<double>(problem, network, options);

        // Compilation to faster code on the way may allocate: the least of several runs counts.
        long least = Enumerable.Range(0, 20).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.MakeSteps(parameters, 10);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, least);
    }

    [Fact]
    public void Cross_entropy_is_refused_with_the_reason()
    {
        var data = new DataSet(new Matrix<double>(4, 2), new Matrix<double>(4, 3));
        Network network = Network.Plain(2, [4], 3, Activations.Tanh);
        Problem problem = Single(data, network, new Term { Data = data, Loss = LossKind.CrossEntropy });
        var error = Assert.Throws<ArgumentException>(() =>
            new Trainer<double>(problem, network, new TrainingOptions { LeastSquares = new() }));
        Assert.Contains("cross-entropy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_features_have_rank_one_and_fit_the_mean()
    {
        Problem problem = Functions.Find("sin").Create();
        Network network = Network.Plain(1, [6], 1, Activations.Relu);
        var dead = new Parameters<double>(network);
        dead.Biases(0).Fill(-5);
        var options = new TrainingOptions { Steps = 3, LeastSquares = new() };
        using var trainer = new Trainer<double>(problem, network, options);
        TrainingResult<double> result = trainer.Run(dead);
        Assert.Equal(1, result.Curve[^1].Solve!.Rank);
        Assert.Equal(0.5, result.Curve[^1].Loss, 1e-2); // the variance of a sine on a grid
    }

    static double LargestReadOutGradient(LossGradient<double> gradient, Network network)
    {
        double largest = 0;
        foreach (double g in gradient.Gradient.Span[network.Layout.Weight(network.Depth).Offset..])
            largest = Math.Max(largest, Math.Abs(g));
        return largest;
    }

    static Parameters<double> Random(Network network)
    {
        var parameters = new Parameters<double>(network);
        var random = new Random(5);
        foreach (ref double p in parameters.Flat)
            p = (2 * random.NextDouble()) - 1;
        return parameters;
    }

    static TrainingResult<double> Run(Problem problem, Parameters<double> start, JsonElement inputs, int steps)
    {
        var options = new TrainingOptions
        {
            Optimizer = inputs.GetProperty("optimizer").GetString() == "gd" ? OptimizerKind.Sgd : OptimizerKind.Adam,
            LearningRate = new(inputs.GetProperty("learning_rate").GetDouble()),
            Steps = steps,
            LeastSquares = new(),
        };
        using var trainer = new Trainer<double>(problem, start.Network, options);
        return trainer.Run(start);
    }

    /// <summary>The problem of Cyr et al., eq. 19, with d_t + a d_x: inputs are (x, t).</summary>
    static (Problem Problem, Parameters<double> Parameters) Transport(JsonElement inputs)
    {
        LinearOperator x = LinearOperator.Derivative(0), t = LinearOperator.Derivative(1);
        LinearOperator equation = inputs.GetProperty("a").GetString() == "x" ? t + x.Times(p => p[0]) : t + x;
        DataSet Data(string points, double[]? targets)
        {
            Matrix<double> at = Matrix(inputs.GetProperty(points));
            var values = new Matrix<double>(at.Rows, 1);
            for (int i = 0; i < at.Rows; i++)
                values[i, 0] = targets?[i] ?? 0;
            return new(at, values);
        }

        Parameters<double> parameters = Start(inputs, 1);
        double[] readOut = Numbers(inputs.GetProperty("xi_L"));
        readOut.CopyTo(parameters.Weights(parameters.Network.Depth));
        Term[] terms =
        [
            new()
            {
                Data = Data("interior_points_x_t", null),
                Operator = equation,
                Weight = inputs.GetProperty("epsilon").GetDouble(),
            },
            new() { Data = Data("initial_points_x_t", Numbers(inputs.GetProperty("u0"))) },
            new() { Data = Data("inflow_points_x_t", null) },
        ];
        return (new Problem { Name = "transport", Inputs = 2, Outputs = 1, Terms = terms }, parameters);
    }

    static Parameters<double> Start(JsonElement inputs, int outputs)
    {
        int[] dims = [.. Numbers(inputs.GetProperty("dims")).Select(d => (int)d)];
        Activation activation = Activations.Find(inputs.GetProperty("activation").GetString()!);
        bool residual = inputs.GetProperty("arch").GetString() == "resnet";
        Network network = residual
            ? Network.Residual(dims[0], dims[1..], outputs, activation, readOutBias: false)
            : Network.Plain(dims[0], dims[1..], outputs, activation, readOutBias: false);
        var parameters = new Parameters<double>(network);
        for (int l = 0; l < network.Depth; l++)
        {
            double[] weights = [.. inputs.GetProperty("weights")[l].EnumerateArray().SelectMany(Numbers)];
            weights.CopyTo(parameters.Weights(l));
            Numbers(inputs.GetProperty("biases")[l]).CopyTo(parameters.Biases(l));
        }

        return parameters;
    }

    static void Hidden(JsonElement expected, Parameters<double> parameters)
    {
        double[] numbers = Numbers(expected);
        for (int i = 0; i < numbers.Length; i++)
            Assert.Equal(numbers[i], parameters.Flat[i], Trace);
    }

    static double Relative(JsonElement value) => Trace * Math.Abs(value.GetDouble());

    static Problem Single(DataSet data, Network network, Term term) => new()
    {
        Name = "golden",
        Inputs = network.Inputs,
        Outputs = network.Outputs,
        Terms = [term],
        Test = data,
    };

    static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    static Matrix<double> Matrix(JsonElement rows) => Matrix<double>.FromRows(
    [
        .. rows.EnumerateArray().Select(
            row => row.ValueKind == JsonValueKind.Array ? Numbers(row) : [row.GetDouble()]),
    ]);

    static string Name(JsonElement golden) => golden.GetProperty("id").GetString()!;

    static JsonElement[] Cases(string file, Func<(string Id, JsonElement Case), bool> wanted)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", file);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.Clone().GetProperty("cases").EnumerateArray().Where(c => wanted((Name(c), c)))];
    }
}
