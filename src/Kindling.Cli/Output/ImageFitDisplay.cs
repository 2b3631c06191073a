using Kindling.Studies;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>How far an image fit is, redrawn in place.</summary>
static class ImageFitDisplay
{
    /// <summary>Waits for the work, showing how far it is.</summary>
    public static IReadOnlyList<ImageFitResult> Show(
        Task<IReadOnlyList<ImageFitResult>> work, ImageFitExecutor executor, ImageFit fit, TextWriter errors, bool quiet) =>
        Terminal.Watch(work, errors, quiet, () => View(executor.Progress, fit));

    static Rows View(ImageFitProgress? progress, ImageFit fit)
    {
        if (progress is null)
            return new Rows(new Text(""));
        double share = (progress.Place - 1 + ((double)progress.Step / fit.Steps)) / fit.Schemes.Count;
        string snr = double.IsNaN(progress.Snr) ? "" : $"SNR {progress.Snr:F2} dB at the last curve point";
        return new Rows(
            Terminal.Bar(share),
            new Text($"{progress.Scheme}: step {progress.Step} of {fit.Steps}  {snr}"),
            Terminal.Hint("Ctrl-C stops and shows what there is"));
    }
}
