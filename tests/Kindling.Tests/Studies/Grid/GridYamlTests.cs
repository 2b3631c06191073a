using Kindling.Files;
using Kindling.Studies;
using Kindling.Tests.Architecture;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class GridYamlTests
{
    const string Text =
        """
        title: A grid
        paper: Someone
        settings: { function: sin, points: 32, width: 8, steps: 30, seeds: 3, lr: 0.003, activation: relu }
        grid:
          init: [he, box]
          depth: [1, 2, 4]
          method:
            GD: {}
            LSGD: { lsgd: true, lr: 0.03 }
        exclude:
          - { init: he, depth: 4 }
        rules:
          - { for: { depth: [2, 4], method: LSGD }, lr: 0.01, lsgd-threshold: 1e-6 }
        scales:
          desk: { seeds: 2, depth: [1, 2], rules: [ { for: { method: GD }, steps: 60 } ] }
          full: {}
        claims:
          - { id: a, figure: 7, text: t, paperValue: 4, measure: ratio, above: { init: he }, below: { init: box },
              where: { method: GD }, over: min, holds: ">= 2", partly: "0.5 .. 2" }
        """;

    [Fact]
    public void A_grid_expands_into_every_combination_the_last_axis_fastest()
    {
        GridStudy study = Read(Text, "full");
        Assert.Equal(
            [
                "init he, depth 1, method GD", "init he, depth 1, method LSGD", "init he, depth 2, method GD",
                "init he, depth 2, method LSGD", "init box, depth 1, method GD", "init box, depth 1, method LSGD",
                "init box, depth 2, method GD", "init box, depth 2, method LSGD", "init box, depth 4, method GD",
                "init box, depth 4, method LSGD",
            ],
            study.Cells.Select(c => c.Label));
        Assert.Equal(30, study.Runs);
    }

    [Fact]
    public void Settings_of_scale_axes_and_rules_replace_each_other_in_this_order()
    {
        GridStudy study = Read(Text, "desk");
        Study gd = Cell(study, "box", "2", "GD"), lsgd = Cell(study, "box", "2", "LSGD");
        Assert.Equal(2, gd.Seeds);
        Assert.Equal((60, 30), (gd.Steps, lsgd.Steps));
        Assert.Equal((0.003, 0.01), (gd.LearningRate.Fixed!.Value, lsgd.LearningRate.Fixed!.Value));
        Assert.Null(gd.LeastSquares);
        Assert.Equal(new LeastSquaresOptions { Threshold = 1e-6 }, lsgd.LeastSquares);
        Assert.Equal(0.03, Cell(study, "box", "1", "LSGD").LearningRate.Fixed);
        Assert.Equal(["1", "2"], study.Axes[1].Labels);
    }

    /// <summary>An id is a promise to half-finished studies: these must never change.</summary>
    [Fact]
    public void Ids_are_stable_and_unique_and_change_with_any_setting()
    {
        GridStudy study = Read(Text, "full");
        Assert.Equal(study.Cells.Count, study.Cells.Select(c => c.Id).Distinct().Count());
        Assert.Equal(study.Cells.Select(c => c.Id), Read(Text, "full").Cells.Select(c => c.Id));
        Assert.Equal("he-depth1-GD-9b2eddd1", study.Cells[0].Id);
        string changed = Text.Replace("points: 32", "points: 33", StringComparison.Ordinal);
        Assert.Empty(Read(changed, "full").Cells.Select(c => c.Id).Intersect(study.Cells.Select(c => c.Id)));
        string moved = Text.Replace("lr: 0.01,", "lr: 0.02,", StringComparison.Ordinal);
        Assert.Equal(7, Read(moved, "full").Cells.Select(c => c.Id).Intersect(study.Cells.Select(c => c.Id)).Count());
    }

    [Fact]
    public void A_claim_is_read_with_its_measure_and_ranges()
    {
        Claim claim = Assert.Single(Read(Text).Claims);
        Assert.Equal(("a", "Someone", "7", "4"), (claim.Id, claim.Paper, claim.Figure, claim.PaperValue));
        Assert.IsType<RatioMeasure>(claim.Measure);
        Assert.Equal(CellCombination.Min, claim.Measure.Over);
        Assert.Equal((2, double.PositiveInfinity), (claim.Holds.Low, claim.Holds.High));
        Assert.Equal((0.5, 2), (claim.Partly!.Low, claim.Partly.High));
    }

    [Fact]
    public void A_comparison_is_a_grid_with_one_axis()
    {
        using var temporary = new TemporaryFolder();
        var comparison = new Study { Problem = new() { Function = "sin" }, Schemes = ["he", "aci:k=5"], Seeds = 3 };
        string folder = Directory.CreateDirectory(Path.Combine(temporary.Path, "cars")).FullName;
        string path = Path.Combine(folder, "study.yaml");
        File.WriteAllText(path, StudyYaml.Write(comparison));
        GridStudy study = GridYaml.Read(path);
        Assert.Equal(("cars", 6), (study.Name, study.Runs));
        Assert.Equal(["he", "aci:k=5"], study.Cells.Select(c => c.On("init")));
        Assert.All(study.Cells, c => Assert.Single(c.Study.Schemes));
    }

    [Theory]
    [InlineData("init: [he, box]", "init: [he, bxo]", 5, "'bxo'")]
    [InlineData("init: [he, box]", "innit: [he, box]", 5, "unknown setting 'innit'; expected 'init'")]
    [InlineData("init: [he, box]", "init: [he, he]", 5, "'he' twice")]
    [InlineData("init: [he, box]", "init: he", 5, "one value")]
    [InlineData("depth: [1, 2], rules", "depth: [1, 2.5], rules", 15, "'2.5'; expected a whole number from 1 to")]
    [InlineData("activation: relu", "activation: rleu", 3, "did you mean 'relu'")]
    [InlineData("function: sin, points: 32", "image: no.png", 3, "'no.png'; expected a file (there is no")]
    [InlineData("function: sin, points: 32", "image: \"builtin:moon\"", 3, "a picture's file, or builtin:city")]
    [InlineData("activation: relu", "seads: 3", 3, "unknown setting 'seads'; expected 'seeds'")]
    [InlineData("lr: 0.003", "lr: fast", 3, "'fast'; expected auto, a finite number above 0, or a")]
    [InlineData("points: 32", "target: y", 3, "found that target is for tables, but there is no data")]
    [InlineData("points: 32", "problem: heat", 3, "found that function and problem exclude each other")]
    [InlineData("points: 32", "k: 3", 3, "found that k is for aci, raai; he would take no notice")]
    [InlineData("lsgd: true", "lsgd: perhaps", 9, "'perhaps'; expected true or false")]
    [InlineData("init: he, depth: 4", "init: he, deph: 4", 11, "'deph'; expected 'depth'")]
    [InlineData("init: he, depth: 4", "init: he, depth: 5", 11, "'5'; expected one of 1, 2, 4")]
    [InlineData("for: { depth: [2, 4]", "four: { depth: [2, 4]", 13, "a rule without 'for'")]
    [InlineData("depth: [1, 2], rules", "depht: [1, 2], rules", 15, "'depht'")]
    [InlineData("measure: ratio", "measure: ration", 18, "'ration'; expected value or ratio or slope")]
    [InlineData("holds: \">= 2\"", "holds: \"more than 2\"", 19, "'more than 2'; expected a range")]
    [InlineData("below: { init: box }", "below: { method: GD }", 18, "a choice on method")]
    [InlineData("over: min", "note: none", 18, "2 numbers, one for each combination")]
    [InlineData("over: min", "over: mean", 19, "'mean'; expected min or max or median")]
    [InlineData("title: A grid", "tilte: A grid", 1, "'tilte'")]
    [InlineData("text: t", "texd: t", 18, "no 'text'")]
    [InlineData("{ id: a,", "{ id: a, id: b,", 18, "mistake in the YAML")]
    public void A_mistake_is_told_with_file_line_and_what_was_expected(
        string right, string wrong, int line, string said)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);
        string mistaken = Text.Replace(right, wrong, StringComparison.Ordinal);
        var error = Assert.Throws<FileFormatException>(() => Read(mistaken));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, "grid.yaml"), (error.Line, Path.GetFileName(error.Path)));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("just words")]
    [InlineData("settings: 3")]
    [InlineData("settings: { width: }")]
    [InlineData("grid: { width: [] }")]
    [InlineData("grid: { width: [[1]] }")]
    [InlineData("scales: {}")]
    [InlineData("scales: { desk: 3 }")]
    [InlineData("claims: [1]")]
    [InlineData("settings: { function: sin, problem: heat }")]
    [InlineData("settings: { data: no-such-table.csv }")]
    [InlineData("settings: [")]
    [InlineData("name: a/b")]
    [InlineData("settings: { function: sin }\ngrid: { init: [he] }\nexclude: [ { init: he } ]")]
    public void What_is_no_study_is_refused(string text) => Assert.Throws<FileFormatException>(() => Read(text));

    [Fact]
    public void An_unknown_scale_is_refused_by_naming_those_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Read(Text, "huge"));
        Assert.Contains("no scale 'huge'; it has desk, full", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> AllStudies() =>
        [.. Directory.GetFiles(Path.Combine(SourceTree.Root, "studies"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(AllStudies))]
    public void Every_study_of_the_repository_can_be_run_and_judged_at_its_scales(string file)
    {
        string path = Path.Combine(SourceTree.Root, "studies", file);
        GridStudy first = GridYaml.Read(path);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), first.Name);
        Assert.Equal(["desk", "full"], first.Scales);
        Assert.NotEmpty(first.About);
        foreach (string scale in first.Scales)
        {
            GridStudy study = GridYaml.Read(path, scale);
            Assert.NotEmpty(study.Claims);
            CellResult[] unmeasured = [.. study.Cells.Select(c => new CellResult(c, 1, [], null))];
            foreach (Claim claim in study.Claims.Where(c => c.Scales.Count == 0 || c.Scales.Contains(scale)))
                Assert.Equal(double.NaN, claim.Measure.Of(unmeasured));
            Assert.True(scale != "desk" || study.Runs <= 250, $"{study.Runs} runs are no desk scale");
        }
    }

    static Study Cell(GridStudy study, string init, string depth, string method) => study.Cells.Single(
        c => c.On("init") == init && c.On("depth") == depth && c.On("method") == method).Study;

    static GridStudy Read(string text, string? scale = null)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary["grid.yaml"];
        File.WriteAllText(path, text);
        return GridYaml.Read(path, scale);
    }
}
