using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling study list</c>: the studies of a folder.</summary>
static class StudyListCommand
{
    public static Command Create()
    {
        var folder = new Option<string?>("--folder")
        {
            Description = "Where the studies are [default: studies/]",
            HelpName = "FOLDER",
        };
        var common = new CommonOptions();
        var command = new Command("list", "Lists studies: what each is about, its scales, how many runs they take")
        {
            folder,
            common.All,
        };
        HelpWithExamples.Install(command, "kindling study list", "kindling study list --json");
        command.SetAction(parsed =>
        {
            string place = parsed.GetValue(folder) ?? StudyFiles.Folder();
            string[] files = StudyFiles.In(place);
            GridStudy[][] studies = [.. files.Select(AtAllScales)];
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(common.Json))
                output.Write(JsonText.ToText(Document(common.Document("study list", parsed), files, studies)));
            else
                Print(place, files, studies, output);
            return ExitCode.Done;
        });
        return command;
    }

    static GridStudy[] AtAllScales(string file)
    {
        GridStudy first = GridYaml.Read(file);
        return [.. first.Scales.Select(s => s == first.Scale ? first : GridYaml.Read(file, s))];
    }

    static JsonObject Document(JsonObject document, string[] files, GridStudy[][] studies)
    {
        document["studies"] = JsonText.List(studies.Select((scales, i) => new JsonObject
        {
            ["name"] = scales[0].Name,
            ["file"] = files[i],
            ["title"] = scales[0].Title,
            ["paper"] = scales[0].Paper,
            ["figure"] = scales[0].Figure,
            ["claims"] = scales[0].Claims.Count,
            ["scales"] = JsonText.List(scales.Select(s => new JsonObject
            {
                ["name"] = s.Scale,
                ["cells"] = s.Cells.Count,
                ["runs"] = s.Runs,
            })),
        }));
        return document;
    }

    static void Print(string folder, string[] files, GridStudy[][] studies, TextWriter output)
    {
        if (files.Length == 0)
            output.WriteLine($"There are no studies in {folder}.");
        foreach (GridStudy[] scales in studies)
        {
            GridStudy study = scales[0];
            string source = string.Join(", ", new[] { study.Paper, study.Figure }.Where(t => t.Length > 0));
            output.WriteLine(study.Name);
            output.WriteLine($"    {study.Title}");
            if (source.Length > 0)
                output.WriteLine(
                    $"    {source}; {study.Claims.Count} {(study.Claims.Count == 1 ? "claim" : "claims")}");
            output.WriteLine($"    scales: {string.Join(", ", scales.Select(s => $"{s.Scale} ({s.Runs:N0} runs)"))}");
            output.WriteLine();
        }
    }
}
