using System.Text.Json;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

public class BackwardFlowTests
{
    const string File = "a1_variance_map";

    [Fact]
    public void Printed_map_and_its_fixed_point_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "backward_map_tanh"))
        {
            var flow = new BackwardFlow(Activations.Tanh, row.Number("c"));
            FixedPoint point = flow.PrintedFixedPoint();
            Golden.Close(row.Number("s_star"), point.Value, 1e-11);
            Golden.Close(row.Number("derivative"), point.Slope, 1e-10);
            Assert.Equal(Stability.Stable, point.Stability);
            foreach (JsonElement pair in row.GetProperty("map_at").EnumerateArray())
            {
                double[] v = Golden.Numbers(pair);
                Golden.Close(v[1], flow.PrintedNext(v[0]), 1e-12);
            }
        }
    }

    [Fact]
    public void True_gradient_factor_is_the_golden_value_and_grows_beyond_the_bifurcation()
    {
        foreach (JsonElement row in Golden.Rows(File, "true_backward_factor"))
        {
            double c = row[1].GetDouble();
            var flow = new BackwardFlow(Activations.Find(row[0].GetString()!), c);
            double expected = row[3].GetDouble();
            Golden.Close(expected, flow.GradientFactor(row[2].GetDouble()), 1e-10);
            Golden.Close(expected, flow.GradientFactorAtRest(), 1e-9);
            Assert.True(c <= 1 || flow.GradientFactorAtRest() > 1);
        }
    }
}
