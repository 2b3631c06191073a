using Kindling.Problems;
using Kindling.Reports;
using Kindling.Studies;
using Kindling.Training;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace Kindling.Cli.Output;

/// <summary>The results of image fits as tables for people.</summary>
static class ImageFitTable
{
    public static void Print(
        TextWriter output,
        ImageRegression regression,
        IReadOnlyList<(ImageFit Fit, IReadOnlyList<ImageFitResult> Results)> all)
    {
        if (all.Count == 0)
        {
            output.WriteLine("Nothing is done yet.");
            return;
        }

        (ImageFit fit, IReadOnlyList<ImageFitResult> results) = all[0];
        string pixels = all.Count == 1 ? regression.Problem.Description
            : $"a picture of {regression.Image.Width} x {regression.Image.Height}";
        string variation = all.Count == 1 ? $", total variation {NumberText.Setting(fit.TotalVariation)}" : "";
        string layers = string.Join(", ", fit.Network.Widths.GroupBy(w => w).Select(g => $"{g.Count()}x{g.Key}"));
        output.WriteLine($"{pixels}{variation}; {layers}, {fit.Steps} steps of {fit.Batch}");
        output.WriteLine();
        Terminal.Write(all.Count == 1 ? Single(results) : Grid(all), output);
        output.WriteLine(
            "SNR and PSNR over all pixels, those trained on included; one seed, so a few tenths of a dB may be chance");
        foreach (ImageFitResult r in all.SelectMany(a => a.Results).Where(r => r.Status == TrainingStatus.Stopped))
            output.WriteLine($"note: {r.Scheme.Name} stopped: {r.Reason}");
        output.WriteLine();
    }

    /// <summary>A ratio in dB with two digits.</summary>
    public static string Decibels(double value) => double.IsFinite(value) ? value.ToString("F2")
        : double.IsPositiveInfinity(value) ? "exact" : "none";

    static string Snr(ImageFitResult result) =>
        result.Status == TrainingStatus.Diverged ? "diverged" : Decibels(result.Quality.Snr);

    static Table Single(IReadOnlyList<ImageFitResult> results)
    {
        Table table = Terminal.Columns(
            ["scheme", "activation"], ["SNR, dB", "PSNR, dB", "at start", "train loss", "steps", "a step"]);
        foreach (ImageFitResult r in results)
        {
            table.AddRow(
                Markup.Escape(r.Scheme.Name),
                r.Scheme.Activation,
                Snr(r),
                Decibels(r.Quality.Psnr),
                Decibels(r.Curve[0].Snr),
                NumberText.Short(r.TrainLoss),
                r.Steps.ToString(),
                NumberText.Seconds(r.SecondsPerStep));
        }

        return table;
    }

    /// <summary>SNRs as in the paper's Table 1: a block for each share, a column for each weight.</summary>
    static Table Grid(IReadOnlyList<(ImageFit Fit, IReadOnlyList<ImageFitResult> Results)> all)
    {
        double[] weights = [.. all.Select(a => a.Fit.TotalVariation).Distinct()];
        Table table = Terminal.Columns(
            ["sample", "scheme"], weights.Select(weight => $"SNR at tv {NumberText.Setting(weight)}"));
        foreach (var share in all.GroupBy(a => a.Fit.Sample))
        {
            foreach (ImageScheme scheme in all[0].Fit.Schemes)
            {
                IEnumerable<string> cells = weights.Select(w => share.Where(a => a.Fit.TotalVariation == w)
                    .SelectMany(a => a.Results).FirstOrDefault(r => r.Scheme == scheme) is { } r ? Snr(r) : "");
                table.AddRow([$"{share.Key * 100:G4} %", Markup.Escape(scheme.Name), .. cells]);
            }
        }

        return table;
    }
}
