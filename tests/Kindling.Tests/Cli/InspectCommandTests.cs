using System.Text.Json;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public sealed class InspectCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_has_the_documented_fields()
    {
        JsonElement json = Json("inspect --width 16 --depth 3 --activation relu --init aci,glorot");
        JsonElement layer = json.GetProperty("layers")[0];
        foreach (string field in new[]
        {
            "index", "name", "secondMoment", "lengthTheory", "correlation", "correlationTheory", "gradientSecondMoment",
            "offFraction", "deadUnits", "saturation",
        })
            Assert.True(layer.TryGetProperty(field, out _), field);
        Assert.Equal(4, json.GetProperty("layers").GetArrayLength());
        Assert.Equal(16, json.GetProperty("jacobian").GetProperty("singularValues").GetArrayLength());
        Assert.True(json.GetProperty("jacobian").GetProperty("meanSquare").GetDouble() > 0);
        foreach (string field in new[] { "goObjective", "effectiveRank", "secondToFirst", "lastToFirst" })
            Assert.True(double.IsFinite(json.GetProperty("features").GetProperty(field).GetDouble()), field);
        JsonElement finding = json.GetProperty("findings")[0];
        foreach (string field in new[] { "severity", "code", "text", "value" })
            Assert.True(finding.TryGetProperty(field, out _), field);
        Assert.Equal(2, json.GetProperty("networks").GetArrayLength());
    }

    [Fact]
    public void A_differential_equation_gives_points_and_asks_for_its_derivatives()
    {
        JsonElement json = Json("inspect --problem poisson --activation relu --width 8 --depth 2");
        Assert.Equal("mlp 2-8x2-1 relu", json.GetProperty("network").GetString());
        Assert.Contains(
            json.GetProperty("findings").EnumerateArray(),
            f => f.GetProperty("text").GetString()!.Contains("this PDE cannot be learned"));
        Assert.True(json.GetProperty("frequencies").GetProperty("mean").GetDouble() >= 0);
        Assert.True(json.GetProperty("jacobian").GetProperty("meanSquares").GetArrayLength() > 1);
        Refused("inspect --problem poison", "did you mean 'poisson'");
        Refused("inspect --problem poisson --inputs 3", "--inputs is 3, but poisson has 2");
    }

    [Fact]
    public void Rai_and_its_file_have_a_theory_for_length_and_correlation()
    {
        JsonElement layer = Json("inspect --width 32 --depth 3 --activation relu --init raai").GetProperty("layers")[1];
        Assert.True(layer.GetProperty("lengthTheory").GetDouble() > 0);
        Assert.True(layer.GetProperty("correlationTheory").GetDouble() > 0);
        Network network = Network.Plain(32, [32, 32], 2, Activations.Relu);
        Initializer raai = Initializers.Parse("raai:k=50");
        WeightFile.Write(_folder["r.safetensors"], raai.Draw<float>(network, new(1)), raai.ToString());
        layer = Json($"inspect --weights {_folder["r.safetensors"]}").GetProperty("layers")[1];
        Assert.True(layer.GetProperty("correlationTheory").GetDouble() > 0);
    }

    [Fact]
    public void Data_and_targets_decide_the_sizes()
    {
        string table = _folder.Text("t.csv", "a,b,y\n1,2,3\n2,1,4\n0,5,1\n3,3,3\n1,1,1\n4,2,0\n2,2,2\n5,1,4\n");
        JsonElement json = Json($"inspect --data {table} --target y --width 3 --depth 2");
        Assert.Equal("mlp 2-3x2-1 tanh", json.GetProperty("network").GetString());
        Assert.Equal(8, json.GetProperty("points").GetInt32());
        Assert.True(json.GetProperty("features").TryGetProperty("firstFit", out _));
        Npy.Write(_folder["x.npy"], new Matrix<double>(10, 5));
        json = Json($"inspect --data {_folder["x.npy"]} --width 3 --depth 2");
        Assert.Equal("mlp 5-3x2-5 tanh", json.GetProperty("network").GetString());
    }

    [Fact]
    public void Weights_of_a_file_are_inspected_and_a_page_is_written()
    {
        string weights = Weights();
        string page = _folder["page.html"];
        (int code, string output, _) = Run($"inspect --weights {weights} --out {page}");
        Assert.Equal(0, code);
        Assert.Contains("mlp 4-8x3-2 relu", output);
        Assert.Contains("The length of signals", File.ReadAllText(page));
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        string weights = Weights();
        Npy.Write(_folder["x.npy"], new Matrix<double>(10, 5));
        Refused($"inspect --weights {weights} --data {_folder["x.npy"]}", "has 5 inputs, but the network takes 4");
        Refused($"inspect --weights {weights} --activation tanh", "--activation is tanh, but");
        Refused($"inspect --weights {weights} --init he", "--init describes a draw");
        Refused($"inspect --data {_folder["x.npy"]} --inputs 4", "--inputs is 4");
        Refused($"inspect --weights {_folder["none.safetensors"]}", "no such file");
        Parameters<float> parameters = WeightFile.Read<float>(weights, WeightFile.ReadNetwork(weights));
        parameters.Weights(1)[3] = float.NaN;
        WeightFile.Write(weights, parameters);
        Refused($"inspect --weights {weights}", "1 of 64 elements of tensor 'layers.1.weight' are NaN or infinite");
    }

    string Weights()
    {
        Network network = Network.Plain(4, [8, 8, 8], 2, Activations.Relu);
        string path = _folder["w.safetensors"];
        WeightFile.Write(path, Initializers.Parse("he").Draw<float>(network, new(1)));
        return path;
    }

    static void Refused(string line, string reason)
    {
        (int code, string output, string errors) = Run(line);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(reason, errors);
    }
}
