using System.Text.Json.Nodes;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public class CommandLineTests
{
    const string Quick =
        "compare --function sin --points 32 --width 8 --depth 2 --steps 20 --seeds 2 --lr 0.003 --quiet";

    [Fact]
    public void Compare_prints_one_document_with_the_promised_fields()
    {
        (int code, string output, string errors) = Run(Quick + " --init he,glorot --json");
        Assert.Equal((0, ""), (code, errors));
        JsonNode json = JsonNode.Parse(output)!;
        RequireFields(json, "command", "version", "seed", "precision", "threads", "seconds", "problem", "network");
        RequireFields(json, "optimizer", "steps", "seeds", "verdict", "schemes");
        RequireFields(json["verdict"]!, "best", "text", "confidence");
        foreach (JsonNode? scheme in json["schemes"]!.AsArray())
        {
            RequireFields(scheme!, "name", "learningRate", "testErrorMedian", "testErrorLow", "testErrorHigh");
            RequireFields(scheme!, "initialErrorMedian", "stepsToThreshold", "secondsPerRun", "collapsed", "diverged");
        }
    }

    [Theory]
    [InlineData("fit-image")]
    [InlineData("theory phase")]
    [InlineData("theory propagate")]
    public void Help_tells_a_default_once(string command)
    {
        Assert.DoesNotMatch(@"\[default: [^\]]*\]\s+\[default:", Run(command + " --help").Output);
    }

    [Fact]
    public void Help_of_a_part_does_not_tell_the_argument_of_the_command_above()
    {
        Assert.DoesNotContain("<FILE>", Run("study list --help").Output, StringComparison.Ordinal);
        Assert.Contains("<FILE>", Run("study --help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench train")]
    [InlineData("theory map")]
    [InlineData("study list")]
    public void Help_of_a_part_lists_help_once_and_has_examples_of_its_own(string command)
    {
        string help = Run(command + " --help").Output;
        Assert.Equal(2, help.Split("--help").Length);
        string examples = help[help.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains("kindling " + command, examples, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_prints_a_table_and_a_verdict_for_people()
    {
        (int code, string output, _) = Run(Quick + " --init he,glorot");
        Assert.Equal(0, code);
        Assert.Contains("scheme", output, StringComparison.Ordinal);
        Assert.Contains("Verdict:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_keeps_a_folder_with_everything_that_was_promised()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "study");
        Assert.Equal(0, Run($"{Quick} --init he,glorot --out {folder}").Code);
        foreach (string file in new[] { "study.yaml", "results.json", "curves.csv", "best.safetensors", "report.html" })
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        Assert.Equal(4, Directory.GetDirectories(Path.Combine(folder, "runs")).Length);
    }

    [Fact]
    public void Another_time_is_another_study_and_the_time_is_what_differs()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "study");
        string line = "compare --function sin --points 8 --width 2 --depth 1 --init he --seeds 1 --lr 0.01 "
            + $"--out {folder}";
        Assert.Equal(0, Run(line + " --time 0.01").Code);
        Assert.Equal(0, Run(line + " --time 0.01").Code);
        (int code, _, string errors) = Run(line + " --time 0.02");
        Assert.Equal(2, code);
        Assert.Contains("(there: 'time: 0.01', asked for: 'time: 0.02')", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_the_same_by_another_path_and_another_one_with_other_rows()
    {
        using var temporary = new TemporaryFolder();
        IEnumerable<string> rows = Enumerable.Range(0, 40).Select(i => $"{i},{i}\n");
        string table = temporary.Text("t.csv", "x,y\n" + string.Concat(rows));
        string line = $"--width 2 --depth 1 --init he --seeds 1 --lr 0.01 --steps 2 --out {temporary["study"]}";
        Assert.Equal(0, Run($"compare --data {table} {line}").Code);
        string again = Path.Combine(temporary.Path, ".", "t.csv");
        Assert.Equal(0, Run($"compare --data {again} {line}").Code);
        File.AppendAllText(table, "40,7\n");
        (int code, _, string errors) = Run($"compare --data {table} {line}");
        Assert.Equal(2, code);
        Assert.Contains("there: 'data-hash: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare", "study.yaml")]
    [InlineData("train", "train.yaml")]
    public void A_folder_of_an_earlier_version_is_refused_with_the_reason(string command, string definition)
    {
        using var temporary = new TemporaryFolder();
        string old = "kindling: 1\nproblem:\n  function: sin\nschemes: [he]\n";
        string path = temporary.Text(definition, old);
        (int code, _, string errors) = Run($"{command} --function sin --init he --out {temporary.Path}");
        Assert.Equal(2, code);
        Assert.Contains("whose runs have no validation error", errors, StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllText(path));
    }

    [Fact]
    public void Draw_writes_weights_and_their_moments()
    {
        using var temporary = new TemporaryFolder();
        string file = temporary["w.safetensors"];
        (int code, string output, _) = Run(
            $"draw --inputs 2 --width 64 --depth 3 --activation relu --init he --json --out {file}");
        Assert.Equal(0, code);
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal((2 * 64) + 64 + (2 * ((64 * 64) + 64)) + 64 + 1, (int)json["parameters"]!);
        Assert.Equal([64.0, 2.0], json["layers"]![0]!["shape"]!.AsArray().Select(n => (double)n!));
        // He: variance 2 / fan-in, from 4096 draws: relative standard error sqrt(2 / 4096) = 2.2 %, five of them.
        Assert.InRange((double)json["layers"]![1]!["weightVariance"]!, 2 / 64.0 * 0.89, 2 / 64.0 * 1.11);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void Schemes_lists_every_scheme()
    {
        JsonNode json = JsonNode.Parse(Run("schemes --json").Output)!;
        Assert.Equal(
            Kindling.Initialization.Initializers.All.Select(s => s.Name),
            json["schemes"]!.AsArray().Select(s => (string)s!["name"]!));
        RequireFields(json["schemes"]![0]!, "name", "aliases", "source", "madeFor", "needsData", "summary");
    }

    [Theory]
    [InlineData("compare --init glorto", "did you mean 'glorot'?")]
    [InlineData("compare --widht 3", "unknown option or argument '--widht'")]
    [InlineData("compare --width -3", "--width is '-3'")]
    [InlineData("compare --depth 0", "--depth is '0'")]
    [InlineData("compare --width 1000000 --depth 2", "GiB")]
    [InlineData("compare --lr fast", "--lr is 'fast'; it must be auto, a finite number above 0, or a range")]
    [InlineData("compare --lr 0.1..0.001", "--lr is '0.1..0.001'; it must be")]
    [InlineData("compare --margin -1", "--margin is '-1'; it must be finite and at least 0")]
    [InlineData("compare --init glorto#2", "unknown initializer 'glorto'; did you mean 'glorot'?")]
    [InlineData("compare --init glorot#1", "'glorot#1' names no copy of glorot")]
    [InlineData("compare --init glorot#x", "'glorot#x' names no copy of glorot")]
    [InlineData("compare --init glorot#2,glorot#2", "'glorot#2' is listed twice")]
    [InlineData("compare --width 8,4 --depth 3", "--width 8,4 lists 2 layers, but --depth is 3")]
    [InlineData("compare --momentum 0.5", "--momentum is for momentum and nesterov, but --optimizer is another one")]
    [InlineData("compare --decay-every 5", "--decay-every is for a falling rate, but there is no --decay below 1")]
    [InlineData("compare --seeds 0", "--seeds is '0'")]
    [InlineData("compare --init glorot,lecun --k 5", "--k is for aci, raai; glorot, lecun would take no notice")]
    [InlineData("compare --activation tanh --go-lambda 1", "--go-lambda is for go;")]
    [InlineData("train --init he --weight-variance critical", "--weight-variance is for")]
    [InlineData("draw --init he --out w --redraw", "--redraw is for differential equations")]
    [InlineData("draw --init he --out w --points 5", "--points is for functions and equations")]
    [InlineData("draw --init go --out w --go-fixed-draw", "add --go-method paper")]
    [InlineData("compare --threads 1025", "a whole number from 1 to 1024")]
    [InlineData("compare --steps 1 --time 1", "exclude each other")]
    [InlineData("compare --data nowhere.csv", "nowhere.csv")]
    [InlineData("compare --points 1000000000", "there are 1000000000 training points; it must be 2 to 10000000")]
    [InlineData("compare --function sinn", "did you mean 'sin'?")]
    [InlineData("compare --activation rleu", "did you mean 'relu'?")]
    [InlineData("compare --optimizer adan", "did you mean 'adam'?")]
    [InlineData("compare --target y", "--data")]
    [InlineData("draw --init he", "--out")]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("fit-image", "hint: kindling fit-image --help shows what there is")]
    [InlineData("theory map --wdith 3", "hint: kindling theory map --help shows what there is")]
    public void Bad_use_gives_one_line_and_code_2(string line, string part)
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "study");
        (int code, string output, string errors) = Run(
            line.StartsWith("compare", StringComparison.Ordinal) ? $"{line} --out {folder}" : line);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.All(
            errors.TrimEnd('\n').Split('\n').Skip(1), l => Assert.StartsWith("hint: ", l, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void An_empty_value_is_told_by_the_name_of_its_option()
    {
        using StringWriter output = new(), errors = new();
        Assert.Equal(2, Kindling.Cli.CommandLineProgram.Run(["compare", "--data", ""], output, errors));
        Assert.Equal("error: --data is empty\n", errors.ToString());
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("a,b\n1,2\n3\n", "line 3")]
    [InlineData("a,b\n1,2\n3,nan\n4,5\n", "line 3, column 'b'")]
    [InlineData("a,b\n1,2\n", "a single row")]
    [InlineData("a,b\n1,2\n2,2\n3,2\n4,2\n5,2\n6,2\n", "at least two different values")]
    public void Bad_tables_give_one_line_and_code_2(string table, string part)
    {
        using var temporary = new TemporaryFolder();
        string file = temporary["t.csv"];
        File.WriteAllText(file, table);
        string folder = Path.Combine(temporary.Path, "study");
        (int code, _, string errors) = Run($"compare --data {file} --out {folder}");
        Assert.Equal(2, code);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("compare --help")]
    [InlineData("draw --help")]
    [InlineData("schemes --help")]
    [InlineData("")]
    public void Help_shows_examples(string line)
    {
        (int code, string output, string errors) = Run(line);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }
}
