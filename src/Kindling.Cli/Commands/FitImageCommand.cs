using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Reports;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling fit-image</c>: a picture learned from some of its pixels, by several initializations.</summary>
sealed class FitImageCommand
{
    readonly CommonOptions _common = new();
    readonly ImageFitOptions _options;

    readonly Option<string?> _out = new("--out")
    {
        Description = "Keep pictures, weights and a page in this folder; the same command goes on where a killed one "
            + "stopped",
        HelpName = "FOLDER",
    };

    FitImageCommand() => _options = new ImageFitOptions(_common);

    public static Command Create()
    {
        var fit = new FitImageCommand();
        var command = new Command(
            "fit-image", "Learns a picture from some of its pixels, and shows what each initializer makes of it")
        {
            fit._options.Picture,
            fit._options.All,
            fit._out,
            fit._common.All,
        };
        HelpWithExamples.Install(
            command,
            "kindling fit-image photo.png --sample 25% --init go,glorot,siren --tv 0.01 --out folder",
            $"kindling fit-image {ImageFitOptions.City} --init glorot,siren:omega0=1,siren,lecun@sin --steps 500",
            "kindling fit-image photo.png --size 256 --sample 10%,25%,99% --tv 0,0.01,1 --out table",
            "",
            "Exit code 1: a scheme diverged, or the fit was interrupted.");
        command.SetAction(fit.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, errors = parsed.InvocationConfiguration.Error;
        IReadOnlyList<ImageFit> fits = _options.Fits(parsed);
        Image image = _options.PictureOf(parsed, errors);
        ImageFitExecutor[] executors = [.. fits.Select(f => ImageFitExecutor.For(f, image, _common.ThreadsOf(parsed)))];
        foreach (ImageScheme scheme in fits[0].Schemes)
        {
            var network = fits[0].NetworkOf(scheme, executors[0].Regression.Problem);
            Terminal.WriteNotes(Initializers.Parse(scheme.Initializer).Warnings(network), errors);
        }

        string? folder = parsed.GetValue(_out);
        ImageFitStore?[] stores =
            [.. fits.Select((f, i) => folder is null ? null : Open(folder, fits, i, executors[i]))];
        using var interruption = new Interruption(errors);
        var all = new List<(ImageFit Fit, IReadOnlyList<ImageFitResult> Results)>();
        for (int i = 0; i < fits.Count && !interruption.Token.IsCancellationRequested; i++)
        {
            IReadOnlyList<ImageFitResult> results =
                Execute(parsed, executors[i], fits[i], stores[i], interruption.Token);
            if (results.Count > 0)
                all.Add((fits[i], results));
            if (stores[i] is { } store && results.Count > 0)
                Keep(store, fits[i], executors[i], results);
        }

        foreach (string note in all.SelectMany(a => a.Results).SelectMany(r => r.Calibration?.Notes ?? []).Distinct())
            errors.WriteLine("note: " + note);
        bool complete = all.Count == fits.Count && all.All(
            a => a.Results.Count == a.Fit.Schemes.Count && a.Results.All(r => r.Status != TrainingStatus.Stopped));
        if (parsed.GetValue(_common.Json))
            output.Write(JsonText.ToText(Document(parsed, executors[0], all, complete)));
        else
            Print(output, executors[0], all, folder, complete);
        return TellDiverged(errors, all) || !complete ? ExitCode.Failed : ExitCode.Done;
    }

    static bool TellDiverged(TextWriter errors, List<(ImageFit Fit, IReadOnlyList<ImageFitResult> Results)> all)
    {
        bool any = false;
        foreach ((ImageFit fit, IReadOnlyList<ImageFitResult> results) in all)
        {
            string where = all.Count == 1
                ? ""
                : $" from {fit.Sample * 100:G4} % at tv {NumberText.Setting(fit.TotalVariation)}";
            foreach (ImageFitResult r in results.Where(r => r.Status == TrainingStatus.Diverged))
            {
                errors.WriteLine($"error: {r.Scheme.Name}{where} diverged: {r.Reason}");
                any = true;
            }
        }

        return any;
    }

    IReadOnlyList<ImageFitResult> Execute(
        ParseResult parsed,
        ImageFitExecutor executor,
        ImageFit fit,
        ImageFitStore? store,
        CancellationToken cancellation)
    {
        TextWriter errors = parsed.InvocationConfiguration.Error;
        bool quiet = parsed.GetValue(_common.Quiet);
        Action<ImageFitResult>? tell = quiet || Terminal.CanShowProgress(errors) ? null : r => errors.WriteLine(
            $"{r.Scheme.Name}: {r.Steps} steps, SNR {ImageFitTable.Decibels(r.Quality.Snr)} dB");
        Task<IReadOnlyList<ImageFitResult>> work = Task.Run(
            () => executor.Execute(store, tell, cancellation), CancellationToken.None);
        return ImageFitDisplay.Show(work, executor, fit, errors, quiet);
    }

    /// <summary>The folder of a fit; several fits have one each below the one that was named.</summary>
    static ImageFitStore Open(string folder, IReadOnlyList<ImageFit> fits, int at, ImageFitExecutor executor)
    {
        string own = fits.Count == 1 ? folder : Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"sample-{fits[at].Sample}-tv-{fits[at].TotalVariation}"));
        return ImageFitStore.Open(own, fits[at], executor.Regression);
    }

    static void Keep(
        ImageFitStore store, ImageFit fit, ImageFitExecutor executor, IReadOnlyList<ImageFitResult> results)
    {
        store.Write("results.json", ImageFitDocument.Of(fit, executor.Regression, results));
        store.WriteComparison(executor.Regression.Image, results);
        ImageFitPage.Make(fit, executor.Regression, results).WriteReport(store.Folder);
    }

    JsonObject Document(
        ParseResult parsed,
        ImageFitExecutor executor,
        List<(ImageFit Fit, IReadOnlyList<ImageFitResult> Results)> all,
        bool complete)
    {
        JsonObject document = _common.Document("fit-image", parsed);
        document["complete"] = complete;
        if (all.Count > 0)
            JsonText.Add(document, ImageFitDocument.Of(all[0].Fit, executor.Regression, []));
        if (all.Count > 1)
        {
            document.Remove("sample");
            document.Remove("totalVariation");
        }

        document["schemes"] = JsonText.List(
            all.SelectMany(a => a.Results.Select(r => ImageFitDocument.Scheme(a.Fit, r))));
        return document;
    }

    static void Print(
        TextWriter output,
        ImageFitExecutor executor,
        List<(ImageFit Fit, IReadOnlyList<ImageFitResult> Results)> all,
        string? folder,
        bool complete)
    {
        ImageFitTable.Print(output, executor.Regression, all);
        if (folder is null)
            output.WriteLine("Nothing is kept; --out FOLDER keeps pictures, weights and a page.");
        else if (complete)
            output.WriteLine(
                $"Kept in {folder}: report.html, comparison.png, results.json; for each scheme reconstruction.png, "
                + "error.png, weights.");
        else
            output.WriteLine($"Stopped early. Kept in {folder}; the same command goes on from there.");
    }
}
