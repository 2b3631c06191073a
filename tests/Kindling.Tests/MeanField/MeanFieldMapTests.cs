using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

public class MeanFieldMapTests
{
    const string File = "a2_length_correlation";

    /// <summary>Activations whose averages exist at every variance used here.</summary>
    static readonly Activation[] Bounded = [.. Activations.All.Where(a => a.Name != "exp")];

    [Fact]
    public void Relu_maps_with_correlated_weights_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "relu_length_and_overlap_map"))
        {
            double[] v = Golden.Numbers(row);
            var map = new MeanFieldMap(Activations.Relu, v[1], v[2], v[0]);
            Golden.Close(v[6], map.NextVariance(v[3]), 1e-13);
            Golden.Close(v[7], map.NextVariance(v[4]), 1e-13);
            Golden.Close(v[8], map.NextCovariance(v[3], v[4], v[5]), 1e-12);
            Golden.Close(v[9], map.NextCorrelation(v[3], v[4], v[5]), 1e-12);
            if (v[3] == v[4])
                Golden.Close(v[9], map.NextCorrelation(v[3], v[5]), 1e-12);
        }
    }

    [Fact]
    public void Maps_of_other_activations_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "generic_length_and_overlap_map"))
        {
            double[] v = [0, .. row.EnumerateArray().Skip(1).Select(e => e.GetDouble())];
            var map = new MeanFieldMap(Activations.Find(row[0].GetString()!), v[1], v[2]);
            Golden.Close(v[6], map.NextVariance(v[3]), 1e-12);
            Golden.Close(v[7], map.VarianceSlope(v[3]), 1e-11);
            Golden.Close(v[8], map.NextCovariance(v[3], v[4], v[5]), 1e-11);
            Golden.Close(v[9], v[1] * map.Expectations.Pair(v[3], v[4], v[5]).SlopeProduct, 1e-11);
        }
    }

    [Fact]
    public void Iterates_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "iterates"))
        {
            double[][] expected = [.. row.GetProperty("q_and_c_by_layer").EnumerateArray().Select(Golden.Numbers)];
            var map = new MeanFieldMap(
                Activations.Find(row.Text("activation")),
                row.Number("sigma_w2"),
                row.Number("sigma_b2"),
                row.Number("k"));
            var path = map.Iterate(expected[0][0], expected[0][1], expected.Length - 1);
            for (int l = 0; l < expected.Length; l++)
            {
                Golden.Close(expected[l][0], path[l].Variance, 1e-11);
                Golden.Close(expected[l][1], path[l].Correlation, 1e-11);
            }
        }
    }

    [Fact]
    public void Relu_boundedness_threshold_is_the_golden_value()
    {
        foreach (JsonElement row in Golden.Rows(File, "relu_boundedness_threshold"))
        {
            double[] v = Golden.Numbers(row);
            Golden.Close(v[1], new MeanFieldMap(Activations.Relu, 1, 0, v[0]).BoundednessThreshold, 1e-13);
        }
    }

    [Theory]
    [InlineData("tanh", double.PositiveInfinity)]
    [InlineData("gelu", 2)]
    [InlineData("silu", 2)]
    [InlineData("elu", 2)]
    [InlineData("softplus", 2)]
    [InlineData("linear", 1)]
    [InlineData("exp", 0)]
    public void Boundedness_threshold_is_that_of_the_asymptotes(string activation, double expected)
    {
        double threshold = new MeanFieldMap(Activations.Find(activation), 1, 0).BoundednessThreshold;
        Assert.True(threshold == expected || Math.Abs(threshold - expected) < 1e-12);
    }

    [Fact]
    public void One_is_a_fixed_point_of_the_correlation_and_its_slope_there_is_chi_1_at_rest()
    {
        foreach (Activation activation in Bounded)
        {
            var map = new MeanFieldMap(activation, 1.2, 0.3, correlationStrength: 3);
            Assert.Equal(1, map.NextCorrelation(0.7, 1.0));
            SignalPhase phase = SignalPhase.Of(map);
            if (phase.Lengths.Limit == LengthLimit.Finite)
                Golden.Close(phase.Chi1, map.CorrelationSlope(phase.Lengths.Length, 1), 1e-11);
        }
    }

    [Fact]
    public void Correlation_slope_matches_central_differences_for_every_activation()
    {
        const double H = 1e-4; // Error: H^2 times the third derivative, below 1e-7.
        foreach (Activation activation in Bounded)
        {
            var map = new MeanFieldMap(activation, 1.4, 0.1, correlationStrength: 1);
            foreach (double c in new[] { -0.6, 0.0, 0.5, 0.9 })
            {
                double difference = (map.NextCorrelation(1.1, c + H) - map.NextCorrelation(1.1, c - H)) / (2 * H);
                Golden.Close(difference, map.CorrelationSlope(1.1, c), 1e-6, 1e-8);
            }
        }
    }

    [Fact]
    public void Correlation_map_is_increasing_and_convex_above_zero_for_every_activation()
    {
        foreach (Activation activation in Bounded)
        {
            var map = new MeanFieldMap(activation, 1.5, 0.05, correlationStrength: 100);
            double[] values = [.. Enumerable.Range(0, 11).Select(i => map.NextCorrelation(1.7, i / 10.0))];
            for (int i = 1; i < values.Length; i++)
                Assert.True(values[i] >= values[i - 1] - 1e-13);
            for (int i = 2; i < values.Length; i++)
                Assert.True(values[i] - (2 * values[i - 1]) + values[i - 2] >= -1e-12);
        }
    }

    [Fact]
    public void Length_map_of_monotone_odd_activations_is_monotone()
    {
        foreach (string name in new[] { "tanh", "erf", "hard_tanh", "linear" })
        {
            var map = new MeanFieldMap(Activations.Find(name), 1.5, 0.1);
            Prop.ForAll(
                ArbMap.Default.ArbFor<NormalFloat>(),
                ArbMap.Default.ArbFor<NormalFloat>(),
                (a, b) =>
                {
                    (double x, double y) = (Math.Min(Math.Abs(a.Get), 1e6), Math.Min(Math.Abs(b.Get), 1e6));
                    return x <= y
                        ? map.NextVariance(x) <= map.NextVariance(y) * (1 + 1e-12)
                        : map.NextVariance(y) <= map.NextVariance(x) * (1 + 1e-12);
                }).QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    public void Vanishing_weight_correlation_is_the_classical_case()
    {
        foreach (Activation activation in Bounded)
        {
            var classical = new MeanFieldMap(activation, 1.7, 0.2);
            var nearly = new MeanFieldMap(activation, 1.7, 0.2, correlationStrength: 1e-12);
            Golden.Close(classical.NextVariance(0.9), nearly.NextVariance(0.9), 1e-11);
            Golden.Close(classical.NextCorrelation(0.9, 0.4), nearly.NextCorrelation(0.9, 0.4), 1e-11);
        }
    }

    [Theory]
    [InlineData(-1, 0, 0, "weightVariance")]
    [InlineData(double.NaN, 0, 0, "weightVariance")]
    [InlineData(1, -0.1, 0, "biasVariance")]
    [InlineData(1, double.PositiveInfinity, 0, "biasVariance")]
    [InlineData(1, 0, -1, "correlationStrength")]
    [InlineData(1, 0, double.NaN, "correlationStrength")]
    public void Throws_when_a_parameter_is_out_of_range(double weight, double bias, double k, string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new MeanFieldMap(Activations.Relu, weight, bias, k));
        Assert.Equal(name, error.ParamName);
    }

    [Fact]
    public void Throws_when_a_variance_or_correlation_is_out_of_range()
    {
        var map = new MeanFieldMap(Activations.Tanh, 1, 0);
        Assert.Equal("variance", Assert.Throws<ArgumentException>(() => map.NextVariance(-1)).ParamName);
        foreach (double c in new[] { 1.5, double.NaN })
            Assert.Equal("correlation", Assert.Throws<ArgumentException>(() => map.NextCorrelation(1, c)).ParamName);
    }
}
