using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Tests.Studies;

public class StudyExecutorTests
{
    static readonly int[] ThreadCounts = [1, 2, 4, 13];

    static readonly Study Small = new()
    {
        Problem = new() { Function = "sin", Points = 32 },
        Network = new() { Widths = [8, 8], Activation = "tanh" },
        Schemes = ["glorot", "he"],
        Steps = 30,
        Batch = 16,
        Seeds = 3,
        Seed = 5,
    };

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Results_do_not_depend_on_the_number_of_threads(Precision precision)
    {
        Study study = Small with { Precision = precision };
        string[] results = [.. ThreadCounts.Select(threads => Text(Run(study, threads)))];
        Assert.All(results, r => Assert.Equal(results[0], r));
    }

    [Fact]
    public void A_study_that_was_stopped_goes_on_and_ends_like_an_unbroken_one()
    {
        using var broken = new TemporaryFolder();
        using var unbroken = new TemporaryFolder();
        string whole = Text(Run(Small, 2, Path.Combine(unbroken.Path, "s")));
        string folder = Path.Combine(broken.Path, "s");
        Run(Small, 2, folder);
        // What a kill in the middle leaves: no results, some runs missing, one run half written.
        File.Delete(Path.Combine(folder, "results.json"));
        Directory.Delete(Path.Combine(folder, "runs", "he-s6"), recursive: true);
        File.Delete(Path.Combine(folder, "runs", "glorot-s7", "run.json"));
        Assert.Equal(whole, Text(Run(Small, 1, folder)));
        foreach (string file in new[] { "best.safetensors", "curves.csv", "study.yaml", "schemes/he/predictions.json" })
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(unbroken.Path, "s", file)), File.ReadAllBytes(
                    Path.Combine(folder, file)));
        }
    }

    [Fact]
    public void A_copy_has_other_draws_and_a_folder_of_its_own()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "s");
        StudyResults results = Run(Small with { Schemes = ["he", "he#2", "he#3"] }, 2, folder);
        Assert.Equal(3, results.Schemes.Select(s => s.Runs[0].InitialTestError).Distinct().Count());
        Assert.True(File.Exists(Path.Combine(folder, "schemes", "he-2", "start.json")));
        Assert.True(File.Exists(Path.Combine(folder, "runs", "he-3-s5", "parameters.safetensors")));
        Assert.Empty(results.Verdict.Pairs);
    }

    [Fact]
    public void Seeds_and_schemes_join_a_finished_study_and_the_runs_there_stay()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "s");
        Study small = Small with { Schemes = ["he"], Seeds = 2 };
        Run(small, 2, folder);
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(folder, "runs", "he-s5", "run.json"));
        StudyResults more = Run(small with { Schemes = ["he", "glorot"], Seeds = 4 }, 2, folder);
        Assert.True(more.Complete);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(folder, "runs", "he-s5", "run.json")));
        Assert.Equal(
            more.Schemes.Select(s => s.MedianError),
            Run(small with { Schemes = ["he", "glorot"], Seeds = 4 }, 1).Schemes.Select(s => s.MedianError));
        Assert.Contains("4 seeds", Assert.Throws<IOException>(() => Run(
            small with { Schemes = ["he", "glorot"] }, 1, folder)).Message, StringComparison.Ordinal);
        Assert.Contains("also holds he", Assert.Throws<IOException>(() => Run(
            small with { Schemes = ["glorot"], Seeds = 4 }, 1, folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>A library may find itself in a program whose culture writes 0,5.</summary>
    [Fact]
    public void A_study_and_its_report_are_the_same_bytes_under_a_culture_of_decimal_commas()
    {
        using var temporary = new TemporaryFolder();
        string here = Path.Combine(temporary.Path, "points"), there = Path.Combine(temporary.Path, "commas");
        string points = Kept(here), page = StudyReport.Make(here).ToHtml();
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal("0,5", $"{0.5}");
            Assert.Equal(points, Kept(there));
            Assert.Equal(page, StudyReport.Make(here).ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string Kept(string folder)
        {
            Study study = Small with { LearningRate = RateChoice.Auto };
            string results = Text(Run(study, 1, folder));
            string definition = File.ReadAllText(Path.Combine(folder, "study.yaml"));
            return $"{definition}\n{File.ReadAllText(Path.Combine(folder, "curves.csv"))}\n{results}";
        }
    }

    [Fact]
    public void A_finished_study_is_read_back_without_training()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "s");
        Run(Small, 2, folder);
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(folder, "runs", "he-s5", "run.json"));
        Run(Small, 2, folder);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(folder, "runs", "he-s5", "run.json")));
    }

    [Fact]
    public void A_cancelled_study_says_what_its_finished_runs_say()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        StudyResults results = Executor(Small, 2).Execute(null, stop.Token);
        Assert.False(results.Complete);
        Assert.Empty(results.Schemes);
        Assert.Null(results.Verdict.Best);
    }

    [Fact]
    public void Another_study_is_not_written_into_the_folder()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "s");
        StudyStore.Open(folder, Small);
        string message = Assert.Throws<IOException>(() => StudyStore.Open(folder, Small with { Steps = 31 })).Message;
        Assert.Contains("steps: 30", message, StringComparison.Ordinal);
        Assert.Contains("steps: 31", message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(temporary.Path, "other.txt"), "x");
        Assert.Throws<IOException>(() => StudyStore.Open(temporary.Path, Small));
    }

    [Fact]
    public void Each_scheme_gets_its_own_learning_rate_and_a_given_one_is_kept()
    {
        StudyResults searched = Run(Small, 2);
        Assert.All(searched.Schemes, s => Assert.True(s.LearningRate is > 1e-6 and < 1));
        StudyResults given = Run(Small with { LearningRate = RateChoice.Of(0.0123) }, 2);
        Assert.All(given.Schemes.SelectMany(s => s.Runs), r => Assert.Equal(0.0123, r.Run.LearningRate));
    }

    [Fact]
    public void A_collapsed_network_is_noticed()
    {
        // So deep a plain rectifier network without biases gives the same output everywhere, and stays there.
        Study study = Small with
        {
            Network = new() { Widths = NetworkChoice.Uniform(2, 40), Activation = "relu" },
            Schemes = ["glorot"],
            LearningRate = RateChoice.Of(0.001),
        };
        Assert.Equal(3, Run(study, 2).Schemes[0].Collapsed);
    }

    /// <summary>Outputs with a twentieth of the targets' deviation are at least 95 % of it away from them.</summary>
    [Fact]
    public void A_run_that_counts_as_collapsed_has_not_learned_anything()
    {
        Study study = Small with { Network = new() { Widths = NetworkChoice.Uniform(8, 8) }, Schemes = ["pytorch"] };
        StudyResults results = Run(study with { Seeds = 6, LearningRate = RateChoice.Of(0.001) }, 2);
        RunResult[] collapsed = [.. results.Schemes[0].Runs.Where(r => r.Collapsed)];
        Assert.NotEmpty(collapsed);
        Assert.All(collapsed, r => Assert.False(results.Errors.IsLearned(r.TestError)));
        Assert.True((collapsed[0] with { OutputSpread = 0.025 }).Collapsed); // Flat to the eye, error of a constant.
    }

    [Fact]
    public void A_single_test_row_does_not_make_a_network_look_collapsed()
    {
        using var temporary = new TemporaryFolder();
        string table = temporary.Text("t.csv", "x,y\n1,1\n2,4\n3,9\n4,15\n5,26\n");
        StudyResults results = Run(
            Small with { Problem = new() { Data = table }, LearningRate = RateChoice.Of(0.003) }, 2);
        Assert.Equal(1, results.Problem.Test!.Count);
        Assert.All(results.Schemes, s => Assert.Equal(0, s.Collapsed));
    }

    [Fact]
    public void A_diverging_run_is_a_result()
    {
        Study study = Small with
        {
            Optimizer = Kindling.Training.OptimizerKind.Sgd,
            LearningRate = RateChoice.Of(1e30),
        };
        StudyResults results = Run(study, 2);
        Assert.All(results.Schemes, s => Assert.Equal(3, s.Diverged));
        Assert.Contains("diverged", results.Verdict.Text, StringComparison.Ordinal);
        JsonObject document = ResultsDocument.Of(results);
        Assert.Null(document["schemes"]![0]!["testErrorMedian"]);
        Assert.Contains("diverged", (string)document["schemes"]![0]!["testErrorReason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_beyond_memory_is_refused_before_anything_is_made()
    {
        Study study = Small with { Network = new() { Widths = [1_000_000, 1_000_000] } };
        Assert.Contains(
            "GiB", Assert.Throws<ArgumentException>(() => Executor(study, 1)).Message, StringComparison.Ordinal);
    }

    static StudyExecutor Executor(Study study, int threads) =>
        new(study, study.Problem.Load(study.Seed, study.Network), threads);

    static StudyResults Run(Study study, int threads, string? folder = null) =>
        Executor(study, threads).Execute(folder is null ? null : StudyStore.Open(folder, study));

    /// <summary>The results without what the clock says.</summary>
    static string Text(StudyResults results)
    {
        JsonObject document = ResultsDocument.Of(results);
        document.Remove("seconds");
        document.Remove("threads");
        foreach (JsonNode? scheme in document["schemes"]!.AsArray())
            scheme!.AsObject().Remove("secondsPerRun");
        return JsonText.ToText(document);
    }
}
