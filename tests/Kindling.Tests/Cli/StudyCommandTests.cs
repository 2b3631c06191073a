using System.Text.Json.Nodes;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public class StudyCommandTests
{
    const string Text =
        """
        settings: { function: sin, points: 32, width: 4, depth: 1, steps: 10, seeds: 2, lr: 0.01 }
        grid: { init: [he, box] }
        scales: { desk: {}, full: { steps: 20 } }
        claims:
          - { id: a, paper: P, figure: "1", text: box is better, paperValue: 2, measure: ratio, of: loss,
              above: { init: he }, below: { init: box }, holds: ">= 1" }
          - { id: b, text: only full, paperValue: many, measure: value, of: loss, over: min, scales: full,
              holds: ">= 0" }
        """;

    [Fact]
    public void Study_prints_one_document_with_the_promised_fields_and_keeps_a_folder()
    {
        using var temporary = new TemporaryFolder();
        string file = temporary["tiny.yaml"], folder = temporary["out"];
        File.WriteAllText(file, Text);
        (int code, string output, string errors) = Run($"study {file} --out {folder} --threads 1 --json --quiet");
        Assert.Equal((0, ""), (code, errors));
        JsonNode json = JsonNode.Parse(output)!;
        RequireFields(json, "command", "version", "seed", "precision", "threads", "seconds", "runs", "claims");
        string[] counts = ["total", "done", "failed", "diverged"];
        Assert.Equal([4, 4, 0, 0], counts.Select(c => (int)json["runs"]![c]!));
        JsonArray claims = json["claims"]!.AsArray();
        foreach (JsonNode? claim in claims)
            RequireFields(claim!, "id", "paper", "figure", "text", "paperValue", "measured", "verdict", "scale");
        Assert.Equal((2, "desk"), ((double)claims[0]!["paperValue"]!, (string)claims[0]!["scale"]!));
        Assert.Equal("undecided", (string)claims[0]!["verdict"]!);
        Assert.Equal("2 seeds have no interval; it takes 3", (string)claims[0]!["reason"]!);
        Assert.NotNull(claims[0]!["measured"]);
        Assert.Equal(("undecided", "many"), ((string)claims[1]!["verdict"]!, (string)claims[1]!["paperValue"]!));
        Assert.Null(claims[1]!["measured"]);
        foreach (string name in new[] { "plan.json", "study.yaml", "results.json", "cells.csv", "report.html" })
            Assert.True(File.Exists(Path.Combine(folder, name)), name);
        Assert.Equal(0, Run($"study {file} --out {folder} --report").Code);
        Assert.Equal(0, Run($"study {file} --out {folder} --quiet --filter box").Code);
    }

    [Fact]
    public void Study_list_lists_the_studies_of_a_folder_with_their_scales()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary["tiny.yaml"], Text);
        JsonNode json = JsonNode.Parse(Run($"study list --folder {temporary.Path} --json").Output)!;
        JsonNode study = json["studies"]![0]!;
        Assert.Equal(("tiny", 2), ((string)study["name"]!, (int)study["claims"]!));
        Assert.Equal(["desk", "full"], study["scales"]!.AsArray().Select(s => (string)s!["name"]!));
        Assert.Contains("desk (4 runs)", Run($"study list --folder {temporary.Path}").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("study list").Code);
    }

    [Fact]
    public void Names_of_earlier_versions_are_noted()
    {
        using var temporary = new TemporaryFolder();
        string text = Text.Replace("lr: 0.01", "lr: 0.01, lsgd: true, lsgdRidge: 1e-9", StringComparison.Ordinal);
        (int code, _, string errors) = Run(
            $"study {temporary.Text("tiny.yaml", text)} --out {temporary["out"]} --quiet --json");
        Assert.Equal((0, "note: 'lsgdRidge' is now 'lsgd-ridge'\n"), (code, errors));
    }

    [Theory]
    [InlineData("study", "no study was named")]
    [InlineData("study box-fg2", "did you mean 'box-fig2'?")]
    [InlineData("study FILE --scale huge", "no scale 'huge'; it has desk, full")]
    [InlineData("study FILE --filter glorot --out OUT", "no cell")]
    [InlineData("study FILE --out FILE", "is a file")]
    public void Bad_use_is_told_in_a_line_with_exit_code_2(string command, string said)
    {
        using var temporary = new TemporaryFolder();
        string file = temporary["tiny.yaml"];
        File.WriteAllText(file, Text);
        (int code, string output, string errors) = Run(command
            .Replace("FILE", file, StringComparison.Ordinal)
            .Replace("OUT", temporary["out"], StringComparison.Ordinal));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temporary["out"]));
    }
}
