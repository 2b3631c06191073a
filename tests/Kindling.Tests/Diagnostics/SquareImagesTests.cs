using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

/// <summary>The unit square under layers of width 2 (Cyr et al. 2019, Figs. 5 and 8).</summary>
public class SquareImagesTests
{
    [Fact]
    public void Layers_shown_double_up_to_the_last()
    {
        SquareImages images = Of("box", 16, residual: true);
        Assert.Equal([0, 1, 2, 4, 8, 16], images.Layers);
        Assert.All(images.Points, p => Assert.Equal((SquareImages.Side * SquareImages.Side, 2), (p.Rows, p.Columns)));
        Assert.Equal(2, images.RankOf(0));
    }

    /// <summary>Fig. 8's claim at width 2: box keeps the square two-dimensional where He and Glorot lose it.</summary>
    [Fact]
    public void Residual_box_keeps_the_square_and_plain_he_flattens_it()
    {
        int kept = 0, flattened = 0;
        const int Draws = 10;
        for (ulong seed = 0; seed < Draws; seed++)
        {
            SquareImages box = Of("box", 16, residual: true, seed), he = Of("he", 16, residual: false, seed);
            kept += box.RankOf(box.Layers.Count - 1) == 2 ? 1 : 0;
            flattened += he.RankOf(he.Layers.Count - 1) < 2 ? 1 : 0;
        }

        Assert.True(kept >= Draws - 2, $"box kept {kept} of {Draws}");
        Assert.Equal(Draws, flattened);
    }

    [Fact]
    public void Wider_networks_have_no_such_image()
    {
        Network network = Network.Plain(2, [2, 3], 1, Activations.Relu);
        Assert.Null(SquareImages.Of(new Parameters<double>(network)));
        Assert.Null(SquareImages.Of(new Parameters<double>(Network.Plain(3, [2], 1, Activations.Relu))));
    }

    static SquareImages Of(string scheme, int depth, bool residual, ulong seed = 1)
    {
        int[] widths = [.. Enumerable.Repeat(2, depth)];
        Network network = residual
            ? Network.Residual(2, widths, 1, Activations.Relu)
            : Network.Plain(2, widths, 1, Activations.Relu);
        Matrix<double> square = Matrix<double>.FromRows([0, 0], [1, 1]);
        return SquareImages.Of(Initializers.Parse(scheme).Draw<double>(network, new(seed, square)))!;
    }
}
