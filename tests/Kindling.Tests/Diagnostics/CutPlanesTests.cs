using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

public class CutPlanesTests
{
    [Fact]
    public void Cuts_of_the_first_layer_are_straight_lines_where_the_pre_activation_is_zero()
    {
        Parameters<double> parameters = Draw(Network.Plain(2, [16], 1, Activations.Relu));
        IReadOnlyList<CutLine> cuts = CutPlanes.Find(parameters, [0, 0], [1, 1]);
        Assert.Equal(16, cuts.Count); // Every unit of Box is cut inside the unit square.
        foreach (CutLine cut in cuts)
        {
            Assert.Equal(2, cut.X.Count);
            for (int i = 0; i < 2; i++)
                Assert.Equal(0, PreActivation(parameters, cut.Unit, cut.X[i], cut.Y[i]), 1e-10);
        }
    }

    [Fact]
    public void Cuts_of_deeper_layers_lie_close_to_zeros_of_their_pre_activations()
    {
        Network network = Network.Residual(2, [12, 12, 12], 1, Activations.Relu);
        Parameters<double> parameters = Draw(network);
        IReadOnlyList<CutLine> cuts = CutPlanes.Find(parameters, [0, 0], [1, 1]);
        Assert.Contains(cuts, c => c.Layer == 2);
        var evaluator = new Evaluator<double>(network);
        foreach (CutLine cut in cuts.Where(c => c.Layer > 0))
        {
            for (int i = 0; i < cut.X.Count; i++)
            {
                var point = new Matrix<double>(1, 2);
                (point[0, 0], point[0, 1]) = (cut.X[i], cut.Y[i]);
                Matrix<double> before = evaluator.Features(parameters, point, cut.Layer - 1);
                // Interpolated between nodes 1/64 apart, between which a slope of at most about 10 changes.
                Assert.InRange(PreActivations.Of(parameters, before, cut.Layer)[cut.Unit], -0.2, 0.2);
            }
        }
    }

    [Fact]
    public void In_one_dimension_cuts_are_points()
    {
        Parameters<double> parameters = Draw(Network.Plain(1, [8], 1, Activations.Relu));
        IReadOnlyList<CutLine> cuts = CutPlanes.Find(parameters, [0], [1]);
        Assert.Equal(8, cuts.Count);
        foreach (CutLine cut in cuts)
        {
            double z = (parameters.Weights(0)[cut.Unit] * cut.X[0]) + parameters.Biases(0)[cut.Unit];
            Assert.Equal(0, z, 1e-10);
            Assert.Empty(cut.Y);
        }
    }

    [Fact]
    public void Smooth_networks_have_none() =>
        Assert.Empty(CutPlanes.Find(Draw(Network.Plain(2, [8], 1, Activations.Tanh), "glorot"), [0, 0], [1, 1]));

    [Fact]
    public void Points_on_a_line_are_left_out_and_corners_stay()
    {
        (double, double)[] path = [(0, 0), (0.5, 0), (1, 0), (1, 0.5), (1, 1)];
        Assert.Equal([(0, 0), (1, 0), (1, 1)], Polyline.Simplify(path, 1e-9));
    }

    static double PreActivation(Parameters<double> parameters, int unit, double x, double y)
    {
        Span<double> w = parameters.Weights(0).Slice(2 * unit, 2);
        return (w[0] * x) + (w[1] * y) + parameters.Biases(0)[unit];
    }

    static Parameters<double> Draw(Network network, string scheme = "box") =>
        Initializers.Parse(scheme).Draw<double>(network, new InitializationContext(Seed: 5));
}
