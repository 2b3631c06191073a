using Kindling.Files;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Reports;

/// <summary>The page of an image fit: pictures side by side, their SNR, and how it grew.</summary>
public static class ImageFitPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="fit">What was asked for.</param>
    /// <param name="regression">The picture and its sampled pixels.</param>
    /// <param name="results">The schemes so far, at least one.</param>
    /// <exception cref="ArgumentException">There is no result.</exception>
    public static HtmlPage Make(ImageFit fit, ImageRegression regression, IReadOnlyList<ImageFitResult> results)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(regression);
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0)
            throw new ArgumentException("results is empty; a page has at least one scheme.", nameof(results));
        var palette = new SchemePalette(fit.Schemes.Select(s => s.Name));
        var page = new HtmlPage("A picture fitted by " + string.Join(", ", results.Select(r => r.Scheme.Name)));
        page.Header("Kindling · image fit", Headline(fit, results), Lead(fit, regression));
        page.Section("Pictures").Pictures(Pictures(regression, results));
        page.Section("Result").Add(ResultTable(results, palette));
        page.Section("Errors").Paragraph(
            $"The absolute difference from the original, channel by channel; differences of {ImageFitStore.WhiteError} "
            + "and more are white.");
        page.Pictures(results.Select(r => (
            r.Scheme.Name, $"Error of {r.Scheme.Name}", ImageFitStore.Error(r.Reconstruction, regression.Image))));
        page.Section("Training")
            .Add(ImageCurveFigures.Snr(results, palette))
            .Add(ImageCurveFigures.Loss(results, palette));
        page.Section("Settings").Facts(Settings(fit, regression));
        return page;
    }

    static string Headline(ImageFit fit, IReadOnlyList<ImageFitResult> results)
    {
        ImageFitResult[] ranked = [.. results.Where(r => !double.IsNaN(RankedSnr(r))).OrderByDescending(RankedSnr)];
        string cut = results.Count < fit.Schemes.Count || results.Any(r => r.Status == TrainingStatus.Stopped)
            ? "Not finished; so far: " : "";
        string diverged = string.Concat(
            results.Where(r => r.Status == TrainingStatus.Diverged).Select(r => $" {r.Scheme.Name} diverged."));
        if (ranked.Length == 0)
            return cut + "no scheme has an SNR." + diverged;
        string first = $"{ranked[0].Scheme.Name} reaches {Snr(ranked[0])}";
        string last = ranked.Length == 1 ? "" : $", {ranked[^1].Scheme.Name} {Snr(ranked[^1])}";
        return $"{cut}{first}{last}.{diverged}";
    }

    /// <summary>NaN where training diverged: its last finite weights are no result.</summary>
    static double RankedSnr(ImageFitResult result) =>
        result.Status == TrainingStatus.Diverged ? double.NaN : result.Quality.Snr;

    static string Snr(ImageFitResult result) =>
        result.Status == TrainingStatus.Diverged ? "diverged" : Decibels(result.Quality.Snr);

    static string Lead(ImageFit fit, ImageRegression regression) =>
        $"{regression.Problem.Description}, {NumberText.Count(fit.Steps)} steps. One seed: a difference of a few "
        + "tenths of a decibel may be chance.";

    static IEnumerable<(string, string, Image)> Pictures(
        ImageRegression regression, IReadOnlyList<ImageFitResult> results)
    {
        yield return ("original", "The picture that is fitted", regression.Image);
        yield return ("trained on", "The sampled pixels, gray where there is none", Sampled(regression));
        foreach (ImageFitResult result in results)
        {
            string caption = $"{result.Scheme.Name}: {Snr(result)}";
            yield return (caption, $"What the network from {result.Scheme.Name} shows", result.Reconstruction);
        }
    }

    static Image Sampled(ImageRegression regression)
    {
        Image image = regression.Image;
        var pixels = new LinearAlgebra.Matrix<double>(image.Pixels.Rows, image.Channels);
        for (int i = 0; i < pixels.Rows; i++)
            pixels.Row(i).Fill(0.5);
        foreach (int pixel in regression.SampledPixels)
            image.Pixels.Row(pixel).CopyTo(pixels.Row(pixel));
        return new Image(image.Height, image.Width, pixels);
    }

    static Table ResultTable(IReadOnlyList<ImageFitResult> results, SchemePalette palette)
    {
        var table = new Table(
            "Over all pixels, those trained on included.",
            new Column("scheme", Numeric: false),
            new Column("activation", Numeric: false),
            new Column("SNR, dB", "10 log10 of the sum of squared values over the sum of squared differences."),
            new Column("PSNR, dB", "10 log10 of 1 over the mean squared difference."),
            new Column("training loss", "At the end."),
            new Column("steps"),
            new Column("a step", "Mean time of a training step."),
            new Column("status", Numeric: false));
        double best = results.Max(RankedSnr);
        foreach (ImageFitResult r in results)
        {
            table.AddRow(
                RankedSnr(r) == best,
                new Cell(r.Scheme.Name) { Swatch = palette.Color(r.Scheme.Name) },
                new Cell(r.Scheme.Activation),
                new Cell(Snr(r)) { SortValue = r.Quality.Snr },
                new Cell(Decibels(r.Quality.Psnr)) { SortValue = r.Quality.Psnr },
                Cell.Number(r.TrainLoss),
                new Cell(NumberText.Count(r.Steps)) { SortValue = r.Steps },
                new Cell(NumberText.Seconds(r.SecondsPerStep)) { SortValue = r.SecondsPerStep },
                new Cell(r.Reason ?? EnumText.Of(r.Status)) { IsWarning = r.Status == TrainingStatus.Diverged });
        }

        return table;
    }

    static IEnumerable<(string, string)> Settings(ImageFit fit, ImageRegression regression)
    {
        yield return ("Picture", $"{regression.Image.Width} x {regression.Image.Height}");
        yield return ("Pixels trained on", NumberText.Count(regression.SampledPixels.Count));
        IEnumerable<string> layers = fit.Network.Widths.GroupBy(w => w).Select(g => $"{g.Count()} of {g.Key}");
        yield return ("Hidden layers", string.Join(", ", layers));
        string per = fit.VariationUnits == VariationUnits.Pixels ? "pixel" : "input";
        yield return ("Total variation", $"{NumberText.Setting(fit.TotalVariation)}, per {per}");
        yield return ("Batch", $"{fit.Batch} pixels" + (fit.TotalVariation > 0 ? $" + {fit.Batch} places" : ""));
        yield return ("Learning rate", NumberText.Setting(fit.LearningRate.Rate));
        yield return ("Seed", fit.Seed.ToString());
        yield return ("Precision", EnumText.Of(fit.Precision));
    }

    static string Decibels(double value) => double.IsFinite(value) ? $"{value:F2} dB"
        : double.IsPositiveInfinity(value) ? "exact" : "no SNR";
}
