using System.Globalization;
using System.Text.Json;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;

namespace Kindling.Tests.Cli;

public sealed class FitImageCommandTests : IDisposable
{
    const string Small = "--width 8 --depth 2 --steps 12 --batch 32 --threads 1 --quiet";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_has_the_documented_fields_and_the_pictures_have_the_snr_it_says()
    {
        PngWriter.Write(_folder["city.png"], CityImage.Create(24), depth: 16);
        JsonElement json = Json($"{_folder["city.png"]} --init glorot,siren --out {_folder["out"]} {Small}");
        Assert.Equal("fit-image", json.GetProperty("command").GetString());
        Assert.Equal((24, 24, 144), (Int(json, "width"), Int(json, "height"), Int(json, "sampledPixels")));
        JsonElement[] schemes = [.. json.GetProperty("schemes").EnumerateArray()];
        Assert.Equal(["glorot", "siren"], schemes.Select(s => s.GetProperty("name").GetString()));
        foreach (JsonElement scheme in schemes)
        {
            string folder = Path.Combine(_folder["out"], scheme.GetProperty("name").GetString()!);
            Image original = Image.Read(Path.Combine(_folder["out"], "original.png"));
            Image shown = Image.Read(Path.Combine(folder, "reconstruction.png"));
            ImageQuality quality = ImageQuality.Of(original.Pixels, shown.Pixels);
            Assert.Equal(quality.Snr, scheme.GetProperty("snr").GetDouble(), 0.01); // 8 bits
            Assert.Equal(quality.Psnr, scheme.GetProperty("psnr").GetDouble(), 0.01);
            Assert.True(scheme.GetProperty("trainLoss").GetDouble() > 0);
            Assert.True(scheme.GetProperty("secondsPerStep").GetDouble() > 0);
            Assert.True(File.Exists(Path.Combine(folder, "error.png")));
            Assert.True(File.Exists(Path.Combine(folder, "parameters.safetensors")));
        }

        string page = File.ReadAllText(Path.Combine(_folder["out"], "report.html"));
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("SNR in dB", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["out"], "mask.png")));
        Assert.True(File.Exists(Path.Combine(_folder["out"], "results.json")));
    }

    [Fact]
    public void Predict_evaluates_a_fit_at_columns_and_rows_in_the_colors_of_the_picture()
    {
        Assert.Equal(0, Run($"builtin:city --size 12 --init siren --out {_folder["out"]} {Small}").Code);
        _folder.Text("places.csv", "column,row\n0,0\n11,0\n4,7\n");
        string weights = Path.Combine(_folder["out"], "siren", "parameters.safetensors");
        (int code, _, string errors) = Invocation.Run(
            $"predict --weights {weights} --inputs {_folder["places.csv"]} --out {_folder["colors.csv"]} --quiet");
        Assert.True(code == 0, errors);
        string[] lines = File.ReadAllLines(_folder["colors.csv"]);
        Assert.Equal("red,green,blue", lines[0]);
        Image shown = Image.Read(Path.Combine(_folder["out"], "siren", "reconstruction.png"));
        foreach ((string line, int pixel) in lines.Skip(1).Zip([0, 11, (7 * 12) + 4]))
        {
            double[] colors = [.. line.Split(',').Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            for (int c = 0; c < 3; c++)
                Assert.Equal(shown.Pixels[pixel, c], Math.Clamp(colors[c], 0, 1), 0.51 / 255); // 8 bits
        }
    }

    [Fact]
    public void Lists_of_shares_and_weights_make_the_table_of_the_paper()
    {
        string command = "builtin:city --size 12 --init glorot,siren --sample 10%,0.5 --tv 0,1 "
            + $"--out {_folder["grid"]} {Small}";
        JsonElement[] schemes = [.. Json(command).GetProperty("schemes").EnumerateArray()];
        Assert.Equal(8, schemes.Length);
        double[] samples = [.. schemes.Select(s => s.GetProperty("sample").GetDouble())];
        Assert.Equal([0.1, 0.1, 0.1, 0.1, 0.5, 0.5, 0.5, 0.5], samples);
        Assert.True(File.Exists(Path.Combine(_folder["grid"], "sample-0.5-tv-1", "report.html")));
        (int code, string output, _) = Run(command);
        Assert.Equal(0, code);
        Assert.Contains("SNR at tv 1", output, StringComparison.Ordinal);
        Assert.Contains("10 %", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Gray_pictures_and_pictures_with_alpha_are_fitted()
    {
        _folder.Text("gray.pgm", "P2 3 2 9 0 1 2 3 4 5");
        Assert.Equal(1, Int(Json($"{_folder["gray.pgm"]} --init glorot --sample 100% {Small}"), "channels"));
        PngWriter.Write(_folder["alpha.png"], new Image(2, 2, new Matrix<double>(4, 4)));
        (int code, _, string errors) = Run($"{_folder["alpha.png"]} --init glorot {Small}");
        Assert.Equal(0, code);
        Assert.Contains("laid on white", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_of_one_pixel_is_shown_exactly_and_json_says_why_there_is_no_number()
    {
        _folder.Text("one.ppm", "P3 1 1 255 10 20 30");
        JsonElement scheme = Json($"{_folder["one.ppm"]} --init glorot {Small}").GetProperty("schemes")[0];
        Assert.Equal(JsonValueKind.Null, scheme.GetProperty("snr").ValueKind);
        Assert.Contains("exactly", scheme.GetProperty("snrReason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "^error: siren diverged: the [^\n]* not finite at step [0-9]+\n$")]
    [InlineData(
        "--tv 0,1", "^error: siren from 25 % at tv 0 diverged: .*\nerror: siren from 25 % at tv 1 diverged: .*\n$")]
    [InlineData("--json", "^error: siren diverged: .*\n$")]
    public void A_scheme_that_diverges_is_named_and_ends_with_exit_code_1(string more, string message)
    {
        (int code, string output, string errors) = Run($"builtin:city --size 12 --init siren --lr 1e30 {more} {Small}");
        Assert.Equal(1, code);
        Assert.Matches(message, errors);
        Assert.Contains("diverged", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "builtin:city --sample 0%", "--sample is '0%'; it must be a share of the pixels above 0 % and up to 100 %")]
    [InlineData("builtin:city --sample 101%", "--sample is '101%'")]
    [InlineData("builtin:city --sample 25", "--sample is '25'")]
    [InlineData("builtin:city --sample x", "--sample is 'x'")]
    [InlineData("builtin:city --tv -1", "--tv is '-1'; it must be finite and at least 0")]
    [InlineData("builtin:city --init quux", "unknown initializer 'quux'")]
    [InlineData("builtin:city --init glorot@quux", "unknown activation 'quux'")]
    [InlineData("builtin:moon", "there is no picture 'builtin:moon'; the one that comes along is builtin:city")]
    [InlineData("no-such.png", "no-such.png: found no such file; expected an image: PNG, PGM or PPM")]
    [InlineData("", "Required argument missing")]
    public void Bad_use_is_one_line_and_exit_code_2(string arguments, string message)
    {
        (int code, string output, string errors) = Run(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_png_is_one_line_and_leaves_no_folder()
    {
        byte[] whole = PngWriter.ToBytes(CityImage.Create(8));
        _folder.Bytes("cut.png", whole[..(whole.Length / 2)]);
        (int code, _, string errors) = Run($"{_folder["cut.png"]} --out {_folder["out"]}");
        Assert.Equal(2, code);
        Assert.Matches("^error: .*cut.png, byte [0-9]+: found .*; expected .*\n$", errors);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    static JsonElement Json(string arguments) => Invocation.Json("fit-image " + arguments);

    static (int Code, string Output, string Errors) Run(string arguments) => Invocation.Run("fit-image " + arguments);
}
