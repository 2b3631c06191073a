using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Tests.Networks;

/// <summary>Gradients and input derivatives of whole networks, against differences in double precision.</summary>
public class PassTests
{
    public static TheoryData<string, bool, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, int>();
            foreach (Activation activation in Activations.All)
            {
                foreach (bool residual in new[] { false, true })
                {
                    for (int order = 0; order <= (activation.Smoothness >= 1 ? 2 : 1); order++)
                        cases.Add(activation.Name, residual, order);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameter_gradient_matches_central_differences(string activation, bool residual, int order)
    {
        RequireGradient(Make(activation, residual, Parameterization.Standard), order);
        RequireGradient(Make(activation, residual, Parameterization.Ntk(1.7, 0.3)), order);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameter_gradient_of_layers_narrower_than_a_register_matches_central_differences(
        string activation, bool residual, int order)
    {
        Activation f = Activations.Find(activation);
        foreach (int width in new[] { 1, 2, 3, 4 })
        {
            Network network = residual
                ? Network.Residual(2, [width, width, width], 3, f)
                : Network.Plain(2, [width, 6, width], 3, f);
            RequireGradient(network, order);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_point_beside_one_that_is_not_a_number_keeps_its_bits(int width)
    {
        Network network = Network.Plain(1, [width, width, width], 1, Activations.Find("tanh"));
        Parameters<double> parameters = Drawn(network);
        Kindling.LinearAlgebra.Matrix<double> Predict(double x) => new Evaluator<double>(network).Predict(
            parameters,
            Kindling.LinearAlgebra.Matrix<double>.FromRows(
                [0.1], [x], [0.3], [x], [0.5], [x], [0.7], [0.8], [x], [0.9]));
        Kindling.LinearAlgebra.Matrix<double> with = Predict(double.NaN), without = Predict(0.4);
        foreach (int row in new[] { 0, 2, 4, 6, 7, 9 })
            Assert.Equal(BitConverter.DoubleToInt64Bits(without[row, 0]), BitConverter.DoubleToInt64Bits(with[row, 0]));
        Assert.True(double.IsNaN(with[1, 0]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_derivatives_match_central_differences(string activation, bool residual, int order)
    {
        if (order == 0)
            return;
        Network network = Make(activation, residual, Parameterization.Standard);
        Parameters<double> parameters = Drawn(network);
        InputDerivatives derivatives = StreamLoss.Choose(order);
        double[] x = [0.31, -0.72];
        double[][] streams = Evaluate(network, parameters, derivatives, x);
        const double Step = 1e-4;
        for (int i = 0; i < 2; i++)
        {
            double[][] up = Evaluate(network, parameters, derivatives, Moved(x, i, Step));
            double[][] down = Evaluate(network, parameters, derivatives, Moved(x, i, -Step));
            for (int o = 0; o < network.Outputs; o++)
            {
                // Second order in the step: 1e-8 times a third derivative, and rounding of 1e-16 / 1e-4.
                double first = (up[0][o] - down[0][o]) / (2 * Step);
                Assert.Equal(first, streams[derivatives.StreamOf(i)][o], 1e-5 * Math.Max(1, Math.Abs(first)));
                for (int j = 0; j < 2 && order == 2; j++)
                {
                    int s = derivatives.StreamOf(j);
                    double second = (up[s][o] - down[s][o]) / (2 * Step);
                    Assert.Equal(second, streams[derivatives.StreamOf(i, j)][o], 1e-4 * Math.Max(1, Math.Abs(second)));
                }
            }
        }
    }

    [Fact]
    public void Gradient_in_the_inputs_matches_the_forward_derivative()
    {
        Network network = Make("tanh", true, Parameterization.Standard);
        Parameters<double> parameters = Drawn(network);
        double[] x = [0.2, 0.5];
        InputDerivatives derivatives = InputDerivatives.Gradient(2);
        double[][] streams = Evaluate(network, parameters, derivatives, x);
        var weights = new PackedWeights<double>(network, backward: true);
        weights.Update(parameters);
        var pass = new Pass<double>(network, 1);
        var row = new Kindling.LinearAlgebra.Matrix<double>(1, 2);
        for (int o = 0; o < network.Outputs; o++)
        {
            pass.Begin(1);
            x.CopyTo(pass.Input(0));
            pass.Forward(weights);
            pass.OutputGradient(0).Clear();
            pass.OutputGradient(0)[o] = 1;
            pass.Backward(weights, new AlignedArray<double>(network.Layout.Count), accumulate: false);
            pass.InputGradients(weights, row);
            Assert.Equal(streams[1][o], row[0, 0], 1e-12);
            Assert.Equal(streams[2][o], row[0, 1], 1e-12);
        }
    }

    [Fact]
    public void Single_precision_agrees_with_double_to_rounding()
    {
        Network network = Network.Plain(3, [40, 33], 2, Activations.Find("gelu"));
        Parameters<double> parameters = Drawn(network);
        double[] x = [0.2, 0.5, -0.3];
        double[] exact = Evaluate(network, parameters, InputDerivatives.None, x)[0];
        var evaluator = new Evaluator<float>(network);
        var inputs = Kindling.LinearAlgebra.Matrix<float>.FromRows([0.2f, 0.5f, -0.3f]);
        var single = evaluator.Predict(parameters.To<float>(), inputs);
        for (int o = 0; o < 2; o++)
            Assert.Equal(exact[o], single[0, o], 1e-5);
    }

    [Fact]
    public void A_second_derivative_of_relu_is_refused_with_the_reason()
    {
        Network network = Network.Plain(2, [8], 1, Activations.Find("relu"));
        var error = Assert.Throws<ArgumentException>(
            () => new Pass<float>(network, 4, InputDerivatives.GradientAndDiagonal(2)));
        Assert.Contains("second derivative", error.Message, StringComparison.Ordinal);
    }

    static void RequireGradient(Network network, int order)
    {
        var loss = new StreamLoss(network, order);
        Parameters<double> parameters = Drawn(network);
        AlignedArray<double> gradient = loss.Gradient(parameters);
        var random = new Random(5);
        for (int trial = 0; trial < 40; trial++)
        {
            int at = trial < 4 ? trial : random.Next(parameters.Flat.Length);
            double difference = Central(parameters, at, loss.Value);
            Assert.Equal(difference, gradient.Span[at], 1e-6 * Math.Max(1, Math.Abs(difference)));
        }
    }

    static Network Make(string activation, bool residual, Parameterization parameterization)
    {
        Activation f = Activations.Find(activation);
        return residual
            ? Network.Residual(2, [9, 9, 9], 3, f, parameterization)
            : Network.Plain(2, [9, 18, 7], 3, f, parameterization, readOutBias: false);
    }

    static Parameters<double> Drawn(Network network)
    {
        var random = new Random(11);
        var parameters = new Parameters<double>(network);
        foreach (ParameterBlock block in network.Layout.Blocks)
        {
            double scale = network.Parameterization.IsNtk || !block.IsWeight ? 1 : 1 / Math.Sqrt(block.Columns);
            foreach (ref double p in parameters.Flat.Slice(block.Offset, block.Length))
                p = scale * ((random.NextDouble() * 2) - 1);
        }

        return parameters;
    }

    static double[][] Evaluate(Network network, Parameters<double> parameters, InputDerivatives derivatives, double[] x)
    {
        var evaluator = new Evaluator<double>(network, derivatives);
        var streams = evaluator.Jet(parameters, Kindling.LinearAlgebra.Matrix<double>.FromRows(x), network.Depth);
        return [.. streams.Select(s => s.Row(0).ToArray())];
    }

    static double[] Moved(double[] x, int i, double step)
    {
        double[] moved = [.. x];
        moved[i] += step;
        return moved;
    }

    static double Central(Parameters<double> parameters, int at, Func<Parameters<double>, double> loss)
    {
        const double Step = 1e-5;
        double value = parameters.Flat[at];
        parameters.Flat[at] = value + Step;
        double up = loss(parameters);
        parameters.Flat[at] = value - Step;
        double down = loss(parameters);
        parameters.Flat[at] = value;
        return (up - down) / (2 * Step);
    }

    /// <summary>A loss with a different random weight for every point, stream and output.</summary>
    sealed class StreamLoss
    {
        // Away from kinks of ReLU-like functions with probability one: the points are fixed.
        static readonly double[][] Points = [[0.31, -0.72], [0.05, 0.44], [-0.9, 0.13], [0.66, 0.71], [-0.21, -0.37]];

        readonly Network _network;
        readonly Pass<double> _pass;
        readonly PackedWeights<double> _weights;
        readonly double[] _factors;

        public StreamLoss(Network network, int order)
        {
            _network = network;
            _pass = new Pass<double>(network, Points.Length, Choose(order));
            _weights = new PackedWeights<double>(network, backward: true);
            var random = new Random(3);
            _factors = [.. Enumerable.Range(0, 6 * Points.Length * 3).Select(_ => random.NextDouble() - 0.5)];
        }

        public static InputDerivatives Choose(int order) => order switch
        {
            0 => InputDerivatives.None,
            1 => InputDerivatives.Gradient(2),
            _ => new InputDerivatives([0, 1], [(0, 0), (0, 1), (1, 1)]),
        };

        public double Value(Parameters<double> parameters)
        {
            Forward(parameters);
            double sum = 0;
            Each((s, i, o, factor) => sum += factor * _pass.Output(_network.Depth, i, s)[o]);
            return sum;
        }

        public AlignedArray<double> Gradient(Parameters<double> parameters)
        {
            Forward(parameters);
            Each((s, i, o, factor) => _pass.OutputGradient(i, s)[o] = factor);
            var gradient = new AlignedArray<double>(_network.Layout.Count);
            _pass.Backward(_weights, gradient, accumulate: false);
            return gradient;
        }

        void Forward(Parameters<double> parameters)
        {
            _weights.Update(parameters);
            _pass.Begin(Points.Length);
            for (int i = 0; i < Points.Length; i++)
                Points[i].CopyTo(_pass.Input(i));
            _pass.Forward(_weights);
        }

        void Each(Action<int, int, int, double> visit)
        {
            int at = 0;
            for (int s = 0; s < _pass.Derivatives.Streams; s++)
            {
                for (int i = 0; i < Points.Length; i++)
                {
                    for (int o = 0; o < _network.Outputs; o++)
                        visit(s, i, o, _factors[at++]);
                }
            }
        }
    }
}
