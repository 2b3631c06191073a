using System.Text.Json;
using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

/// <summary>RAAI's Table 1: the probability that a unit is off.</summary>
public class OffProbabilityTests
{
    [Fact]
    public void Closed_form_agrees_with_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows("c2_off_probability", "off_probability_after_relu_normal"))
        {
            double probability = OffProbability.RandomAsymmetric(row[1].GetDouble(), row[2].GetDouble());
            Assert.Equal(row[3].GetDouble(), probability, 1e-6); // As the golden values were integrated.
        }
    }

    /// <summary>Units fed by relu(x), x standard normal; the standard error of the share is below 0.005.</summary>
    [Theory]
    [InlineData("he", 0.5)]
    [InlineData("aci", 0.5)]
    [InlineData("rai", 0.348)]
    [InlineData("raai:weight_variance=0.92", 0.368)]
    public void Table_1_is_measured_on_units_fed_by_rectified_normal_signals(string scheme, double expected)
    {
        var network = Network.Plain(400, [400, 1], 1, Activations.Relu);
        Matrix<double> inputs = InspectionInputs.StandardNormal(100, 400, 5);
        for (int i = 0; i < inputs.Rows; i++)
        {
            foreach (ref double value in inputs.Row(i))
                value = Math.Max(value, 0);
        }

        double sum = 0;
        const int Draws = 4;
        for (ulong seed = 0; seed < Draws; seed++)
        {
            Parameters<double> parameters = Initializers.Parse(scheme).Draw<double>(network, new(seed));
            sum += Inspector.Inspect(parameters, inputs).Layers[0].OffFraction!.Value;
        }

        Assert.Equal(expected, sum / Draws, 0.02);
    }

    /// <summary>Table 1 at the paper's width 100: every layer of one network, standard error below 0.01.</summary>
    [Theory]
    [InlineData("he", 0.5)]
    [InlineData("aci", 0.5)]
    [InlineData("rai", 0.346)]
    [InlineData("raai:weight_variance=0.92", 0.361)]
    public void Table_1_is_measured_layer_by_layer(string scheme, double expected)
    {
        var network = Network.Plain(100, [.. Enumerable.Repeat(100, 20)], 1, Activations.Relu);
        Parameters<float> parameters = Initializers.Parse(scheme).Draw<float>(network, new(7));
        double mean = Enumerable.Range(0, 20).Average(l => OffProbability.Measure(parameters, l, 3));
        Assert.Equal(expected, mean, 0.02);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, -1)]
    public void Bad_arguments_are_refused(double weightVariance, double k) =>
        Assert.Throws<ArgumentException>(() => OffProbability.RandomAsymmetric(weightVariance, k));
}
