using Kindling.Files;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public sealed class ImageFitTests : IDisposable
{
    static readonly Image City = CityImage.Create(20);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_number_of_threads_gives_the_same_picture()
    {
        ImageFitResult one = ImageFitExecutor.For(Fit(30), City, 1).Execute()[0];
        ImageFitResult two = ImageFitExecutor.For(Fit(30), City, 2).Execute()[0];
        Assert.Equal(one.Quality, two.Quality);
        Assert.Equal(one.Curve, two.Curve);
    }

    [Fact]
    public void Settings_name_the_parameterization_as_weight_files_do()
    {
        ImageFit fit = Fit(1);
        Assert.Equal("standard", (string?)fit.ToJson()["parameterization"]);
        fit = fit with { Network = fit.Network with { Parameterization = Parameterization.Ntk(1.5, 0.25) } };
        Assert.Equal("ntk weight_variance=1.5 bias_variance=0.25", (string?)fit.ToJson()["parameterization"]);
    }

    [Fact]
    public void A_picture_of_few_waves_is_learned()
    {
        ImageFit fit = Fit(400) with { LearningRate = new(3e-3), TotalVariation = 0, Sample = 1 };
        ImageFitResult result = ImageFitExecutor.For(fit, City.Shrunk(5), 1).Execute()[0];
        Assert.True(result.Quality.Snr > result.Curve[0].Snr + 6, $"{result.Quality.Snr} after {result.Curve[0].Snr}");
        Assert.Equal(result.Quality.Snr, result.Curve[^1].Snr, 1e-9);
        Assert.Equal(400, result.Steps);
    }

    [Fact]
    public async Task Interrupted_and_resumed_is_uninterrupted_to_the_bit_and_done_schemes_are_read_back()
    {
        ImageFit fit = Fit(600, "glorot,siren");
        IReadOnlyList<ImageFitResult> whole = ImageFitExecutor.For(fit, City, 1).Execute();
        ImageFitExecutor first = ImageFitExecutor.For(fit, City, 1);
        using var cancel = new CancellationTokenSource();
        ImageFitStore store = Store(fit, first);
        Task<IReadOnlyList<ImageFitResult>> work = Task.Run(() => first.Execute(store, cancellation: cancel.Token));
        SpinWait.SpinUntil(() => first.Progress is { Place: 2, Step: > 10 } || work.IsCompleted);
        await cancel.CancelAsync(); // Somewhere in the second scheme.
        IReadOnlyList<ImageFitResult> part = await work;
        Assert.Equal(whole[0].Quality, part[0].Quality);
        Assert.Equal(TrainingStatus.Stopped, part[1].Status);
        ImageFitExecutor second = ImageFitExecutor.For(fit, City, 1);
        IReadOnlyList<ImageFitResult> resumed = second.Execute(Store(fit, second));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(whole[i].Quality, resumed[i].Quality);
            Assert.Equal(whole[i].Curve, resumed[i].Curve);
            Assert.Equal(TrainingStatus.Finished, resumed[i].Status);
        }
    }

    [Fact]
    public async Task A_run_that_goes_on_keeps_the_curve_of_the_one_before_while_it_runs()
    {
        ImageFitExecutor few = ImageFitExecutor.For(Fit(25), City, 1), many = ImageFitExecutor.For(Fit(4000), City, 1);
        few.Execute(Store(Fit(25), few));
        using var cancel = new CancellationTokenSource();
        ImageFitStore store = Store(Fit(4000), many);
        Task<IReadOnlyList<ImageFitResult>> work = Task.Run(() => many.Execute(store, cancellation: cancel.Token));
        SpinWait.SpinUntil(() => many.Progress is { Step: > 30 } || work.IsCompleted);
        IReadOnlyList<ImageCurvePoint> curve = store.CurveOf(Fit(1).Schemes[0]); // All that a kill would leave.
        await cancel.CancelAsync();
        await work;
        Assert.Equal([0L, 1, 2, 3], curve.Take(4).Select(p => p.Step));
        Assert.All(curve, p => Assert.True(double.IsFinite(p.Snr)));
    }

    [Fact]
    public void More_steps_go_on_from_the_last_one_and_fewer_are_refused()
    {
        ImageFitExecutor few = ImageFitExecutor.For(Fit(25), City, 1), many = ImageFitExecutor.For(Fit(60), City, 1);
        few.Execute(Store(Fit(25), few));
        ImageFitResult resumed = many.Execute(Store(Fit(60), many))[0];
        ImageFitResult whole = ImageFitExecutor.For(Fit(60), City, 1).Execute()[0];
        Assert.Equal(whole.Quality, resumed.Quality);
        Assert.Equal(60, resumed.Steps);
        var error = Assert.Throws<IOException>(() => few.Execute(Store(Fit(25), few)));
        Assert.Contains("has 60 steps already; --steps must be 60 or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_fit_is_refused_with_what_differs()
    {
        ImageFitExecutor executor = ImageFitExecutor.For(Fit(5), City, 1);
        Store(Fit(5), executor);
        var error = Assert.Throws<IOException>(() => Store(Fit(5) with { Batch = 7 }, executor));
        Assert.Contains("there: 'batch: 64', asked for: 'batch: 7'", error.Message, StringComparison.Ordinal);
        ImageFitExecutor other = ImageFitExecutor.For(Fit(5), CityImage.Create(19), 1);
        error = Assert.Throws<IOException>(() => Store(Fit(5), other));
        Assert.Contains("picture", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Siren_comes_with_the_sine_and_others_with_the_usual_activation()
    {
        IReadOnlyList<ImageScheme> schemes =
            ImageScheme.ParseList("glorot,siren,siren:omega0=1,lecun@sin,siren@tanh", "tanh");
        Assert.Equal(["tanh", "sin", "sin", "sin", "tanh"], schemes.Select(s => s.Activation));
        Assert.Equal(["glorot", "siren", "siren:omega0=1", "lecun@sin", "siren@tanh"], schemes.Select(s => s.Name));
        Assert.Throws<ArgumentException>(() => ImageScheme.ParseList("glorot,glorot@tanh", "tanh"));
        Assert.Throws<ArgumentException>(() => ImageScheme.ParseList("glorot@quux", "tanh"));
    }

    [Fact]
    public void A_diverging_scheme_is_a_result()
    {
        ImageFit fit = Fit(50) with { LearningRate = new(1e30) };
        ImageFitExecutor executor = ImageFitExecutor.For(fit, City, 1);
        ImageFitResult result = executor.Execute(Store(fit, executor))[0];
        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Equal(TrainingStatus.Diverged, executor.Execute(Store(fit, executor))[0].Status);
        string page = Kindling.Reports.ImageFitPage.Make(fit, executor.Regression, [result]).ToHtml();
        Assert.Contains("no scheme has an SNR. glorot diverged.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Go_says_before_anything_is_trained_that_one_pixel_is_too_few()
    {
        ImageFit onePixel = Fit(5, "glorot,go") with { Sample = 1e-9 };
        var error = Assert.Throws<ArgumentException>(() => ImageFitExecutor.For(onePixel, City, 1));
        Assert.Contains(
            "go calibrates itself on the sampled pixels and needs 2 or more; there is 1",
            error.Message,
            StringComparison.Ordinal);
        ImageFitExecutor.For(Fit(5) with { Sample = 1e-9 }, City, 1);
    }

    [Fact]
    public void Go_keeps_its_calibration_and_reads_it_back()
    {
        ImageFit fit = Fit(3, "go");
        ImageFitExecutor executor = ImageFitExecutor.For(fit, City, 1);
        ImageFitResult first = executor.Execute(Store(fit, executor))[0];
        ImageFitResult again = executor.Execute(Store(fit, executor))[0];
        Assert.Equal(2, first.Calibration!.C.Count);
        Assert.Equal(first.Calibration.C, again.Calibration!.C);
        string path = Path.Combine(_folder["fit"], "go", "calibration.json");
        ImageFit reused = Fit(3, $"go:calibration={path}");
        Assert.Equal(first.Quality, ImageFitExecutor.For(reused, City, 1).Execute()[0].Quality);
    }

    [Fact]
    public void The_page_shows_every_picture_and_names_the_best_scheme()
    {
        ImageFit fit = Fit(20, "glorot,siren");
        ImageFitExecutor executor = ImageFitExecutor.For(fit, City, 1);
        IReadOnlyList<ImageFitResult> results = executor.Execute();
        string page = Kindling.Reports.ImageFitPage.Make(fit, executor.Regression, results).ToHtml();
        Assert.Equal(6, page.Split("data:image/png;base64,").Length - 1); // original, sampled, two schemes, two errors
        ImageFitResult best = results.MaxBy(r => r.Quality.Snr)!;
        Assert.Contains($"{best.Scheme.Name} reaches {best.Quality.Snr:F2} dB", page, StringComparison.Ordinal);
        string unfinished = Kindling.Reports.ImageFitPage.Make(fit, executor.Regression, [results[0]]).ToHtml();
        Assert.Contains("Not finished; so far:", unfinished, StringComparison.Ordinal);
    }

    ImageFitStore Store(ImageFit fit, ImageFitExecutor executor) =>
        ImageFitStore.Open(_folder["fit"], fit, executor.Regression);

    static ImageFit Fit(int steps, string schemes = "glorot") => new()
    {
        Schemes = ImageScheme.ParseList(schemes, "tanh"),
        Network = new NetworkChoice { Widths = NetworkChoice.Uniform(16, 2) },
        Batch = 64,
        Steps = steps,
        LearningRate = new(1e-3, 0.99, 1000),
    };
}
