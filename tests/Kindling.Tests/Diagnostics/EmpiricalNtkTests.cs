using System.Text.Json;
using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Tests.Diagnostics;

public class EmpiricalNtkTests
{
    public static TheoryData<string> PerceptronCases =>
    [
        .. Golden.Cases("b3_empirical_ntk").Select(Golden.Id)
            .Where(id => !id.Contains("cnn", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(PerceptronCases))]
    public void The_kernel_is_the_golden_one(string id)
    {
        JsonElement golden = Golden.Case("b3_empirical_ntk", id);
        JsonElement inputs = golden.GetProperty("inputs");
        int[] widths = [.. inputs.GetProperty("widths").EnumerateArray().Select(w => w.GetInt32())];
        Parameterization parameterization = id.Contains("ntk_param", StringComparison.Ordinal)
            ? Parameterization.Ntk(
                inputs.GetProperty("sigma_w2").GetDouble(), inputs.GetProperty("sigma_b2").GetDouble())
            : Parameterization.Standard;
        Network network = Network.Plain(
            widths[0],
            widths[1..^1],
            widths[^1],
            Activations.Find(inputs.GetProperty("activation").GetString()!),
            parameterization);
        var parameters = new Parameters<double>(network);
        for (int l = 0; l < network.Layers.Count; l++)
        {
            Golden.Rows(inputs.GetProperty("omega")[l]).SelectMany(r => r).ToArray().CopyTo(parameters.Weights(l));
            Golden.Numbers(inputs.GetProperty("beta")[l]).CopyTo(parameters.Biases(l));
        }

        Matrix<double> x = Matrix<double>.FromRows(Golden.Rows(inputs.GetProperty("X")));
        double[][] theta = Golden.Rows(golden.GetProperty("expected").GetProperty("Theta"));
        double largest = theta.Max(row => row.Max(Math.Abs));
        for (int output = 0; output < widths[^1]; output++)
        {
            Matrix<double> kernel = EmpiricalNtk.Of(parameters, x, output);
            for (int i = 0; i < x.Rows; i++)
            {
                for (int j = 0; j < x.Rows; j++)
                {
                    double expected = theta[(i * widths[^1]) + output][(j * widths[^1]) + output];
                    Assert.Equal(expected, kernel[i, j], 1e-11 * largest); // the file's tolerance
                }
            }
        }
    }

    [Fact]
    public void A_residual_kernel_is_the_product_of_differenced_gradients()
    {
        Network network = Network.Residual(2, [5, 5, 5], 2, Activations.Tanh);
        Parameters<double> parameters = Initializers.Parse("glorot:bias=random").Draw<double>(network, new(4));
        var x = new Matrix<double>(3, 2);
        for (int i = 0; i < 3; i++)
            RandomStream.Create(5, "x").Split(i).FillNormal(x.Row(i));
        const double Step = 1e-5;
        double[][] gradients = [.. Enumerable.Range(0, 3).Select(_ => new double[network.Layout.Count])];
        var evaluator = new Evaluator<double>(network);
        for (int p = 0; p < network.Layout.Count; p++)
        {
            double value = parameters.Flat[p];
            parameters.Flat[p] = value + Step;
            Matrix<double> above = evaluator.Predict(parameters, x);
            parameters.Flat[p] = value - Step;
            Matrix<double> below = evaluator.Predict(parameters, x);
            parameters.Flat[p] = value;
            for (int i = 0; i < 3; i++)
                gradients[i][p] = (above[i, 1] - below[i, 1]) / (2 * Step);
        }

        Matrix<double> kernel = EmpiricalNtk.Of(parameters, x, output: 1);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                Assert.Equal(gradients[i].Zip(gradients[j], (a, b) => a * b).Sum(), kernel[i, j], 1e-7);
        }
    }

    /// <remarks>Wang et al. 2021, Fig. 4: the narrower, the smaller lambda is.</remarks>
    [Fact]
    public void Kernel_functions_are_narrower_under_go_than_under_glorot()
    {
        Network network = Network.Plain(1, [.. Enumerable.Repeat(48, 8)], 1, Activations.Tanh);
        double glorot = Width("glorot"), weak = Width("go:lambda=0.001"), strong = Width("go:lambda=0.0001");
        Assert.True(weak < 0.5 * glorot, $"{weak} against {glorot}");
        Assert.True(strong < weak, $"{strong} against {weak}");

        double Width(string scheme) => Enumerable.Range(0, 3).Average(seed => KernelFunctions
            .Of(Initializers.Parse(scheme).Draw<double>(network, new((ulong)seed)), points: 128).HalfWidth);
    }

    [Fact]
    public void Kernel_functions_have_unit_area_on_standardized_places()
    {
        Network network = Network.Plain(2, [16, 16], 1, Activations.Tanh);
        var found = KernelFunctions.Of(Initializers.Find("glorot").Draw<float>(network, new(1)), points: 50);
        Assert.Equal(0, found.Places.Average(), 1e-12);
        Assert.Equal(1, found.Places.Average(t => t * t), 1e-12);
        double step = found.Places[1] - found.Places[0];
        for (int i = 0; i < 50; i++)
            Assert.Equal(1, found.Values.Row(i).ToArray().Sum(v => Math.Abs(v) * step), 1e-12);
    }
}
