using System.Text.Json;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public class TheoryCommandTests
{
    [Fact]
    public void Fixed_points_have_the_documented_fields()
    {
        JsonElement json = Json(
            "theory fixed-points --activation relu --weight-variance 2.2 --bias-variance 0.1 --k 100");
        Assert.Equal("chaotic", json.GetProperty("phase").GetString());
        Assert.Equal(1.1, json.GetProperty("chi1").GetDouble(), 12);
        Assert.Equal(0.4053931338251864, json.GetProperty("lengths")[0].GetProperty("value").GetDouble(), 12);
        Assert.True(json.GetProperty("lengths")[0].GetProperty("stable").GetBoolean());
        Assert.Equal(0.9090781045414473, json.GetProperty("correlations")[0].GetProperty("value").GetDouble(), 10);
        Assert.True(json.GetProperty("lengthDepthScale").GetDouble() > 0);
        Assert.True(json.GetProperty("correlationDepthScale").GetDouble() > 0);
    }

    [Fact]
    public void Theory_is_in_double_precision_and_what_is_measured_in_the_one_asked_for()
    {
        const string Signals = "theory propagate --width 8 --inputs 4 --layers 1 --quiet";
        Assert.Equal("double", Json("theory depth --precision single").GetProperty("precision").GetString());
        Assert.Equal("single", Json(Signals).GetProperty("precision").GetString());
    }

    [Fact]
    public void A_depth_whose_length_is_not_at_rest_has_a_slope_beside_chi_1()
    {
        string depth = Run("theory depth --activation relu --weight-variance 2 --k 100").Output;
        Assert.Contains("chi_1 1, slope at correlation 1 1.46", depth, StringComparison.Ordinal);
    }

    [Fact]
    public void An_infinite_depth_scale_is_null_with_a_reason()
    {
        JsonElement json = Json("theory fixed-points --activation relu --weight-variance 2");
        Assert.Equal(JsonValueKind.Null, json.GetProperty("correlationDepthScale").ValueKind);
        Assert.NotEmpty(json.GetProperty("correlationDepthScaleReason").GetString()!);
    }

    [Fact]
    public void Critical_has_the_documented_fields()
    {
        JsonElement json = Json("theory critical --activation tanh --bias-variance 0.05");
        Assert.Equal(1.760954639606739, json.GetProperty("weightVariance").GetDouble(), 10);
        Assert.Equal(0.05, json.GetProperty("biasVariance").GetDouble());
        Assert.Equal(0.5700478816407641, json.GetProperty("length").GetDouble(), 10);
        Assert.Equal(1, json.GetProperty("chi1").GetDouble(), 12);
    }

    [Fact]
    public void Map_has_as_many_outputs_and_slopes_as_inputs()
    {
        JsonElement json = Json("theory map --scheme raai --weight-variance 0.92 --at 0..1:5");
        Assert.Equal(5, json.GetProperty("input").GetArrayLength());
        Assert.Equal(5, json.GetProperty("output").GetArrayLength());
        Assert.InRange(json.GetProperty("slope")[0].GetDouble(), 0.88, 0.884);
    }

    [Fact]
    public void Phase_is_a_grid_of_rows_of_bias_variance()
    {
        JsonElement json = Json(
            "theory phase --activation tanh --weight-variance 0.5..3:4 --bias-variance 0..1:3 --threads 1");
        Assert.Equal(4, json.GetProperty("weightVariances").GetArrayLength());
        Assert.Equal(3, json.GetProperty("phase").GetArrayLength());
        Assert.Equal(4, json.GetProperty("phase")[0].GetArrayLength());
        Assert.Equal("ordered", json.GetProperty("phase")[2][0].GetString());
        Assert.Equal("chaotic", json.GetProperty("phase")[0][3].GetString());
    }

    [Fact]
    public void Phase_as_csv_has_a_row_a_cell()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "phase.csv");
        Json($"theory phase --weight-variance 1..2:2 --bias-variance 0.1 --threads 1 --out {path}");
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("weight_variance,bias_variance,length,correlation,chi_1,phase,length_limit", lines[0]);
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData("map --scheme raai --weight-variance 0.92", "The slope of the map")]
    [InlineData("map --of correlation --activation relu --weight-variance 2 --at -1..1:9", "The correlation map")]
    [InlineData("fixed-points --weight-variance 1.5 --bias-variance 0.05", "Correlation of two inputs over the layers")]
    [InlineData("critical --activation erf --bias-variance 0.05", "The critical line")]
    [InlineData("critical --scheme raai", "Growth per layer")]
    [InlineData("phase --activation relu --k 100 --weight-variance 1..3:5 --threads 1", "chi_1, the factor")]
    [InlineData("depth --weight-variance 1.3 --bias-variance 0.05", "Length and squared gradient")]
    [InlineData(
        "propagate --weight-variance 0.8,1.2 --width 40 --inputs 5 --layers 1,3 --quiet", "The length of signals")]
    public void Every_answer_has_a_page(string line, string title)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "page.html");
        JsonElement json = Json($"theory {line} --out {path}");
        Assert.Contains(title, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(path, json.GetProperty("files")[0].GetString());
        Assert.Equal(
            line.StartsWith("phase", StringComparison.Ordinal), File.Exists(Path.ChangeExtension(path, ".csv")));
    }

    [Fact]
    public void Depth_says_what_ends_it()
    {
        JsonElement json = Json("theory depth --activation tanh --weight-variance 1.3 --bias-variance 0.05");
        Assert.Equal("correlation", json.GetProperty("limit").GetString());
        Assert.Equal(48, json.GetProperty("layers").GetInt32());
    }

    [Fact]
    public void Propagate_has_a_point_for_each_weight_variance_and_layer()
    {
        JsonElement json = Json(
            "theory propagate --scheme raai --weight-variance 0.6..1.4:3 --width 48 --inputs 8 --layers 1,2,4 "
            + "--networks 2 --threads 1");
        Assert.Equal("finished", json.GetProperty("status").GetString());
        Assert.Equal(9, json.GetProperty("points").GetArrayLength());
        JsonElement point = json.GetProperty("points")[5];
        Assert.Equal(1, point.GetProperty("weightVariance").GetDouble());
        Assert.Equal(4, point.GetProperty("layer").GetInt32());
        foreach (string field in new[] { "lengthMean", "lengthStd", "correlationMean", "correlationStd" })
            Assert.True(double.IsFinite(point.GetProperty(field).GetDouble()), field);
        Assert.True(json.GetProperty("speed").GetProperty("shareOfPeak").GetDouble() > 0);
    }

    [Theory]
    [InlineData("theory map --weight-variance -1", "--weight-variance")]
    [InlineData("theory map --k -1", "--k")]
    [InlineData("theory map --activation thanh", "tanh")]
    [InlineData("theory critical --activation relu --k 100", "bias-variance")]
    [InlineData("theory map --of correlation --at 0..2:3", "0..1")]
    [InlineData("theory map --scheme raai --activation tanh", "relu")]
    [InlineData("theory phase --weight-variance 3..1:4", "LOW..HIGH:N")]
    [InlineData("theory propagate --weight-variance -0.5", "--weight-variance")]
    [InlineData("theory propagate --scheme rai --k 3 --width 4", "no option 'k'")]
    [InlineData("theory propagate --layers 0,3", "--layers")]
    [InlineData("theory propagate --inputs 1", "--inputs")]
    [InlineData("theory map --out page.txt", ".html")]
    [InlineData("theory map --at -1..1:3", "lengths do not")]
    [InlineData("theory fixed-points --out no/such/folder/page.html", "does not exist")]
    [InlineData("theory propagate --scheme raia", "raai")]
    public void Bad_input_is_one_line_and_exit_code_2(string line, string names)
    {
        (int code, string output, string errors) = Run(line);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(names, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_output_names_phase_and_length()
    {
        (int code, string output, _) = Run("theory fixed-points --activation relu --weight-variance 2 --k 100");
        Assert.Equal(0, code);
        Assert.Contains("chaotic; the length is vanishing", output, StringComparison.Ordinal);
        Assert.Contains("1.460191", output, StringComparison.Ordinal);
    }
}
