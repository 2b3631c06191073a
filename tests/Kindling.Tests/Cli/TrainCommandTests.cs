using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Networks;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public class TrainCommandTests
{
    const string Transport =
        "train --problem transport --points 12 --network resnet --width 12 --depth 1 --activation relu --init box "
        + "--lsgd --lr 0.005 --quiet";

    [Fact]
    public void A_solved_equation_is_printed_with_the_promised_fields()
    {
        (int code, string output, string errors) = Run(Transport + " --steps 40 --json");
        Assert.Equal((0, ""), (code, errors));
        JsonNode json = JsonNode.Parse(output)!;
        string[] fields =
        [
            "command", "version", "seed", "precision", "threads", "seconds", "status", "steps", "loss", "trainError",
            "testError", "secondsPerStep", "rank", "condition", "relativeL2", "rms", "maxError", "curve",
        ];
        RequireFields(json, fields);
        Assert.Equal("finished", (string)json["status"]!);
        Assert.Equal("double", (string)json["precision"]!);
        Assert.Equal(40, (int)json["steps"]!);
        Assert.InRange((int)json["rank"]!, 1, 13);
        Assert.Equal((double)json["rms"]!, (double)json["testError"]!, 1e-12);
        Assert.True((double)json["rms"]! <= (double)json["maxError"]!);
        JsonArray curve = json["curve"]!.AsArray();
        Assert.Equal((0, 40), ((int)curve[0]!["step"]!, (int)curve[^1]!["step"]!));
        Assert.True((double)curve[^1]!["loss"]! < (double)curve[0]!["loss"]!);
    }

    [Fact]
    public void A_run_in_two_pieces_is_the_run_in_one_to_the_bit()
    {
        using var temporary = new TemporaryFolder();
        string whole = temporary["whole"], pieces = temporary["pieces"];
        Assert.Equal(0, Run($"{Transport} --steps 30 --out {whole}").Code);
        Assert.Equal(0, Run($"{Transport} --steps 11 --out {pieces}").Code);
        Assert.Equal(0, Run($"{Transport} --steps 30 --out {pieces}").Code);
        string[] files = ["final.safetensors", "best.safetensors", "initial.safetensors"];
        Assert.All(files, f => Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, f)), File.ReadAllBytes(Path.Combine(pieces, f))));
    }

    [Fact]
    public void A_finished_folder_gives_the_same_answer_again()
    {
        using var temporary = new TemporaryFolder();
        string line = $"{Transport} --steps 12 --json --out {temporary["run"]}";
        JsonNode first = JsonNode.Parse(Run(line).Output)!, again = JsonNode.Parse(Run(line).Output)!;
        Assert.Equal(first["curve"]!.ToJsonString(), again["curve"]!.ToJsonString());
        Assert.Equal((double)first["relativeL2"]!, (double)again["relativeL2"]!);
        Assert.Equal((double)first["secondsPerStep"]!, (double)again["secondsPerStep"]!);
    }

    [Fact]
    public void A_folder_holds_the_page_with_maps_and_cut_planes_under_a_slider()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary["run"];
        Assert.Equal(0, Run($"{Transport} --steps 12 --out {folder}").Code);
        string[] files = ["train.yaml", "result.json", "curve.csv", "checkpoint.safetensors", "report.html"];
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        string page = File.ReadAllText(Path.Combine(folder, "report.html"));
        string[] parts =
            ["exact solution", "residual", "cut planes", "\"input\":\"range\"", "--lsgd", "./kindling train"];
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.DoesNotContain("--seeds", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_learned_and_its_scaling_stands_in_the_weights()
    {
        using var temporary = new TemporaryFolder();
        string table = temporary["t.csv"], folder = temporary["run"];
        IEnumerable<string> rows = Enumerable.Range(0, 40).Select(i => $"{i},{100 + (3 * i)}");
        File.WriteAllText(table, "x,y\n" + string.Join('\n', rows) + "\n");
        (int code, string output, _) = Run(
            $"train --data {table} --target y --init lecun --width 16 --depth 2 --lsgd --steps 50 --out {folder} "
            + "--json --quiet");
        Assert.Equal(0, code);
        Assert.True((double)JsonNode.Parse(output)!["testError"]! < 0.01); // A straight line in units of its deviation.
        using Safetensors file = Safetensors.Open(Path.Combine(folder, "best.safetensors"));
        Assert.Contains("targetScaling", file.Metadata["problem"], StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("While training", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverged_run_says_so_and_keeps_finite_weights()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary["run"];
        (int code, string output, _) = Run(
            "train --function sin --optimizer sgd --lr 1e6 --width 8 --depth 2 --steps 200 --activation relu --quiet "
            + $"--json --out {folder}");
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal(1, code);
        Assert.Equal("diverged", (string)json["status"]!);
        Assert.Null(json["loss"]);
        Assert.NotNull(json["lossReason"]);
        Network network = WeightFile.ReadNetwork(Path.Combine(folder, "final.safetensors"));
        foreach (float w in WeightFile.Read<float>(Path.Combine(folder, "final.safetensors"), network).Flat)
            Assert.True(float.IsFinite(w));
    }

    [Fact]
    public void A_learning_rate_is_found_on_request_and_remembered()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary["run"];
        string line = $"train --function sin --width 8 --depth 1 --steps 20 --lr auto --quiet --json --out {folder}";
        double first = (double)JsonNode.Parse(Run(line).Output)!["learningRate"]!;
        Assert.True(File.Exists(Path.Combine(folder, "learning-rate.json")));
        Assert.Equal(first, (double)JsonNode.Parse(Run(line).Output)!["learningRate"]!);
    }

    [Fact]
    public void Balanced_terms_train_with_redrawn_points()
    {
        (int code, string output, _) = Run(
            "train --problem wave --points 6 --sampling sobol --redraw --equation-weight ntk --width 8 --depth 1 "
            + "--steps 20 --quiet --json");
        Assert.Equal(0, code);
        Assert.Equal("single", (string)JsonNode.Parse(output)!["precision"]!);
    }

    [Theory]
    [InlineData("train --init he,glorot", "compare")]
    [InlineData("train --init hee", "did you mean 'he'?")]
    [InlineData("train --problem heat --activation relu", "heat has second derivatives")]
    [InlineData("train --problem haet", "did you mean 'heat'?")]
    [InlineData("train --problem heat --data x.csv", "exclude each other")]
    [InlineData("train --lr -1", "--lr is '-1'")]
    [InlineData("train --time 3", "'--time'")]
    [InlineData("train --steps 0", "--steps is '0'")]
    [InlineData("train --data nowhere.csv", "nowhere.csv")]
    public void Bad_use_gives_one_line_and_code_2(string line, string part)
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary["run"];
        (int code, string output, string errors) = Run($"{line} --out {folder}");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_folder_of_another_run_is_left_alone()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary["run"];
        Assert.Equal(0, Run($"{Transport} --steps 5 --out {folder}").Code);
        (int code, _, string errors) = Run($"{Transport} --seed 3 --steps 5 --out {folder}");
        Assert.Equal(2, code);
        Assert.Contains("holds another run", errors, StringComparison.Ordinal);
        (code, _, errors) = Run($"{Transport} --steps 4 --out {folder}");
        Assert.Equal(2, code);
        Assert.Contains("--steps must be 5 or more", errors, StringComparison.Ordinal);
    }
}
