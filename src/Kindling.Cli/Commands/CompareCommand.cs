using System.CommandLine;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling compare</c>: which initialization trains this network best on this problem.</summary>
sealed class CompareCommand
{
    readonly StudyOptions _study = new(SettingForms.Compare);

    readonly Option<string?> _out = new("--out")
    {
        Description = "Keep everything in this folder; the same command goes on where a killed one stopped",
        HelpName = "FOLDER",
    };

    public static Command Create()
    {
        var compare = new CompareCommand();
        var command = new Command(
            "compare", "Finds out which initialization trains a network best on a table, a function or an equation")
        {
            compare._study.Init,
            compare._out,
            compare._study.Others,
        };
        HelpWithExamples.Install(
            command,
            "kindling compare --data cars.csv --target mpg --out cars     keeps weights and a report in cars/",
            "kindling compare --function sin --network resnet --depth 64 --activation relu --init he,box --seeds 16",
            "kindling compare --problem transport --network resnet --depth 4 --activation relu --init he,box --lsgd",
            "kindling compare --init glorot,aci:k=5,aci:k=100 --activation relu --depth 16 --lr 0.001 --json",
            "kindling compare --data digits.idx --target labels.idx --batch 128 --time 300");
        command.SetAction(compare.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        TextWriter errors = parsed.InvocationConfiguration.Error;
        int threads = _study.Common.ThreadsOf(parsed);
        string? folder = parsed.GetValue(_out);
        (Study study, StudyProblems problems) = _study.Plan(parsed, asked => StudyStore.Continued(folder, asked));
        study = study with
        {
            Folds = problems.Folds,
            Steps = study.Steps > 0 || study.Time is null ? study.Steps : StepBudget.Measure(study, problems, threads),
        };
        using var interruption = new Interruption(errors);
        var executor = new StudyExecutor(study, problems, threads);
        StudyStore? store = folder is null ? null : StudyStore.Open(folder, study);
        Terminal.WriteNotes(executor.Notes, errors);
        Task<StudyResults> work = Task.Run(() => executor.Execute(store, interruption.Token));
        StudyResults results = ComparisonDisplay.Show(
            work, executor, study.Seeds, errors, parsed.GetValue(_study.Common.Quiet));
        if (store is not null)
            StudyReport.Write(store.Folder);
        Print(parsed, results, store);
        return results.Complete ? ExitCode.Done : ExitCode.Failed;
    }

    void Print(ParseResult parsed, StudyResults results, StudyStore? store)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_study.Common.Json))
        {
            output.Write(JsonText.ToText(ResultsDocument.Of(results)));
            return;
        }

        ResultsTable.Print(results, output);
        if (store is not null && results.Complete)
        {
            string[] files = ["report.html", "results.json", "results.csv", "best.safetensors", "curves.csv"];
            var kept = files.Where(f => File.Exists(Path.Combine(store.Folder, f))); // If all diverge there is no best.
            output.WriteLine($"Kept in {store.Folder}: {string.Join(", ", kept)}.");
            if (FinalTraining.Command(results) is string command)
                output.WriteLine($"To train {results.Schemes[0].Name} on all rows: {command}");
        }
        else if (store is not null)
            output.WriteLine($"Kept in {store.Folder}; the same command goes on from there.");
    }
}
