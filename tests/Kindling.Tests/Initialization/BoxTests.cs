using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Tests.Initialization;

public class BoxTests
{
    /// <summary>
    /// k n and k n.p are sums of a few terms whose cancellation a steep plane magnifies by k at most.
    /// </summary>
    const double Rounding = 1e-11;

    [Theory]
    [InlineData("plain_1to4")]
    [InlineData("plain_3to3")]
    public void Plain_units_match_the_reference_for_given_planes(string id)
    {
        JsonElement golden = Golden.Case("c3_box", id), expected = golden.GetProperty("expected");
        double[][] weights = Golden.Rows(expected.GetProperty("W"));
        InputBox box = InputBox.Cube(weights[0].Length, 1);
        AssertUnits(golden, box, side: 1, height: 1, weights, Golden.Numbers(expected.GetProperty("b")));
    }

    [Theory]
    [InlineData("resnet_eq16", BoxReading.Eq16)]
    [InlineData("resnet_eq15", BoxReading.Eq15)]
    [InlineData("resnet_alg3", BoxReading.Algorithm3)]
    [InlineData("resnet_alg3_with_m", BoxReading.Algorithm3WithM)]
    [InlineData("resnet_tight", BoxReading.Tight)]
    public void Residual_units_match_the_reference_in_every_reading(string id, BoxReading reading)
    {
        JsonElement golden = Golden.Case("c3_box", id);
        foreach (JsonElement row in golden.GetProperty("expected").GetProperty("rows").EnumerateArray())
        {
            int layer = row.GetProperty("l").GetInt32(), depth = row.GetProperty("L").GetInt32();
            (double side, double height) = reading.Constants(layer, depth);
            Assert.Equal(row.GetProperty("m").GetDouble(), side, 1e-14 * side);
            double[][] weights = Golden.Rows(row.GetProperty("W"));
            InputBox box = InputBox.Cube(weights[0].Length, side);
            AssertUnits(golden, box, side, height, weights, Golden.Numbers(row.GetProperty("b")));
        }

        foreach (JsonElement bound in golden.GetProperty("expected").GetProperty("final_bound").EnumerateArray())
            Assert.Equal(bound[1].GetDouble(), reading.FeatureBound(bound[0].GetInt32()), 1e-13);
    }

    /// <summary>(10) for the box of the data: largest pre-activation 1, smallest at most 0, for every unit.</summary>
    [Fact]
    public void Every_unit_of_a_plain_layer_peaks_at_one_on_its_box_and_switches_off_inside() =>
        Prop.ForAll(Cases(), c =>
        {
            Network network = Network.Plain(c.Inputs, [8, 5, 6], 1, Activations.Relu);
            Matrix<double> data = Data(c);
            Parameters<double> drawn = Initializers.Find("box").Draw<double>(network, new(c.Seed, data));
            return PeaksAtOne(drawn, 0, InputBox.Around(data))
                && PeaksAtOne(drawn, 1, InputBox.Cube(8, 1)) && PeaksAtOne(drawn, 2, InputBox.Cube(5, 1));
        }).QuickCheckThrowOnFailure();

    /// <summary>(13) to (15): residual features never fall, and a layer adds at most its height.</summary>
    [Fact]
    public void Residual_features_grow_by_at_most_the_height_of_each_layer() =>
        Prop.ForAll(Cases(), c =>
        {
            int depth = 1 + (int)(c.Seed % 12);
            Network network = Network.Residual(c.Inputs, [.. Enumerable.Repeat(6, depth)], 1, Activations.Relu);
            Matrix<double> data = Data(c);
            return Enum.GetValues<BoxReading>().All(reading =>
            {
                Initializer box = Initializers.Create("box", new() { Reading = reading });
                return FeaturesStayBounded(box.Draw<double>(network, new(c.Seed, data)), data, reading);
            });
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(200)]
    public void Features_of_the_default_reading_stay_below_e(int depth)
    {
        double bound = BoxReading.Eq16.FeatureBound(depth);
        double closedForm = Math.Pow(1 + (1.0 / depth), depth) - (1.0 / depth);
        Assert.Equal(closedForm, bound, 1e-12);
        Assert.True(bound < Math.E);
    }

    [Fact]
    public void Without_data_the_box_is_the_unit_cube()
    {
        Network network = Network.Plain(3, [50], 1, Activations.Relu);
        Assert.True(PeaksAtOne(Initializers.Find("box").Draw<double>(network, new(2)), 0, InputBox.Cube(3, 1)));
    }

    [Fact]
    public void A_constant_column_changes_nothing_for_the_others()
    {
        Matrix<double> data = Matrix<double>.FromRows([-1, 5, 0], [3, 5, 2], [1, 5, 1]);
        Network network = Network.Plain(3, [100], 1, Activations.Relu);
        Parameters<double> drawn = Initializers.Find("box").Draw<double>(network, new(2, data));
        Assert.True(PeaksAtOne(drawn, 0, InputBox.Around(data)));
        Assert.True(drawn.Flat.ToArray().All(double.IsFinite));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e6)]
    public void Data_that_are_one_point_get_a_box_of_sides_one(double value)
    {
        Matrix<double> data = Matrix<double>.FromRows([value, -value], [value, -value]);
        InputBox box = InputBox.Around(data);
        Assert.Equal([value - 0.5, -value - 0.5], box.Lower);
        Assert.Equal([value + 0.5, -value + 0.5], box.Upper);
        Network network = Network.Plain(2, [20], 1, Activations.Relu);
        Parameters<float> drawn = Initializers.Find("box").Draw<float>(network, new(2, data));
        Assert.True(drawn.Flat.ToArray().All(float.IsFinite));
    }

    [Fact]
    public void A_plane_through_the_far_corner_stays_finite()
    {
        double[] normal = [1];
        double bias = Box.CutPlane(InputBox.Cube(1, 1), [1], normal, height: 1);
        Assert.True(double.IsFinite(bias) && double.IsFinite(normal[0]));
    }

    [Fact]
    public void Inputs_that_are_not_finite_are_refused_by_sample_and_column()
    {
        Matrix<double> data = Matrix<double>.FromRows([0, 1], [2, double.NaN]);
        Network network = Network.Plain(2, [20], 1, Activations.Relu);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Initializers.Find("box").Draw<float>(network, new(2, data)));
        Assert.Contains("input 1 of sample 1 is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Float_planes_are_the_double_ones_rounded()
    {
        Network network = Network.Residual(2, [30, 30], 1, Activations.Relu);
        Parameters<double> exact = Initializers.Find("box").Draw<double>(network, new(2));
        Parameters<float> rounded = Initializers.Find("box").Draw<float>(network, new(2));
        for (int layer = 0; layer < 2; layer++)
            Assert.Equal(exact.Weights(layer).ToArray().Select(w => (float)w), rounded.Weights(layer).ToArray());
    }

    [Fact]
    public void A_plain_layer_behind_residual_ones_spans_the_box_they_have_grown()
    {
        Network network = Network.Residual(1, [4, 4, 4, 9], 1, Activations.Relu);
        (InputBox box, double height) = Box.Target(network, 3, inputs: null, BoxReading.Eq15);
        Assert.Equal((1, Math.Pow(1.25, 2)), (height, box.Upper[0]));
    }

    static void AssertUnits(
        JsonElement golden, InputBox box, double side, double height, double[][] weights, double[] biases)
    {
        JsonElement inputs = golden.GetProperty("inputs");
        double[][] points = Golden.Rows(inputs.GetProperty(inputs.TryGetProperty("p", out _) ? "p" : "p_unit"));
        double[][] normals = Golden.Rows(inputs.GetProperty("n_hat"));
        for (int i = 0; i < points.Length; i++)
        {
            double bias = Box.CutPlane(box, [.. points[i].Select(p => side * p)], normals[i], height);
            Assert.Equal(biases[i], bias, Rounding);
            Assert.All(normals[i].Zip(weights[i]), p => Assert.Equal(p.Second, p.First, Rounding));
        }
    }

    static bool PeaksAtOne(Parameters<double> parameters, int layer, InputBox box)
    {
        int fanIn = parameters.Network.Layers[layer].FanIn;
        for (int unit = 0; unit < parameters.Network.Layers[layer].FanOut; unit++)
        {
            double bias = parameters.Biases(layer)[unit], peak = bias, lowest = bias, size = Math.Abs(bias);
            for (int j = 0; j < fanIn; j++)
            {
                double w = parameters.Weights(layer)[(unit * fanIn) + j];
                peak += Math.Max(w * box.Lower[j], w * box.Upper[j]);
                lowest += Math.Min(w * box.Lower[j], w * box.Upper[j]);
                size += Math.Abs(w) * Math.Max(Math.Abs(box.Lower[j]), Math.Abs(box.Upper[j]));
            }

            double rounding = 1e-14 * size * fanIn; // each term of the sums, and each entry, is rounded a few times
            if (Math.Abs(peak - 1) > rounding || lowest > rounding)
                return false;
        }

        return true;
    }

    static bool FeaturesStayBounded(Parameters<double> parameters, Matrix<double> data, BoxReading reading)
    {
        for (int i = 0; i < data.Rows; i++)
        {
            double[] x = data.Row(i).ToArray();
            double bound = 1;
            for (int layer = 0; layer < parameters.Network.Depth; layer++)
            {
                double[] before = x;
                x = Forward(parameters, layer, x);
                if (layer > 0)
                    bound += reading.Constants(layer + 1, parameters.Network.Depth).Height;
                bool falls = layer > 0 && x.Zip(before).Any(p => p.First < p.Second);
                if (falls || x.Any(v => v < 0 || v > bound + 1e-9))
                    return false;
            }
        }

        return true;
    }

    static double[] Forward(Parameters<double> parameters, int layer, double[] x)
    {
        Layer shape = parameters.Network.Layers[layer];
        var y = new double[shape.FanOut];
        for (int unit = 0; unit < y.Length; unit++)
        {
            double h = parameters.Biases(layer)[unit];
            for (int j = 0; j < x.Length; j++)
                h += parameters.Weights(layer)[(unit * x.Length) + j] * x[j];
            y[unit] = Math.Max(h, 0) + (shape.Kind == LayerKind.ResidualDense ? x[unit] : 0);
        }

        return y;
    }

    static Arbitrary<(int Inputs, ulong Seed)> Cases() =>
        (from inputs in Gen.Choose(1, 12)
         from seed in Gen.Choose(0, int.MaxValue)
         select (inputs, (ulong)seed)).ToArbitrary();

    /// <summary>Ten points in a box of random place and size.</summary>
    static Matrix<double> Data((int Inputs, ulong Seed) c)
    {
        var data = new Matrix<double>(10, c.Inputs);
        RandomStream stream = RandomStream.Create(c.Seed, "data");
        for (int j = 0; j < c.Inputs; j++)
        {
            double center = 3 * stream.NextNormal(), width = Math.Exp(stream.NextNormal());
            for (int i = 0; i < 10; i++)
                data[i, j] = center + (width * stream.NextNormal());
        }

        return data;
    }
}
