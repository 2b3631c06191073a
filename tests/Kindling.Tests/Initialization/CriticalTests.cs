using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

public class CriticalTests
{
    [Fact]
    public void Relu_gets_the_variances_of_he()
    {
        CriticalPoint point = Critical.Gaussian.Point(Net("relu"));
        Assert.Equal(2, point.WeightVariance, 1e-12);
        Assert.Equal(0, point.BiasVariance);
    }

    /// <summary>Huang et al. 2021, section 3.2, with the digits that ERRATA N8 confirms.</summary>
    [Fact]
    public void Tanh_at_the_papers_bias_variance_gets_the_papers_weight_variance()
    {
        var scheme = (Critical)Initializers.Parse("critical:bias_variance=2.01e-5");
        Assert.Equal(1.0499956, scheme.Point(Net("tanh")).WeightVariance, 1e-6);
    }

    [Theory]
    [InlineData("critical")]
    [InlineData("critical-orthogonal")]
    public void Signals_keep_the_length_that_was_asked_for(string name)
    {
        const int Width = 512;
        Network network = Network.Plain(Width, [.. Enumerable.Repeat(Width, 6)], 1, Activations.Find("tanh"));
        Initializer scheme = Initializers.Parse($"{name}:fixed_point_length=0.7");
        Parameters<double> parameters = scheme.Draw<double>(network, new InitializationContext(3));
        var inputs = new Matrix<double>(8, Width);
        var stream = Kindling.Sampling.RandomStream.Create(5, "inputs");
        for (int i = 0; i < inputs.Rows; i++)
            stream.FillNormal(inputs.Row(i));
        double q = SecondMoment(new Evaluator<double>(network).Features(parameters, inputs, 5));

        // q of the last pre-activation: 8 x 512 correlated squares, relative spread sqrt(2 / 512) = 6 %; five of them.
        Assert.Equal(0.7, q, 0.2);
    }

    [Fact]
    public void An_activation_without_a_critical_point_is_refused_with_the_way_out()
    {
        Initializer scheme = Initializers.Parse("critical:bias_variance=0.1");
        var error = Assert.Throws<ArgumentException>(
            () => scheme.Draw<float>(Net("relu"), new InitializationContext(1)));
        Assert.Contains("no critical point with bias variance 0.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bias_variance_and_length_exclude_each_other() => Assert.Throws<ArgumentException>(
        () => Initializers.Parse("critical:bias_variance=0.1:fixed_point_length=1"));

    /// <summary>ERRATA A1: with a bias 2 is critical for ReLU at every k; without one nothing is.</summary>
    [Fact]
    public void Aci_asks_the_theory_for_its_critical_variance()
    {
        var aci = (AntiCorrelated)Initializers.Parse("aci:weight_variance=critical:bias_variance=0.1:k=20");
        Assert.Equal(2, aci.WeightVariance(Net("relu")), 1e-12);
        CriticalPoint point = new CriticalLine(Activations.Gelu, 20).Preferred(0.1)!.Value;
        Assert.Equal(point.WeightVariance, aci.WeightVariance(Net("gelu")), 1e-12);
        var error = Assert.Throws<ArgumentException>(() =>
            Initializers.Parse("aci:weight_variance=critical").Draw<float>(Net("relu"), new InitializationContext(1)));
        Assert.Contains("bias_variance above 0", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Initializers.Parse("he_uniform:weight_variance=critical"));
        Assert.Throws<ArgumentException>(() => Initializers.Parse("gaussian:weight_variance=critical"));
    }

    /// <summary>The last hidden features' second moment, turned back into q by the inverse of tanh.</summary>
    static double SecondMoment(Matrix<double> features)
    {
        double sum = 0;
        for (int i = 0; i < features.Rows; i++)
        {
            foreach (double y in features.Row(i))
                sum += Math.Pow(Math.Atanh(y), 2);
        }

        return sum / features.Rows / features.Columns;
    }

    static Network Net(string activation) => Network.Plain(4, [8, 8], 1, Activations.Find(activation));
}
