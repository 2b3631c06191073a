using Kindling.Files;
using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Tests.Files;

/// <summary>Reading perceptrons whose architecture only the tensors tell.</summary>
public class ForeignWeightsTests
{
    [Theory]
    [InlineData("layers.{0}", 1)]
    [InlineData("{0}", 2)]
    [InlineData("net.{0}", 3)]
    public void Sequential_names_are_read_in_the_order_of_their_numbers(string names, int step)
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.safetensors"];
        Network network = Network.Plain(3, [5, 4], 2, Activations.Tanh);
        Parameters<double> drawn = Initializers.Parse("pytorch").Draw<double>(network, new(1));
        Write(path, drawn.Layout.Blocks.Reverse().Select(b => (
            string.Format(names, b.Layer * step) + (b.IsWeight ? ".weight" : ".bias"),
            b.Shape,
            drawn.Flat.Slice(b.Offset, b.Length).ToArray())));
        Parameters<double> read = ForeignWeights.Read<double>(path, Activations.Tanh);
        Assert.Equal("mlp 3-5-4-2 tanh", read.Network.ToString());
        Assert.Equal(drawn.Flat.ToArray(), read.Flat.ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_chain_are_named()
    {
        FileFormatException error = Refused(("0.weight", [5, 3], new double[15]), ("2.weight", [2, 4], new double[8]));
        Assert.Contains(
            "'2.weight' of shape [2, 4] which takes 4 inputs after the 5 units of '0.weight'", error.Message);
    }

    [Fact]
    public void Tensor_that_is_no_linear_layer_is_named()
    {
        Assert.Contains(
            "'1.weight' of shape [5]",
            Refused(("0.weight", [5, 3], new double[15]), ("1.weight", [5], new double[5])).Message);
        Assert.Contains(
            "'scale'", Refused(("0.weight", [5, 3], new double[15]), ("scale", [5], new double[5])).Message);
        Assert.Contains(
            "'0.bias' of shape [4] for the 5 units of '0.weight'",
            Refused(("0.weight", [5, 3], new double[15]), ("0.bias", [4], new double[4])).Message);
    }

    static FileFormatException Refused(params (string Name, int[] Shape, double[] Values)[] tensors)
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.safetensors"];
        Write(path, tensors);
        return Assert.Throws<FileFormatException>(() => ForeignWeights.Read<float>(path, Activations.Relu));
    }

    static void Write(string path, IEnumerable<(string Name, int[] Shape, double[] Values)> tensors) =>
        SafetensorsWriter.Write(
            path, [.. tensors.Select(t => new NamedTensor<double>(t.Name, t.Shape, t.Values))]);
}
