using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

public class VarianceScalingTests
{
    const int FanIn = 200, FanOut = 500;

    /// <summary>Standard errors of a sample variance that a right scheme exceeds once in two million tests.</summary>
    const double Sigmas = 5;

    /// <summary>
    /// 200 inputs, 500 units: variances of independent weights by the schemes' formulas, uniform or normal.
    /// </summary>
    [Theory]
    [InlineData("glorot", "tanh", 2.0 / 700, true)]
    [InlineData("glorot:gain=3", "tanh", 18.0 / 700, true)]
    [InlineData("glorot_normal", "tanh", 2.0 / 700, false)]
    [InlineData("he", "relu", 2.0 / 200, false)]
    [InlineData("he", "tanh", 25.0 / 9 / 200, false)]
    [InlineData("he:gain=1", "relu", 1.0 / 200, false)]
    [InlineData("he_uniform", "relu", 2.0 / 200, true)]
    [InlineData("lecun", "selu", 1.0 / 200, false)]
    [InlineData("pytorch", "tanh", 1.0 / 600, true)]
    [InlineData("gaussian", "tanh", 1.0 / 200, false)]
    [InlineData("gaussian:weight_variance=1.5", "tanh", 1.5 / 200, false)]
    public void Weights_have_the_stated_variance(string scheme, string activation, double variance, bool uniform)
    {
        double[] weights = Draw(scheme, activation).Weights(0).ToArray();
        double kurtosis = uniform ? 1.8 : 3;
        double count = weights.Length, meanSquare = weights.Sum(w => w * w) / count;
        Assert.InRange(weights.Average(), -Sigmas * Math.Sqrt(variance / count), Sigmas * Math.Sqrt(variance / count));
        double error = variance * Math.Sqrt((kurtosis - 1) / count);
        Assert.InRange(meanSquare, variance - (Sigmas * error), variance + (Sigmas * error));
        double measuredKurtosis = weights.Sum(w => w * w * w * w) / count / (meanSquare * meanSquare);
        Assert.InRange(measuredKurtosis, kurtosis - 0.15, kurtosis + 0.15); // tells the two laws apart
        if (uniform)
            Assert.True(weights.Max(Math.Abs) <= Math.Sqrt(3 * variance));
    }

    [Theory]
    [InlineData("glorot")]
    [InlineData("he")]
    [InlineData("lecun")]
    [InlineData("gaussian")]
    public void Biases_start_at_zero(string scheme) =>
        Assert.All(Draw(scheme, "relu").Biases(0).ToArray(), b => Assert.Equal(0, b));

    [Theory]
    [InlineData("pytorch", 1.0 / 600, 1.8)]
    [InlineData("he:bias=random", 2.0 / 200, 3)]
    [InlineData("glorot:bias=random", 2.0 / 700, 1.8)]
    [InlineData("gaussian:bias_variance=0.3", 0.3, 3)]
    public void Random_biases_have_the_stated_variance(string scheme, double variance, double kurtosis)
    {
        double[] biases = Draw(scheme, "relu").Biases(0).ToArray();
        double error = variance * Math.Sqrt((kurtosis - 1) / biases.Length);
        Assert.InRange(biases.Average(b => b * b), variance - (Sigmas * error), variance + (Sigmas * error));
    }

    [Fact]
    public void Bias_options_do_not_change_the_weights() =>
        Assert.Equal(Draw("he", "relu").Weights(0).ToArray(), Draw("he:bias=random", "relu").Weights(0).ToArray());

    [Fact]
    public void Gaussian_parameters_are_standard_normal_under_the_ntk_parameterization()
    {
        Network network = Network.Plain(FanIn, [FanOut], 1, Activations.Relu, Parameterization.Ntk(2, 0.1));
        Parameters<double> drawn = Gaussian.Normal.Draw<double>(network, new(4));
        double[] weights = drawn.Weights(0).ToArray(), biases = drawn.Biases(0).ToArray();
        foreach (double[] values in new[] { weights, biases })
        {
            double error = Sigmas * Math.Sqrt(2.0 / values.Length);
            Assert.InRange(values.Average(v => v * v), 1 - error, 1 + error);
        }
    }

    static Parameters<double> Draw(string scheme, string activation)
    {
        Network network = Network.Plain(FanIn, [FanOut], 1, Activations.Find(activation));
        return Initializers.Parse(scheme).Draw<double>(network, new(2024));
    }
}
