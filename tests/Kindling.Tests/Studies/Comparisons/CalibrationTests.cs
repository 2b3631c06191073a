using Kindling.Calibration;
using Kindling.Studies;
using MathNet.Numerics.Distributions;

namespace Kindling.Tests.Studies.Comparisons;

/// <summary>A quick form of <c>tests/calibration/run controls</c>, and the tools that it counts with.</summary>
public sealed class CalibrationTests : IDisposable
{
    const int Families = 12;
    const double Chance = 1e-3;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// If one comparison in 20 makes a false claim, more than the bound do so with a probability below
    /// <see cref="Chance"/>: more than 8 of 48 pairs, 5 of 24 fours, 4 of 12 eights. One learning rate for all seeds,
    /// found by noise, makes claims in a quarter of the pairs and more.
    /// </summary>
    [Fact]
    public void Copies_of_one_initializer_are_rarely_called_better_than_each_other()
    {
        IReadOnlyList<Family> families = ControlTask.Function("sin", 16, 2, 100).Families(Families);
        var options = new CalibrationOptions { Cache = _folder.Path, Workers = Environment.ProcessorCount };
        var workers = new Workers(options);
        IReadOnlyList<StoredFamily> stored = workers.Train("controls", families);
        foreach (FalseClaims claims in FalseClaims.Count([.. families.Zip(stored)]))
        {
            Assert.Equal(Families * ControlTask.Copies / claims.Schemes, claims.Comparisons);
            Assert.Equal(0, claims.Unlearned);
            int bound = 0;
            while (1 - Binomial.CDF(FalseClaims.Level, claims.Comparisons, bound) >= Chance)
                bound++;
            Assert.True(claims.False <= bound, $"{claims}: more than {bound} false claims");
        }
    }

    [Fact]
    public void A_finished_family_is_read_back_and_not_trained_again()
    {
        IReadOnlyList<Family> families = ControlTask.Function("sin", 4, 1, 10).Families(1);
        var workers = new Workers(new CalibrationOptions { Cache = _folder.Path });
        StoredFamily first = workers.Train("part", families)[0];
        string path = Path.Combine(_folder.Path, "part.jsonl");
        string line = Assert.Single(File.ReadAllLines(path));
        File.AppendAllText(path, line[..(line.Length / 2)]); // As a killed program leaves it.
        StoredFamily again = workers.Train("part", families)[0];
        Assert.Equal(first.Runs, again.Runs);
        Assert.Equal(ControlTask.Copies * ControlTask.Seeds, again.Runs.Count);
        Assert.Equal([line], File.ReadAllLines(path));
    }

    [Fact]
    public void Stored_runs_give_the_verdict_of_the_study_itself()
    {
        Study study = ControlTask.Function("sin", 16, 2, 100).Study with { Schemes = ["glorot", "he", "pytorch"] };
        var family = new Family("three", 0, study);
        var problems = StudyProblems.Load(study);
        Verdict direct = new StudyExecutor(study, problems, threads: 2).Execute().Verdict;
        Verdict stored = family.Train(_folder.Path).Results(study, problems, study.Schemes).Verdict;
        Assert.Equal(direct.Text, stored.Text);
        Assert.Equal(direct.Comparisons, stored.Comparisons);
    }

    [Fact]
    public void The_old_verdict_names_the_better_one_of_two_and_is_silent_about_equal_ones()
    {
        double[] errors = [1, 2, 1.5, 1.2, 0.8, 1.1, 0.9, 1.3];
        double[] twice = [.. errors.Select((e, i) => e * (2 + (0.1 * (i % 3))))];
        double[] mixed = [.. errors.Select((e, i) => e * (i % 2 == 0 ? 1.1 : 0.9))];
        Assert.Equal([(1, 0)], new OldVerdict().Claims([twice, errors]));
        Assert.Empty(new OldVerdict().Claims([mixed, errors]));
    }

    [Fact]
    public void The_block_between_the_markers_is_replaced_and_nothing_else()
    {
        string path = Path.Combine(_folder.Path, "page.md");
        File.WriteAllText(path, $"before\n{MarkdownBlock.Begin}\nold\n{MarkdownBlock.End}\nafter\n");
        MarkdownBlock.Write(path, "new\n");
        Assert.Equal(
            $"before\n{MarkdownBlock.Begin}\n\nnew\n\n{MarkdownBlock.End}\nafter\n", File.ReadAllText(path));
        File.WriteAllText(path, "no markers");
        string message = Assert.Throws<ArgumentException>(() => MarkdownBlock.Write(path, "")).Message;
        Assert.Contains(MarkdownBlock.Begin, message);
    }
}
