using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

/// <summary>How fast outputs vary along lines between inputs.</summary>
public class FrequencyContentTests
{
    static readonly (int First, int Second)[] s_pair = [(0, 1)];

    /// <summary>sin(2 pi 20 t) along the line; a Hann window spreads a frequency over its two neighbors.</summary>
    [Fact]
    public void A_sine_wave_has_its_own_frequency()
    {
        const double Cycles = 20;
        FrequencyContent content = Of(Activations.Find("sin"), 2 * Math.PI * Cycles);
        Assert.Equal(Cycles, content.Mean, 0.01);
        Assert.True(content.Power[18] + content.Power[19] + content.Power[20] > 0.999);
        Assert.Equal(21, content.NineTenths);
        Assert.Equal(0, content.StraightShare, 1e-6);
    }

    [Fact]
    public void A_linear_network_has_no_frequencies()
    {
        FrequencyContent content = Of(Activations.Linear, 3);
        Assert.Empty(content.Power);
        Assert.Equal(0, content.Mean);
        Assert.Equal(1, content.StraightShare, 1e-12);
    }

    [Fact]
    public void Chaotic_networks_are_rough_and_ordered_ones_smooth()
    {
        double chaotic = Mean("gaussian:weight_variance=16"), ordered = Mean("gaussian:weight_variance=1");
        Assert.True(chaotic > 2 * ordered, $"{chaotic} and {ordered}");

        static double Mean(string scheme)
        {
            Network network = Network.Plain(8, [.. Enumerable.Repeat(64, 8)], 4, Activations.Tanh);
            Matrix<double> inputs = InspectionInputs.StandardNormal(8, 8, 1);
            Parameters<double> parameters = Initializers.Parse(scheme).Draw<double>(network, new(1));
            return FrequencyContent.Of(parameters, inputs, [(0, 1), (2, 3), (4, 5)]).Mean;
        }
    }

    [Fact]
    public void Equal_inputs_make_no_line()
    {
        var network = Network.Plain(1, [1], 1, Activations.Tanh);
        FrequencyContent content = FrequencyContent.Of(
            new Parameters<double>(network), Matrix<double>.FromRows([1], [1]), s_pair);
        Assert.Equal(0, content.Lines);
        Assert.Empty(content.Power);
    }

    /// <summary>phi(weight t) for t from 0 to 1.</summary>
    static FrequencyContent Of(Activation activation, double weight)
    {
        var network = Network.Plain(1, [1], 1, activation);
        var parameters = new Parameters<double>(network);
        parameters.Weights(0)[0] = weight;
        parameters.Weights(1)[0] = 1;
        return FrequencyContent.Of(parameters, Matrix<double>.FromRows([0], [1]), s_pair);
    }
}
