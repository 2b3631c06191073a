using System.Text.Json;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

public class CriticalLineTests
{
    [Fact]
    public void Edge_of_chaos_is_the_golden_value()
    {
        foreach (JsonElement row in Golden.Rows("a2_length_correlation", "edge_of_chaos"))
        {
            var line = new CriticalLine(Activations.Find(row[0].GetString()!));
            CriticalPoint point = line.Preferred(row[1].GetDouble())!.Value;
            Golden.Close(row[2].GetDouble(), point.WeightVariance, 1e-10);
            Golden.Close(row[3].GetDouble(), point.Length, 1e-9);
            if (point.Length > 0)
                Golden.Close(row[1].GetDouble(), line.AtLength(point.Length)!.Value.BiasVariance, 1e-8, 1e-15);
        }
    }

    [Fact]
    public void Chi_1_is_one_and_the_length_at_rest_on_every_critical_point()
    {
        foreach (Activation activation in Activations.All)
        {
            foreach (double bias in new[] { 0, 0.01, 0.5 })
            {
                foreach (CriticalPoint point in new CriticalLine(activation).AtBiasVariance(bias))
                {
                    var map = new MeanFieldMap(activation, point.WeightVariance, bias);
                    Golden.Close(1, map.GradientFactor(point.Length), 1e-12);
                    Golden.Close(point.Length, map.NextVariance(point.Length), 1e-10);
                }
            }
        }
    }

    [Fact]
    public void Relu_is_critical_at_he_initialization_alone_and_with_anti_correlation_at_two_with_any_bias()
    {
        CriticalPoint he = Assert.Single(new CriticalLine(Activations.Relu).AtBiasVariance(0));
        Golden.Close(2, he.WeightVariance, 1e-15);
        Assert.Empty(new CriticalLine(Activations.Relu).AtBiasVariance(0.1));
        CriticalPoint aci = Assert.Single(new CriticalLine(Activations.Relu, 100).AtBiasVariance(0.1));
        Golden.Close(2, aci.WeightVariance, 1e-15);
        Golden.Close(0.1 / (1 - (2 / 2.920382928209292)), aci.Length, 1e-12);
        Assert.Empty(new CriticalLine(Activations.Relu, 100).AtBiasVariance(0));
    }

    [Fact]
    public void Gelu_without_bias_has_no_critical_point_that_attracts()
    {
        Assert.False(new CriticalLine(Activations.Gelu).Preferred(0)!.Value.Attracts);
        Assert.True(new CriticalLine(Activations.Tanh).Preferred(0)!.Value.Attracts);
        Assert.True(new CriticalLine(Activations.Tanh).Preferred(0.1)!.Value.Attracts);
    }

    [Fact]
    public void Throws_when_the_bias_variance_is_negative()
    {
        var error = Assert.Throws<ArgumentException>(() => new CriticalLine(Activations.Tanh).AtBiasVariance(-1));
        Assert.Equal("biasVariance", error.ParamName);
    }
}
