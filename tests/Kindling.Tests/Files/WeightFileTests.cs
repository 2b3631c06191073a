using Kindling.Files;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Tests.Files;

public sealed class WeightFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parameters_come_back_bit_for_bit()
    {
        Parameters<float> parameters = Draw(Network.Residual(2, [5, 5], 3, Activations.Tanh, readOutBias: false));
        WeightFile.Write(_folder["w"], parameters, "he", 7);
        Assert.Equal(
            parameters.Flat.ToArray(), WeightFile.Read<float>(_folder["w"], parameters.Network).Flat.ToArray());
        double[] longer = WeightFile.Read<double>(_folder["w"], parameters.Network).Flat.ToArray();
        Assert.Equal(parameters.Flat.ToArray().Select(x => (double)x), longer);
    }

    [Fact]
    public void Names_and_shapes_are_those_of_torch()
    {
        WeightFile.Write(_folder["w"], Draw(Network.Plain(2, [5], 3, Activations.Relu)), "he", 7);
        using Safetensors file = Safetensors.Open(_folder["w"]);
        Assert.Equal(
            ["layers.0.weight [5, 2]", "layers.0.bias [5]", "layers.1.weight [3, 5]", "layers.1.bias [3]"],
            file.Tensors.Select(t => $"{t.Name} [{string.Join(", ", t.Shape)}]"));
        Assert.Equal(
            ("he", "7", "relu"), (file.Metadata["scheme"], file.Metadata["seed"], file.Metadata["activation"]));
        Assert.Equal("standard", file.Metadata["parameterization"]);
        Assert.Matches(@"^\d+\.\d+\.\d+$", file.Metadata["version"]);
    }

    public static TheoryData<string> Networks =>
    [
        "mlp 2-5x1-3 relu", "mlp 2-4-5-6-1 leaky_relu:0.2", "resnet 1-4x3-1 tanh", "ntk", "no bias",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_network_is_found_again_from_the_file(string name)
    {
        Network network = name switch
        {
            "mlp 2-5x1-3 relu" => Network.Plain(2, [5], 3, Activations.Relu),
            "mlp 2-4-5-6-1 leaky_relu:0.2" => Network.Plain(2, [4, 5, 6], 1, Activations.LeakyRelu(0.2)),
            "resnet 1-4x3-1 tanh" => Network.Residual(1, [4, 4, 4], 1, Activations.Tanh),
            "ntk" => Network.Plain(2, [5], 3, Activations.Erf, Parameterization.Ntk(1.0 / 3, 0.1)),
            _ => Network.Plain(2, [5], 3, Activations.Erf, readOutBias: false),
        };
        WeightFile.Write(_folder["w"], Draw(network));
        Network back = WeightFile.ReadNetwork(_folder["w"]);
        Assert.Equal(network.ToString(), back.ToString());
        Assert.Equal(network.Layers, back.Layers);
        Assert.Equal(network.Parameterization, back.Parameterization);
    }

    [Fact]
    public void A_wrong_shape_names_the_tensor_and_both_shapes()
    {
        WeightFile.Write(_folder["w"], Draw(Network.Plain(2, [5, 5], 1, Activations.Relu)));
        AssertRefused(
            Network.Plain(2, [5, 6], 1, Activations.Relu),
            "found tensor 'layers.1.weight' of shape [5, 5]; expected tensor 'layers.1.weight' of shape [6, 5].");
    }

    [Fact]
    public void A_missing_and_a_further_tensor_are_named()
    {
        WeightFile.Write(_folder["w"], Draw(Network.Plain(2, [5, 5], 5, Activations.Relu)));
        AssertRefused(
            Network.Plain(2, [5, 5, 5], 5, Activations.Relu), "found no tensor 'layers.3.weight' (there are: layers.0");
        AssertRefused(
            Network.Plain(2, [5], 5, Activations.Relu), "found a tensor 'layers.2.weight'; expected only the 4");
    }

    [Fact]
    public void A_file_without_description_has_no_network()
    {
        SafetensorsWriter.Write<float>(
            _folder["w"], [new("layers.0.weight", [1, 1], new float[1]), new("layers.1.weight", [1, 1], new float[1])]);
        var error = Assert.Throws<FileFormatException>(() => WeightFile.ReadNetwork(_folder["w"]));
        Assert.Contains("found no 'activation' in the metadata", error.Message, StringComparison.Ordinal);
        SafetensorsWriter.Write<float>(_folder["w"], []);
        Assert.Throws<FileFormatException>(() => WeightFile.ReadNetwork(_folder["w"]));
    }

    void AssertRefused(Network network, string message)
    {
        var error = Assert.Throws<FileFormatException>(() => WeightFile.Read<float>(_folder["w"], network));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    static Parameters<float> Draw(Network network)
    {
        var parameters = new Parameters<float>(network);
        RandomStream.Create(1, "test").FillNormal(parameters.Flat);
        return parameters;
    }
}
