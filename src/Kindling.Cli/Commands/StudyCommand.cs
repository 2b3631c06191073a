using System.CommandLine;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling study</c>: carries out a study that is written as YAML, and judges its claims.</summary>
sealed class StudyCommand
{
    readonly Argument<string?> _file = new("FILE")
    {
        Description = "A YAML file, or the name of a study in studies/",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> _scale = new("--scale")
    {
        Description = "The size of the study: desk (minutes), full (the paper's), ... [default: its first]",
        HelpName = "NAME",
    };

    readonly Option<string?> _out = new("--out")
    {
        Description = "The folder; the same command goes on where a killed one stopped "
            + "[default: study-results/NAME-SCALE]",
        HelpName = "FOLDER",
    };

    readonly Option<string?> _filter = new("--filter")
    {
        Description = "Only cells with this value or part of an id; several, separated by commas, must all be there",
        HelpName = "TEXT",
    };

    readonly Option<bool> _report = new("--report")
    {
        Description = "Run nothing: judge the claims and write the page from what the folder holds",
    };

    readonly CommonOptions _common = new();

    public static Command Create()
    {
        var study = new StudyCommand();
        var command = new Command("study", "Carries out a study over a grid of networks, initializers and optimizers")
        {
            study._file,
            study._scale,
            study._out,
            study._filter,
            study._report,
            study._common.Threads,
            study._common.Json,
            study._common.Quiet,
            StudyListCommand.Create(),
            StudySchemaCommand.Create(),
            StudySchemaCommand.CreateSettings(),
        };
        HelpWithExamples.Install(
            command,
            "kindling study list                               the studies there are",
            "kindling study studies/box-fig2.yaml              its first scale, minutes",
            "kindling study box-fig2 --scale full --out fig2   as large as the paper's",
            "kindling study box-fig7 --filter depth=8,he       some cells only");
        command.SetAction(study.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        TextWriter errors = parsed.InvocationConfiguration.Error;
        string file = parsed.GetValue(_file) ?? throw new UsageException(
            "no study was named", "kindling study list shows what there is");
        GridStudy study = GridYaml.Read(StudyFiles.Find(file), parsed.GetValue(_scale));
        Terminal.WriteNotes(study.Notes, errors);
        string folder = parsed.GetValue(_out) ?? Path.Combine("study-results", $"{study.Name}-{study.Scale}");
        if (parsed.GetValue(_filter) is string filter)
            study = study.Filtered(filter);
        if (parsed.GetValue(_report) && !Directory.Exists(folder))
            throw new UsageException(
                $"there is no folder {folder} to report on", "leave --report out to run the study");
        GridResults results = parsed.GetValue(_report)
            ? Read(GridStore.Open(folder, study), study, parsed)
            : Execute(study, folder, parsed, errors);
        GridReport.Write(results, folder);
        if (parsed.GetValue(_common.Json))
            parsed.InvocationConfiguration.Output.Write(JsonText.ToText(GridDocument.Of(results)));
        else
            GridTables.Print(results, folder, parsed.InvocationConfiguration.Output);
        return results.Complete || (parsed.GetValue(_report) && results.Failed == 0) ? ExitCode.Done : ExitCode.Failed;
    }

    GridResults Execute(GridStudy study, string folder, ParseResult parsed, TextWriter errors)
    {
        using var interruption = new Interruption(errors);
        var executor = new GridExecutor(study, _common.ThreadsOf(parsed));
        GridStore store = GridStore.Open(folder, study);
        Task<GridResults> work = Task.Run(() => executor.Execute(store, interruption.Token));
        return GridTables.Watch(work, executor, study, errors, parsed.GetValue(_common.Quiet));
    }

    GridResults Read(GridStore store, GridStudy study, ParseResult parsed)
    {
        var results = new GridResults(study, [.. study.Cells.Select(store.Read)])
        {
            Threads = _common.ThreadsOf(parsed),
        };
        store.Write(results);
        return results;
    }
}
