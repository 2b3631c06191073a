using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Problems;
using Kindling.Reports;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Cli.Commands;

/// <summary>
/// <c>kindling train</c>: one network, trained once, on a table, a function or a differential equation.
/// </summary>
sealed class TrainCommand
{
    readonly StudyOptions _study = new(SettingForms.Train);

    readonly Option<string?> _out = new("--out")
    {
        Description = "Keep weights, curve and a page in this folder; the same command, or one with more steps, "
            + "goes on there",
        HelpName = "FOLDER",
    };

    public static Command Create()
    {
        var train = new TrainCommand();
        var command = new Command(
            "train", "Trains one network on a table, a function or a differential equation, and keeps its weights")
        {
            train._study.Init,
            train._out,
            train._study.Others,
        };
        HelpWithExamples.Install(
            command,
            "kindling train --problem transport --network resnet --width 32 --depth 1 --activation relu --init box "
                + "--lsgd --lr 0.005 --steps 500",
            "kindling train --problem poisson --width 32 --depth 2 --lsgd --out poisson       "
                + "keeps a page with pictures",
            "kindling train --problem wave --sampling sobol --redraw --equation-weight ntk --steps 20000",
            "kindling train --data cars.csv --target mpg --init go --lsgd --steps 5000 --out run",
            "kindling train --function sin --optimizer sgd --lr auto --json",
            "",
            "--lsgd takes double precision unless told: a solve magnifies rounding by the condition of the features, "
                + "so that",
            "single precision ends the descent of the first example at an error of 1e-5, double at 2e-11.",
            "Exit code 1: the run diverged or was interrupted.");
        command.SetAction(train.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        TextWriter errors = parsed.InvocationConfiguration.Error;
        using var interruption = new Interruption(errors);
        (Study study, Problem problem) = _study.Plan(parsed);
        var run = SingleRun.For(study, problem, _study.Common.ThreadsOf(parsed));
        SingleRunStore? store = parsed.GetValue(_out) is string folder ? SingleRunStore.Open(folder, study) : null;
        Terminal.WriteNotes(run.Notes, errors);
        bool quiet = parsed.GetValue(_study.Common.Quiet);
        SingleRunResult result = TrainDisplay.Show(run, study, store, errors, quiet, interruption.Token);
        foreach (string note in run.Calibration?.Notes ?? [])
            errors.WriteLine("note: " + note);
        JsonObject document = Document(parsed, result);
        if (store is not null)
        {
            store.Write("result.json", document);
            SingleRunPage.Write(store.Folder, result);
        }

        if (parsed.GetValue(_study.Common.Json))
            parsed.InvocationConfiguration.Output.Write(JsonText.ToText(document));
        else
            TrainTable.Print(result, store, parsed.InvocationConfiguration.Output);
        return result.Status == TrainingStatus.Finished ? ExitCode.Done : ExitCode.Failed;
    }

    JsonObject Document(ParseResult parsed, SingleRunResult result)
    {
        JsonObject document = _study.Common.Document("train", parsed, result.Study.Precision);
        JsonText.Add(document, SingleRunDocument.Of(result));
        return document;
    }
}
