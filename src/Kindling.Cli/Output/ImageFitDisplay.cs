using Kindling.Studies;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>How far an image fit is, redrawn in place on a terminal, a line at every tenth elsewhere.</summary>
static class ImageFitDisplay
{
    /// <summary>Waits for the work, showing how far it is.</summary>
    public static IReadOnlyList<ImageFitResult> Show(
        Task<IReadOnlyList<ImageFitResult>> work,
        ImageFitExecutor executor,
        ImageFit fit,
        TextWriter errors,
        bool quiet) =>
        Terminal.Watch(
            work,
            errors,
            quiet,
            () => View(executor.Progress, fit),
            () => (Share(executor.Progress, fit), Line(executor.Progress, fit)));

    static double Share(ImageFitProgress? progress, ImageFit fit) =>
        progress is null ? 0 : (progress.Place - 1 + ((double)progress.Step / fit.Steps)) / fit.Schemes.Count;

    static string Line(ImageFitProgress? progress, ImageFit fit)
    {
        if (progress is null)
            return "";
        string snr = double.IsNaN(progress.Snr) ? "" : $"  SNR {progress.Snr:F2} dB at the last curve point";
        return $"{progress.Scheme}: step {progress.Step} of {fit.Steps}{snr}";
    }

    static Rows View(ImageFitProgress? progress, ImageFit fit)
    {
        if (progress is null)
            return new Rows(new Text(""));
        return new Rows(
            Terminal.Bar(Share(progress, fit)),
            new Text(Line(progress, fit)),
            Terminal.Hint("Ctrl-C stops and shows what there is"));
    }
}
