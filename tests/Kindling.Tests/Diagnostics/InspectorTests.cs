using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

/// <summary>Measurements layer by layer, against the network's own pass and against theory.</summary>
public class InspectorTests
{
    /// <summary>
    /// One draw's length differs from theory by sqrt(5 depth / width) = 0.16 for ReLU, whose inputs have much in
    /// common, and by less for others; the interval is twice that.
    /// </summary>
    [Theory]
    [InlineData("glorot", "tanh", false)]
    [InlineData("orthogonal", "tanh", false)]
    [InlineData("he", "relu", false)]
    [InlineData("aci", "relu", false)]
    [InlineData("aci:bias_variance=0.1", "relu", false)]
    [InlineData("lecun", "selu", false)]
    [InlineData("he", "gelu", false)]
    [InlineData("he:bias_variance=0.2", "leaky_relu:0.2", false)]
    [InlineData("glorot", "erf", true)]
    [InlineData("glorot", "relu", true)]
    public void Wide_layers_follow_the_theory(string scheme, string activation, bool residual)
    {
        const int Width = 1024, Depth = 5;
        int[] widths = [.. Enumerable.Repeat(Width, Depth)];
        Activation phi = Activations.Find(activation);
        Network network = residual ? Network.Residual(64, widths, 16, phi) : Network.Plain(64, widths, 16, phi);
        Parameters<float> parameters = Initializers.Parse(scheme).Draw<float>(network, new(11));
        Inspection inspection = Inspector.Inspect(parameters, InspectionInputs.StandardNormal(64, 64, 2));
        foreach (LayerSignal layer in inspection.Hidden)
        {
            Assert.InRange(layer.SecondMoment / layer.LengthTheory!.Value, 0.72, 1.38);
            Assert.InRange(layer.Correlation - layer.CorrelationTheory!.Value, -0.06, 0.06);
            Assert.InRange(layer.GradientSecondMoment / layer.GradientTheory!.Value, 0.6, 1.6); // Only 16 outputs.
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weight_gradients_are_those_of_the_mean_output(bool residual)
    {
        Network network = residual
            ? Network.Residual(3, [5, 5, 5], 2, Activations.Tanh)
            : Network.Plain(3, [5, 4, 6], 2, Activations.Tanh);
        Parameters<double> parameters = Initializers.Parse("pytorch").Draw<double>(network, new(1));
        Matrix<double> inputs = InspectionInputs.StandardNormal(8, 3, 1);
        Inspection inspection = Inspector.Inspect(parameters, inputs);
        foreach (LayerSignal layer in inspection.Layers)
            Assert.Equal(GradientNorm(layer.Index), layer.WeightGradientNorm, 1e-7);

        double GradientNorm(int layer)
        {
            var evaluator = new Evaluator<double>(network);
            const double Step = 1e-5;
            double[] squares = [.. new[] { (1, 1), (1, -1) }.Select(signs => Enumerable
                .Range(0, parameters.Weights(layer).Length)
                .Sum(w => Math.Pow((Loss(signs, w, Step) - Loss(signs, w, -Step)) / (2 * Step), 2)))];
            double closest = squares.MinBy(s => Math.Abs(Math.Sqrt(s) - inspection.Layers[layer].WeightGradientNorm));
            return Math.Sqrt(closest);

            double Loss((int First, int Second) signs, int weight, double step)
            {
                Parameters<double> moved = parameters.Clone();
                moved.Weights(layer)[weight] += step;
                Matrix<double> outputs = evaluator.Predict(moved, inputs);
                return Enumerable.Range(0, inputs.Rows)
                    .Average(i => (signs.First * outputs[i, 0]) + (signs.Second * outputs[i, 1]));
            }
        }
    }

    [Fact]
    public void Anti_correlation_and_variances_are_read_off_the_weights()
    {
        var network = Network.Plain(200, [200, 200, 200], 1, Activations.Relu);
        var independent = NetworkStatistics.Of(Initializers.Parse("he").Draw<float>(network, new(1)));
        var correlated = NetworkStatistics.Of(
            Initializers.Parse("aci:k=100:bias_variance=0.3").Draw<float>(network, new(1)));
        Assert.Equal(0, independent.Kappa);
        Assert.Equal(2, independent.Layers[1].WeightVariance, 0.05);
        Assert.True(independent.HasNoBias);
        Assert.Equal(100.0 / 101, correlated.Kappa, 0.003);
        Assert.Equal(0.3, correlated.Layers[1].BiasVariance, 0.1);
        Assert.NotNull(NetworkStatistics.Of(Initializers.Parse("raai").Draw<float>(network, new(1))).WhyNoTheory);
    }

    [Fact]
    public void Parameterizations_of_one_function_give_one_inspection()
    {
        Network standard = Network.Plain(6, [30, 30], 2, Activations.Tanh);
        Network ntk = Network.Plain(6, [30, 30], 2, Activations.Tanh, Parameterization.Ntk(1.3, 0.1));
        Initializer scheme = Initializers.Parse("lecun:bias_variance=0.1");
        Matrix<double> inputs = InspectionInputs.StandardNormal(20, 6, 1);
        Inspection one = Inspector.Inspect(scheme.Draw<double>(standard, new(1)), inputs);
        Inspection other = Inspector.Inspect(scheme.Draw<double>(ntk, new(1)), inputs);
        foreach ((LayerSignal a, LayerSignal b) in one.Layers.Zip(other.Layers))
        {
            Assert.Equal(a.SecondMoment, b.SecondMoment, 1e-12);
            Assert.Equal(a.LengthTheory!.Value, b.LengthTheory!.Value, 1e-12);
            Assert.Equal(a.GradientSecondMoment, b.GradientSecondMoment, 1e-12);
        }
    }

    [Fact]
    public void Number_of_threads_does_not_change_the_numbers()
    {
        Network network = Network.Plain(16, [150, 150, 150], 4, Activations.Relu);
        Parameters<float> parameters = Initializers.Parse("he").Draw<float>(network, new(1));
        Matrix<double> inputs = InspectionInputs.StandardNormal(300, 16, 1);
        Inspection one = Inspector.Inspect(parameters, inputs), two = Inspector.Inspect(parameters, inputs, threads: 2);
        Assert.Equal(one.Layers, two.Layers);
    }

    [Fact]
    public void Band_covers_the_draws()
    {
        Network network = Network.Plain(8, [20, 20, 20], 1, Activations.Tanh);
        Initializer scheme = Initializers.Parse("glorot");
        Parameters<double>[] draws =
            [.. Enumerable.Range(0, 4).Select(s => scheme.Draw<double>(network, new((ulong)s)))];
        Matrix<double> inputs = InspectionInputs.StandardNormal(20, 8, 1);
        Inspection all = Inspector.Inspect(draws[0], inputs, otherDraws: draws.Skip(1));
        foreach (Parameters<double> draw in draws)
        {
            foreach (LayerSignal layer in Inspector.Inspect(draw, inputs).Layers)
            {
                (double low, double high) = all.Layers[layer.Index].Band!.Value;
                Assert.InRange(layer.SecondMoment, low, high);
            }
        }
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named_and_counted()
    {
        var parameters = new Parameters<float>(Network.Plain(2, [3, 3], 1, Activations.Tanh));
        parameters.Weights(1)[4] = float.NaN;
        parameters.Weights(1)[5] = float.PositiveInfinity;
        NonFiniteWeights found = Assert.Single(NonFiniteWeights.In(parameters));
        Assert.Equal(new NonFiniteWeights("layers.1.weight", 2, 9), found);
        var error = Assert.Throws<ArgumentException>(
            () => Inspector.Inspect(parameters, InspectionInputs.StandardNormal(4, 2, 0)));
        Assert.Contains("2 of 9 elements of tensor 'layers.1.weight'", error.Message);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var parameters = new Parameters<float>(Network.Plain(2, [3, 3], 1, Activations.Tanh));
        Assert.Throws<ArgumentException>(() => Inspector.Inspect(parameters, new Matrix<double>(4, 3)));
        Assert.Throws<ArgumentException>(() => Inspector.Inspect(parameters, new Matrix<double>(1, 2)));
        var broken = new Matrix<double>(4, 2);
        broken[1, 1] = double.NaN;
        Assert.Throws<ArgumentException>(() => Inspector.Inspect(parameters, broken));
    }
}
