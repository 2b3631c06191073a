using Kindling.Studies;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>How far an image fit is, redrawn in place.</summary>
static class ImageFitDisplay
{
    const int Milliseconds = 250;
    const int BarWidth = 40;

    /// <summary>Waits for the work, showing how far it is.</summary>
    public static IReadOnlyList<ImageFitResult> Show(
        Task<IReadOnlyList<ImageFitResult>> work, ImageFitExecutor executor, ImageFit fit, TextWriter errors, bool visible)
    {
        if (visible)
        {
            Terminal.For(errors).Live(new Text("")).AutoClear(true).Start(display =>
            {
                while (Task.WaitAny([work], Milliseconds) < 0)
                    display.UpdateTarget(Picture(executor.Progress, fit));
            });
        }

        return work.GetAwaiter().GetResult();
    }

    static Rows Picture(ImageFitProgress? progress, ImageFit fit)
    {
        if (progress is null)
            return new Rows(new Text(""));
        double share = (progress.Place - 1 + ((double)progress.Step / fit.Steps)) / fit.Schemes.Count;
        int full = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        string snr = double.IsNaN(progress.Snr) ? "" : $"SNR {progress.Snr:F2} dB at the last curve point";
        return new Rows(
            new Markup($"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {share,4:P0}"),
            new Text($"{progress.Scheme}: step {progress.Step} of {fit.Steps}  {snr}"),
            new Text("Ctrl-C stops and shows what there is", new Style(Color.Grey)));
    }
}
