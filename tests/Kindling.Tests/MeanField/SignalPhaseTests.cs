using System.Text.Json;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

public class SignalPhaseTests
{
    const string File = "a2_length_correlation";

    [Fact]
    public void Relu_fixed_points_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "relu_fixed_points"))
        {
            SignalPhase phase = SignalPhase.Of(
                Activations.Relu, row.Number("sigma_w2"), row.Number("sigma_b2"), row.Number("k"));
            bool bounded = row.GetProperty("bounded").GetBoolean();
            Assert.Equal(bounded ? LengthLimit.Finite : LengthLimit.Unbounded, phase.Lengths.Limit);
            if (!bounded)
                continue;
            Golden.Close(row.Number("q_star"), phase.Lengths.Length, 1e-12);
            Golden.Close(row.Number("chi_1"), phase.Chi1, 1e-12);
            Golden.Close(row.Number("c_star"), phase.Correlations!.Limit.Value, 1e-11);
            Golden.Close(row.Number("slope_at_c_star"), phase.Correlations.Limit.Slope, 1e-11);
            Assert.Equal(row.Text("phase"), phase.Phase.ToString().ToLowerInvariant());
        }
    }

    [Fact]
    public void Depth_scales_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "depth_scales"))
        {
            SignalPhase phase = SignalPhase.Of(
                Activations.Find(row.Text("activation")), row.Number("sigma_w2"), row.Number("sigma_b2"));
            Golden.Close(row.Number("q_star"), phase.Lengths.Length, 1e-10);
            Golden.Close(row.Number("chi_1"), phase.Chi1, 1e-11);
            Golden.Close(row.Number("xi_q"), phase.LengthDepthScale, 1e-9);
            Assert.Equal(row.Text("phase"), phase.Phase.ToString().ToLowerInvariant());
            if (row.Optional("c_star") is not { } c)
                continue;
            Golden.Close(c, phase.Correlations!.Limit.Value, 1e-9);
            Golden.Close(row.Number("slope_at_c_star"), phase.Correlations.Limit.Slope, 1e-9);
            Golden.Close(row.Number("xi_c"), phase.CorrelationDepthScale, 1e-7); // Slope errors times xi_c.
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(2.5)]
    public void Anti_correlated_initialization_without_bias_is_chaotic_and_loses_length(double weightVariance)
    {
        SignalPhase phase = SignalPhase.Of(Activations.Relu, weightVariance, 0, correlationStrength: 100);
        Assert.Equal(Phase.Chaotic, phase.Phase);
        Assert.Equal(LengthLimit.Vanishing, phase.Lengths.Limit);
        Golden.Close(weightVariance / 2.920382928209292, phase.Map.NextVariance(1), 1e-13);
        Golden.Close(1.460191464104646, phase.SlopeAtOne, 1e-12);
        Golden.Close(0.017308120893022673, phase.Correlations!.Limit.Value, 1e-11);
        Golden.Close(weightVariance / 2, phase.Chi1, 1e-13);
    }

    [Fact]
    public void Zero_bias_limit_of_relu_is_the_golden_value()
    {
        foreach (JsonElement row in Golden.Rows(File, "relu_zero_bias_limit"))
        {
            SignalPhase phase = SignalPhase.Of(Activations.Relu, 2, 0, row.Number("k"));
            Golden.Close(row.Number("slope_at_1"), phase.SlopeAtOne, 1e-12);
            Golden.Close(row.Number("c_star"), phase.Correlations!.Limit.Value, 1e-11);
            Golden.Close(row.Number("length_factor_at_sigma_w2_2"), phase.Map.NextVariance(1), 1e-13);
        }
    }

    [Fact]
    public void He_initialization_is_critical_and_keeps_every_length()
    {
        SignalPhase phase = SignalPhase.Of(Activations.Relu, 2, 0);
        Assert.Equal(Phase.Critical, phase.Phase);
        Assert.Equal(LengthLimit.Preserved, phase.Lengths.Limit);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.5)]
    public void Relu_with_independent_weights_is_ordered_away_from_its_critical_point(double weightVariance)
    {
        Assert.Equal(Phase.Ordered, SignalPhase.Of(Activations.Relu, weightVariance, 0).Phase);
        Assert.Equal(Phase.Ordered, SignalPhase.Of(Activations.Relu, weightVariance, 0.1).Phase);
    }

    [Fact]
    public void Tanh_without_bias_changes_phase_at_its_bifurcation()
    {
        SignalPhase below = SignalPhase.Of(Activations.Tanh, 0.9, 0);
        SignalPhase at = SignalPhase.Of(Activations.Tanh, 1, 0);
        SignalPhase above = SignalPhase.Of(Activations.Tanh, 1.1, 0);
        Assert.Equal((LengthLimit.Vanishing, Phase.Ordered), (below.Lengths.Limit, below.Phase));
        Assert.Equal((LengthLimit.Vanishing, Phase.Critical), (at.Lengths.Limit, at.Phase));
        Assert.Equal((LengthLimit.Finite, Phase.Chaotic), (above.Lengths.Limit, above.Phase));
        Assert.Equal([-1.0, 0.0, 1.0], above.Correlations!.Points.Select(p => p.Value));
    }

    [Fact]
    public void Every_fixed_point_reported_is_one()
    {
        foreach (Activation activation in Activations.All)
        {
            foreach (double weightVariance in new[] { 1.6, 4 })
            {
                foreach (double k in new[] { 0, 100 })
                {
                    SignalPhase phase = SignalPhase.Of(activation, weightVariance, 0.02, k);
                    MeanFieldMap map = phase.Map;
                    foreach (FixedPoint point in phase.Lengths.Points)
                        Golden.Close(point.Value, map.NextVariance(point.Value), 1e-11 * (1 + Math.Abs(point.Slope)));
                    if (phase.Lengths.Limit != LengthLimit.Finite)
                        continue;
                    foreach (FixedPoint point in phase.Correlations!.Points)
                        Golden.Close(point.Value, map.NextCorrelation(phase.ProbeLength, point.Value), 1e-10, 1e-11);
                }
            }
        }
    }

    [Fact]
    public void Two_length_fixed_points_of_the_exponential_are_both_found()
    {
        SignalPhase phase = SignalPhase.Of(Activations.Exp, 0.1, 0);
        Assert.Equal([Stability.Stable, Stability.Unstable], phase.Lengths.Points.Select(p => p.Stability));
    }

    [Fact]
    public void Phase_diagram_is_the_phase_of_each_cell_on_any_number_of_threads()
    {
        double[] weights = [0.5, 1.5, 3];
        double[] biases = [0, 0.1];
        PhaseDiagram one = PhaseDiagram.Of(Activations.Tanh, weights, biases, correlationStrength: 1);
        PhaseDiagram two = PhaseDiagram.Of(Activations.Tanh, weights, biases, correlationStrength: 1, threads: 2);
        Assert.Equal(one.Length, two.Length);
        Assert.Equal(one.Correlation, two.Correlation);
        for (int row = 0; row < biases.Length; row++)
        {
            for (int column = 0; column < weights.Length; column++)
            {
                SignalPhase cell = SignalPhase.Of(Activations.Tanh, weights[column], biases[row], 1);
                Assert.Equal(cell.Lengths.Length, one.Length[row, column]);
                Assert.Equal(cell.Chi1, one.Chi1[row, column]);
                Assert.Equal(cell.Phase, one.Phase[row, column]);
            }
        }
    }

    [Fact]
    public void Usable_depth_is_finite_away_from_the_edge_and_large_on_it()
    {
        UsableDepth ordered = UsableDepth.Of(SignalPhase.Of(Activations.Tanh, 0.8, 0.05));
        UsableDepth edge = UsableDepth.Of(SignalPhase.Of(Activations.Tanh, 1.760954639606739, 0.05));
        Assert.Equal(DepthLimit.Correlation, ordered.Limit);
        Assert.InRange(ordered.Layers, 5, 40);
        Assert.True(edge.Layers > 5 * ordered.Layers);
    }
}
