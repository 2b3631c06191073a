using System.Numerics;
using System.Text.Json;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Tests.Initialization;

public class GoObjectiveTests
{
    static readonly int[] s_threads = [1, 2, 4];
    static readonly bool[] s_bools = [false, true];

    public static TheoryData<string> ExplicitCases =>
        [.. Golden.Cases("d_go").Select(Golden.Id).Where(id => id.StartsWith("go_loss"))];

    public static TheoryData<string, bool> ActivationsAndKinds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (Activation activation in Activations.All)
            {
                data.Add(activation.Name, false);
                data.Add(activation.Name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ExplicitCases))]
    public void Loss_and_gradient_are_the_golden_ones(string id)
    {
        JsonElement golden = Golden.Case("d_go", id);
        JsonElement inputs = golden.GetProperty("inputs"), expected = golden.GetProperty("expected");
        int[] dims = [.. inputs.GetProperty("dims").EnumerateArray().Select(d => d.GetInt32())];
        Network network = Network.Plain(
            dims[0], dims[1..], 1, Activations.Find(inputs.GetProperty("activation").GetString()!));
        var draw = new UnitDraw<double>(network);
        draw.Set([.. inputs.GetProperty("Z").EnumerateArray().Select(Transposed)]);
        Matrix<double> x = Matrix<double>.FromRows(Golden.Rows(inputs.GetProperty("X")));
        var objective = new GoObjective<double>(network, x.Rows, sharing: null);
        objective.Select(x, [.. Enumerable.Range(0, x.Rows)]);
        double[] c = Golden.Numbers(inputs.GetProperty("c")), b = Golden.Numbers(inputs.GetProperty("b"));
        double[] gradientC = new double[c.Length], gradientB = new double[c.Length];
        double loss = objective.Evaluate(draw, c, b, gradientC, gradientB);
        double lambda = inputs.GetProperty("lambda").GetDouble();
        Assert.Equal(expected.GetProperty("ortho_term").GetDouble(), loss, 1e-12);
        double[] penalized = [.. gradientC.Zip(c, (g, v) => g + (2 * lambda * v))];
        // The file's tolerance: 1e-9 of the largest element.
        AssertClose(Golden.Numbers(expected.GetProperty("grad_c")), penalized, 1e-9);
        AssertClose(Golden.Numbers(expected.GetProperty("grad_b")), gradientB, 1e-9);
    }

    [Theory]
    [MemberData(nameof(ActivationsAndKinds))]
    public void Gradient_matches_central_differences(string activation, bool residual)
    {
        int[] widths = [6, 6, 6];
        Network network = residual
            ? Network.Residual(3, widths, 1, Activations.Find(activation))
            : Network.Plain(3, widths, 1, Activations.Find(activation));
        (GoObjective<double> objective, UnitDraw<double> draw) = Make<double>(network, 40, seed: 3);
        RequireGradient(objective, draw, [0.9, 0.7, 1.1, 0.13, -0.21, 0.3]);
    }

    static void RequireGradient(GoObjective<double> objective, UnitDraw<double> draw, double[] x)
    {
        double[] gradient = new double[6];
        objective.Evaluate(draw, x.AsSpan(0, 3), x.AsSpan(3), gradient.AsSpan(0, 3), gradient.AsSpan(3));
        for (int i = 0; i < x.Length; i++)
        {
            // Error of the difference: h^2 times a third derivative, large where features nearly coincide (sigmoid).
            const double Step = 1e-6;
            double[] up = [.. x], down = [.. x];
            up[i] += Step;
            down[i] -= Step;
            double above = objective.Evaluate(draw, up.AsSpan(0, 3), up.AsSpan(3));
            double below = objective.Evaluate(draw, down.AsSpan(0, 3), down.AsSpan(3));
            double difference = (above - below) / (2 * Step);
            Assert.Equal(difference, gradient[i], 1e-5 * Math.Max(1, gradient.Max(Math.Abs)));
        }
    }

    public static TheoryData<int, string, bool> Operators
    {
        get
        {
            var data = new TheoryData<int, string, bool>();
            for (int i = 0; i < s_operators.Length; i++)
            {
                data.Add(i, "tanh", false);
                data.Add(i, "sin", true);
            }

            data.Add(0, "relu", false);
            return data;
        }
    }

    static readonly LinearOperator[] s_operators =
    [
        LinearOperator.Derivative(1) + LinearOperator.Derivative(0).Times(p => 1 + p[0]),
        -LinearOperator.Laplacian(2) + (0.3 * LinearOperator.Identity),
        LinearOperator.Derivative(0, 1).Times(p => p[1] - 2) + LinearOperator.Derivative(1, 1),
        LinearOperator.Gradient(3),
    ];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Gradient_of_features_behind_an_operator_matches_central_differences(
        int index, string activation, bool residual)
    {
        int[] widths = [6, 6, 6];
        Network network = residual
            ? Network.Residual(3, widths, 1, Activations.Find(activation))
            : Network.Plain(3, widths, 1, Activations.Find(activation));
        foreach (bool withValues in s_bools)
        {
            (GoObjective<double> objective, UnitDraw<double> draw) = Make<double>(
                network, 40, seed: 3, views: FeatureViews.Of(s_operators[index], withValues));
            RequireGradient(objective, draw, [0.9, 0.7, 1.1, 0.13, -0.21, 0.3]);
        }
    }

    [Fact]
    public void Features_behind_an_operator_are_its_values_at_the_points()
    {
        // A unit of a linear layer is w x + b, where u_1 + (1 + x_0) u_0 = w_1 + (1 + x_0) w_0 exactly.
        Network network = Network.Plain(2, [2], 1, Activations.Find("linear"));
        LinearOperator linear = LinearOperator.Derivative(1) + LinearOperator.Derivative(0).Times(p => 1 + p[0]);
        var draw = new UnitDraw<double>(network);
        draw.Set([[1.0, 0.0, 0.0, 1.0]]);
        Matrix<double> x = Normal(30, 2, seed: 1);
        var objective = new GoObjective<double>(network, 30, null, FeatureViews.Of(linear, withValues: false));
        objective.Select(x, [.. Enumerable.Range(0, 30)]);
        // Unit 0 gives 1 + x_0, unit 1 gives 1.
        double product = 0, square = 0;
        for (int i = 0; i < 30; i++)
        {
            product += 1 + x[i, 0];
            square += (1 + x[i, 0]) * (1 + x[i, 0]);
        }

        double expected = -Math.Log(1 - (product * product / square / 30));
        Assert.Equal(expected, objective.Evaluate(draw, [1.0], [0.0]), 1e-12);
    }

    [Fact]
    public void Single_precision_agrees_with_double()
    {
        Network network = Network.Plain(2, [32, 32, 32, 32], 1, Activations.Tanh);
        double[] c = [2.5, 3, 2, 3], b = [0.1, -0.2, 0, 0.3];
        double[] gradient = new double[8], reference = new double[8];
        (GoObjective<float> single, UnitDraw<float> drawn) = Make<float>(network, 256, seed: 1);
        (GoObjective<double> exact, UnitDraw<double> same) = Make<double>(network, 256, seed: 1, floats: true);
        double value = single.Evaluate(drawn, c, b, gradient.AsSpan(0, 4), gradient.AsSpan(4));
        double expected = exact.Evaluate(same, c, b, reference.AsSpan(0, 4), reference.AsSpan(4));
        // Some hundred roundings of 6e-8 on cosines, and 1 / (1 - cos^2) of the closest pair, about 30.
        Assert.Equal(expected, value, 1e-4);
        AssertClose(reference, gradient, 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(700)]
    public void Any_number_of_threads_gives_the_same_bits(int points)
    {
        Network network = Network.Residual(2, [40, 40, 40], 1, Activations.Find("gelu"));
        double[] c = [1, 1.5, 2], b = [0, 0.1, -0.1];
        (double, double[])[] results = [.. s_threads.Select(threads =>
        {
            using var sharing = new WorkSharing(threads);
            (GoObjective<float> objective, UnitDraw<float> draw) =
                Make<float>(network, points, seed: 5, sharing: sharing);
            double[] gradient = new double[6];
            return (objective.Evaluate(draw, c, b, gradient.AsSpan(0, 3), gradient.AsSpan(3)), gradient);
        })];
        Assert.All(results, r => Assert.Equal(results[0].Item1, r.Item1));
        Assert.All(results, r => Assert.Equal(results[0].Item2, r.Item2));
    }

    [Fact]
    public void Permuting_and_rescaling_features_changes_nothing()
    {
        const int Units = 9;
        Matrix<double> features = Normal(30, Units, seed: 8);
        var changed = new Matrix<double>(30, Units);
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < Units; j++)
                changed[i, (4 * j) % Units] = features[i, j] * (j % 2 == 0 ? -0.01 : 100.0) * (1 + j);
        }

        double expected = LossOf(features, out _), value = LossOf(changed, out _);
        Assert.Equal(expected, value, 1e-13);
        Assert.InRange(value, 0.001, 1);
    }

    [Fact]
    public void Orthogonal_features_have_no_loss()
    {
        var features = new Matrix<double>(8, 5);
        for (int j = 0; j < 5; j++)
            features[j, j] = j + 1;
        Assert.Equal(0, LossOf(features, out CosineLoss<double> loss));
        Assert.Equal((0, 0), (loss.ZeroUnits, loss.SamePairs));
    }

    [Fact]
    public void Equal_and_zero_features_are_counted_and_bounded()
    {
        Matrix<double> features = Normal(20, 6, seed: 4);
        for (int i = 0; i < 20; i++)
        {
            features[i, 3] = -2 * features[i, 1];
            features[i, 5] = 0;
        }

        double value = LossOf(features, out CosineLoss<double> loss);
        Assert.Equal((1, 1L), (loss.ZeroUnits, loss.SamePairs));
        Assert.True(value is > 0 and < 17, $"{value}"); // -log(1e-7) = 16.1
        for (int i = 0; i < 6; i++)
            Assert.All(loss.Gradient.Row(i).ToArray(), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void A_single_feature_has_no_pairs_and_no_loss() =>
        Assert.Equal(0, LossOf(Normal(10, 1, seed: 2), out _));

    [Fact]
    public void Features_that_are_not_finite_make_the_loss_nan()
    {
        Matrix<double> features = Normal(10, 3, seed: 2);
        features[4, 1] = double.PositiveInfinity;
        Assert.True(double.IsNaN(LossOf(features, out _)));
    }

    internal static (GoObjective<T> Objective, UnitDraw<T> Draw) Make<T>(
        Network network,
        int points,
        ulong seed,
        WorkSharing? sharing = null,
        bool floats = false,
        FeatureViews? views = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var draw = new UnitDraw<T>(network);
        RandomStream root = RandomStream.Create(seed, "draw");
        draw.Set(
            [.. Enumerable.Range(0, network.Depth).Select(l => Layer<T>(root.Split(l), network.Layers[l], floats))]);
        var objective = new GoObjective<T>(network, points, sharing, views);
        Matrix<double> x = Normal(points, network.Inputs, seed);
        objective.Select((floats ? x.To<float>().To<double>() : x).To<T>(), [.. Enumerable.Range(0, points)]);
        return (objective, draw);
    }

    static T[] Layer<T>(RandomStream stream, Layer layer, bool floats)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] weights = new double[layer.FanIn * layer.FanOut];
        stream.FillNormal<double>(weights, 0, 1 / Math.Sqrt(layer.FanIn));
        return [.. weights.Select(w => T.CreateTruncating(floats ? (float)w : w))];
    }

    static Matrix<double> Normal(int rows, int columns, ulong seed)
    {
        var matrix = new Matrix<double>(rows, columns);
        RandomStream stream = RandomStream.Create(seed, "points");
        for (int i = 0; i < rows; i++)
            stream.FillNormal(matrix.Row(i));
        return matrix;
    }

    static double LossOf(Matrix<double> features, out CosineLoss<double> loss)
    {
        int units = features.Columns;
        var gram = new Matrix<double>(units, units);
        for (int i = 0; i < units; i++)
        {
            for (int j = 0; j < units; j++)
                gram[i, j] = Enumerable.Range(0, features.Rows).Sum(r => features[r, i] * features[r, j]);
        }

        loss = new CosineLoss<double>(units, sharing: null);
        return loss.Compute(gram, gradient: true);
    }

    /// <summary>Z[l] / sqrt(d_in) of the file, [fan_in, fan_out], as [fan_out, fan_in].</summary>
    static double[] Transposed(JsonElement z)
    {
        double[][] rows = [.. z.EnumerateArray().Select(Golden.Numbers)];
        double scale = 1 / Math.Sqrt(rows.Length);
        return [.. Enumerable.Range(0, rows[0].Length).SelectMany(o => rows.Select(r => scale * r[o]))];
    }

    static void AssertClose(double[] expected, double[] actual, double relative)
    {
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], relative * largest);
    }
}
