using Kindling.Files;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class FirstStudyFormatTests
{
    const string Text =
        """
        kindling: 1
        problem:
          pde: heat
          points: 9
          sampling: sobol
          redraw: true
          equationWeight: width^-0.5
        network:
          kind: resnet
          widths: [8, 8, 4]
          activation: sin
          parameterization: ntk
          weightVariance: 1.5
          biasVariance: 0.1
        schemes: [he, orthogonal]
        optimizer: sgd
        learningRate: 0.003
        decay: 0.9
        decayEvery: 40
        leastSquares:
          every: 2
          ridge: 1e-9
        steps: 30
        precision: double
        seeds: 3
        seed: 7
        """;

    [Fact]
    public void A_study_of_the_first_format_is_carried_out_as_it_was_meant()
    {
        using var temporary = new TemporaryFolder();
        GridStudy grid = GridYaml.Read(temporary.Text("study.yaml", Text));
        Study study = grid.Cells[0].Study;
        Assert.Equal(["he", "orthogonal"], grid.Cells.Select(c => c.On("init")));
        Assert.Equal(("heat", 9, true), (study.Problem.Pde, study.Problem.Points, study.Problem.Redrawn));
        Assert.Equal([8, 8, 4], study.Network.Widths);
        Assert.Equal((NetworkKind.Resnet, 1.5), (study.Network.Kind, study.Network.Parameterization.WeightVariance));
        Assert.Equal((OptimizerKind.Sgd, 0.003), (study.Optimizer, study.LearningRate.Fixed));
        Assert.Equal((0.9, 40), (study.DecayFactor, study.DecayEvery));
        Assert.Equal(new LeastSquaresOptions { Every = 2, Ridge = 1e-9 }, study.LeastSquares);
        Assert.Null(study.Batch);
        Assert.Equal((30, 3, 7UL), (study.Steps, study.Seeds, study.Seed));
    }

    [Fact]
    public void Each_name_that_has_changed_is_noted()
    {
        using var temporary = new TemporaryFolder();
        IReadOnlyList<string> notes = GridYaml.Read(temporary.Text("study.yaml", Text)).Notes;
        string[] expected =
        [
            "'schemes' is now 'init'", "'learningRate' is now 'lr'", "'pde' is now 'problem'",
            "'kind' is now 'network'", "'widths' is now 'width'", "'decayEvery' is now 'decay-every'",
            "'equationWeight' is now 'equation-weight'",
            "'leastSquares' is now 'lsgd'", "'every' of 'leastSquares' is now 'lsgd-every'",
        ];
        Assert.All(expected, note => Assert.Contains(note, notes));
        Assert.Equal(notes.Distinct(), notes);
    }

    [Fact]
    public void Results_of_the_first_format_do_not_go_on_and_the_reason_is_told()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.Text("study.yaml", Text);
        string message = Assert.Throws<FileFormatException>(() => StudyYaml.Read(path)).Message;
        Assert.Contains("whose runs have no validation error", message, StringComparison.Ordinal);
        Assert.Contains("take another folder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_names_in_a_grid_are_settings_axes_and_labels_still()
    {
        using var temporary = new TemporaryFolder();
        GridStudy study = GridYaml.Read(temporary.Text("grid.yaml", """
            settings: { function: sin, points: 8, batch: all, lsgd: true, lr: 0.1 }
            grid: { lsgdEvery: [1, 2, 4], init: [he] }
            exclude: [ { lsgdEvery: 2 } ]
            scales: { desk: { lsgdEvery: [1, 4] }, full: {} }
            claims:
              - { id: a, text: t, measure: slope, along: lsgdEvery, where: { init: he }, holds: "<= 1" }
            figures: [ { x: lsgdEvery, color: init } ]
            """));
        Assert.Equal(["lsgd-every", "init"], study.Axes.Select(a => a.Name));
        Assert.Equal([1, 4], study.Cells.Select(c => c.Study.LeastSquares!.Every));
        Assert.Equal("lsgd-every", study.Figures[0].X);
        Assert.Equal(["'lsgdEvery' is now 'lsgd-every'"], study.Notes);
    }
}
