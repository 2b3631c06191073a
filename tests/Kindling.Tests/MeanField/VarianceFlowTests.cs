using System.Text.Json;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

public class VarianceFlowTests
{
    const string File = "a1_variance_map";

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("sin")]
    [InlineData("erf")]
    public void Map_and_slope_are_the_golden_values(string activation)
    {
        foreach (JsonElement row in Golden.Rows(File, "variance_map_" + activation))
        {
            double[] v = Golden.Numbers(row);
            var flow = new VarianceFlow(Activations.Find(activation), v[0]);
            Golden.Close(v[2], flow.Next(v[1]), 1e-12);

            // The slope's integrand cancels where the slope is small (8.8e-10 for sin at c = 2): an absolute floor.
            Golden.Close(v[3], flow.Slope(v[1]), 1e-11, 1e-15);
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("sin")]
    [InlineData("erf")]
    public void Fixed_points_are_the_golden_values(string activation)
    {
        JsonElement expected = Golden.Expected(File, "fixed_points_" + activation);
        foreach (JsonElement row in expected.GetProperty("rows").EnumerateArray())
        {
            var flow = new VarianceFlow(Activations.Find(activation), row.Number("c"));
            IReadOnlyList<FixedPoint> points = flow.FixedPoints();
            Assert.Equal(0, points[0].Value);
            Golden.Close(row.Number("derivative_at_0"), points[0].Slope, 1e-12);
            Assert.Equal(row.Text("zero_stability"), points[0].Stability.ToString().ToLowerInvariant());
            if (row.Optional("s_star") is { } s)
            {
                Assert.Equal(2, points.Count);
                Golden.Close(s, points[1].Value, 1e-10);
                Golden.Close(row.Number("derivative_at_s_star"), points[1].Slope, 1e-9);
                Assert.Equal(Stability.Stable, points[1].Stability);
            }
            else
            {
                Assert.Single(points);
            }
        }

        double bifurcation = new VarianceFlow(Activations.Find(activation), 1).Bifurcation!.Value;
        Golden.Close(expected.Number("bifurcation_c"), bifurcation, 1e-12);
    }

    [Fact]
    public void Trajectories_over_32_layers_are_the_golden_values()
    {
        foreach (JsonElement row in Golden.Rows(File, "trajectories_32_layers"))
        {
            double[] expected = Golden.Numbers(row.GetProperty("s"));
            var flow = new VarianceFlow(Activations.Find(row.Text("activation")), row.Number("c"));
            IReadOnlyList<double> actual = flow.Iterate(expected[0], expected.Length - 1);
            for (int l = 0; l < expected.Length; l++)
                Golden.Close(expected[l], actual[l], 1e-11);
        }
    }

    [Fact]
    public void Sign_of_the_offset_does_not_matter()
    {
        Assert.Equal(new VarianceFlow(Activations.Tanh, 2).Next(0.7), new VarianceFlow(Activations.Tanh, -2).Next(0.7));
    }

    [Fact]
    public void Slope_matches_central_differences_for_every_activation()
    {
        const double H = 1e-5; // Error of the difference: H^2 + 1e-16 / H, near 1e-10.
        foreach (Activation activation in Activations.All.Where(a => a.Name != "exp"))
        {
            var flow = new VarianceFlow(activation, 1.3);
            double difference = (flow.Next(0.8 + H) - flow.Next(0.8 - H)) / (2 * H);
            Golden.Close(difference, flow.Slope(0.8), 1e-8, 1e-9);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Throws_when_the_offset_is_not_finite(double c)
    {
        var error = Assert.Throws<ArgumentException>(() => new VarianceFlow(Activations.Tanh, c));
        Assert.Equal("varianceOffset", error.ParamName);
    }
}
