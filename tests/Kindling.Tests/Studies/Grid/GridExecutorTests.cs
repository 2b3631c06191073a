using System.Text.Json.Nodes;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Tests.Studies;

public class GridExecutorTests
{
    const string Text =
        """
        settings: { function: sin, points: 32, width: 8, activation: relu, steps: 25, seeds: 2, lr: 0.01, seed: 4 }
        grid:
          init: [he, box]
          method:
            GD: {}
            LSGD: { lsgd: true, precision: double }
        claims:
          - { id: lower, text: least squares helps, paperValue: 10, measure: ratio, of: loss, above: { method: GD },
              below: { method: LSGD }, over: max, holds: ">= 1" }
        figures:
          - { x: step, y: loss, color: method, facet: init }
        """;

    static readonly int[] s_threads = [1, 3];

    [Fact]
    public void Pictures_are_fitted_and_their_errors_are_those_of_the_whole_picture()
    {
        const string Pictures =
            """
            settings: { image: "builtin:city", imageSize: 16, width: 8, depth: 2, steps: 20, seeds: 1, lr: 0.01,
              batch: 64 }
            grid: { sample: [0.25, 1], tv: [0, 1], init: [glorot] }
            """;
        GridResults results = new GridExecutor(Read(Pictures), 1).Execute();
        Assert.Equal((4, true), (results.Done, results.Complete));
        var whole = new PictureChoice(PictureChoice.City) { Size = 16, Sample = 1 };
        Assert.Equal(256, whole.Load(0, 0).Test!.Count);
        Assert.Equal(whole.Load(0, 0).Test!.Targets[7, 1], whole.Load(0, 0).Terms[0].Data.Targets[7, 1]);
        Assert.Equal(2, whole.Load(0, 0).Terms.Count);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        GridStudy study = Read(Text);
        string[] all = [.. s_threads.Select(t => Words(new GridExecutor(study, t).Execute()))];
        Assert.Equal(all[0], all[1]);
    }

    [Fact]
    public void A_killed_study_goes_on_and_ends_like_an_unbroken_one()
    {
        using var temporary = new TemporaryFolder();
        GridStudy study = Read(Text);
        string whole = Words(Execute(study, temporary["whole"]));
        string folder = temporary["broken"];
        Execute(study, folder);
        // What a kill in the middle leaves: no results, some cells not begun, some runs missing or half written.
        File.Delete(Path.Combine(folder, "results.json"));
        Directory.Delete(Path.Combine(folder, "cells", study.Cells[3].Id), recursive: true);
        string runs = Path.Combine(folder, "cells", study.Cells[0].Id, "runs");
        Directory.Delete(Path.Combine(runs, "he-s5"), recursive: true);
        File.Delete(Path.Combine(runs, "he-s4", "run.json"));
        string kept = Path.Combine(folder, "cells", study.Cells[1].Id, "runs", "he-s4", "run.json");
        DateTime before = File.GetLastWriteTimeUtc(kept);
        GridResults half = new(study, [.. study.Cells.Select(GridStore.Open(folder, study).Read)]);
        Assert.Equal((4, false), (half.Done, half.Complete));
        Assert.Equal(ClaimVerdict.Undecided, half.Claims[0].Verdict);
        Assert.Equal(whole, Words(Execute(study, folder)));
        Assert.Equal(before, File.GetLastWriteTimeUtc(kept));
        Assert.Equal(
            File.ReadAllText(Path.Combine(temporary["whole"], "cells.csv")),
            File.ReadAllText(Path.Combine(folder, "cells.csv")));
    }

    [Fact]
    public void A_cancelled_study_says_what_its_finished_runs_say()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        GridResults results = new GridExecutor(Read(Text), 2).Execute(null, stop.Token);
        Assert.Equal((0, 0, false), (results.Done, results.Failed, results.Complete));
        Assert.Equal(ClaimVerdict.Undecided, results.Claims[0].Verdict);
    }

    [Fact]
    public void A_cell_is_a_comparison_of_one_scheme_and_trains_to_the_same_bits()
    {
        GridStudy study = Read(Text);
        GridResults grid = new GridExecutor(study, 1).Execute();
        Study single = study.Cells[2].Study;
        StudyResults comparison = new StudyExecutor(single, single.Problem.Load(4, single.Network), 1).Execute();
        Assert.Equal(
            comparison.Schemes[0].Runs.Select(r => r.TestError), grid.Cells[2].Runs.Select(r => r.TestError));
    }

    [Fact]
    public void Without_steps_the_start_is_measured_after_the_first_solve()
    {
        string noSteps = Text.Replace("steps: 25", "steps: 0", StringComparison.Ordinal);
        GridResults none = new GridExecutor(Read(noSteps), 1).Execute();
        GridResults some = new GridExecutor(Read(Text), 1).Execute();
        Assert.All(none.Cells.Zip(some.Cells), pair => Assert.Equal(
            pair.Second.Runs.Select(r => r.Curve[0].Loss), pair.First.Runs.Select(r => r.Loss)));
    }

    [Fact]
    public void A_run_that_cannot_be_made_leaves_the_others_alone()
    {
        using var temporary = new TemporaryFolder();
        GridStudy study = Read(Text);
        GridStore store = GridStore.Open(temporary["s"], study);
        store.OpenCell(study.Cells[1]);
        string folder = Path.Combine(store.Folder, "cells", study.Cells[1].Id, "runs");
        File.WriteAllText(folder, "a file where a folder belongs");
        GridResults results = new GridExecutor(study, 2).Execute(store);
        Assert.Equal((6, 2, false), (results.Done, results.Failed, results.Complete));
        Assert.Contains("runs", results.Cells[1].Failure, StringComparison.Ordinal);
        Assert.Equal(2, (int)GridDocument.Of(results)["runs"]!["failed"]!);
    }

    [Fact]
    public void A_filter_leaves_the_cells_with_all_its_parts()
    {
        GridStudy study = Read(Text);
        Assert.Equal(["init he, method LSGD"], study.Filtered("LSGD, init=he").Cells.Select(c => c.Label));
        Assert.Equal(2, study.Filtered("box").Cells.Count);
        string said = Assert.Throws<ArgumentException>(() => study.Filtered("glorot")).Message;
        Assert.Contains("no cell", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_another_study_or_scale_is_not_written_into()
    {
        using var temporary = new TemporaryFolder();
        GridStudy study = Read(Text);
        string folder = temporary["s"];
        GridStore.Open(folder, study);
        GridStore.Open(folder, study);
        Assert.Throws<IOException>(() => GridStore.Open(folder, study with { Scale = "desk" }));
        Assert.Throws<IOException>(() => GridStore.Open(temporary.Path, study));
    }

    [Fact]
    public void A_cell_that_cannot_be_trained_is_refused_before_anything_runs()
    {
        GridStudy study = Read(Text.Replace("function: sin", "problem: poisson", StringComparison.Ordinal));
        string said = Assert.Throws<ArgumentException>(() => new GridExecutor(study, 1)).Message;
        Assert.Contains("init he, method GD", said, StringComparison.Ordinal);
        Assert.Contains("second derivatives", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_claims_figures_and_cells()
    {
        GridResults results = new GridExecutor(Read(Text), 1).Execute();
        HtmlPage page = GridReport.Make(results);
        string html = page.ToHtml();
        Assert.Contains("least squares helps", html, StringComparison.Ordinal);
        Assert.Contains("LSGD", html, StringComparison.Ordinal);
        Figure figure = Assert.Single(page.Figures);
        JsonArray rows = figure.Spec["data"]!["values"]!.AsArray();
        Assert.Equal(["init box", "init he"], rows.Select(r => (string)r!["facet"]!).Distinct().Order());
        Assert.Contains(rows, r => (double?)r!["median"] > 0);
    }

    static GridResults Execute(GridStudy study, string folder) =>
        new GridExecutor(study, 2).Execute(GridStore.Open(folder, study));

    static string Words(GridResults results)
    {
        JsonObject document = GridDocument.Of(results);
        document.Remove("seconds");
        document.Remove("threads");
        return document.ToJsonString();
    }

    static GridStudy Read(string text)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary["tiny.yaml"];
        File.WriteAllText(path, text);
        return GridYaml.Read(path);
    }
}
