using Kindling.Files;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Studies;

public class StudyYamlTests
{
    static readonly Study Full = new()
    {
        Problem = new()
        {
            Data = "a b.csv",
            DataHash = "0123",
            Target = "yes",
            Classification = true,
            Ignored = ["id", "a, \"b\""],
            TestFile = "t.csv",
            TestHash = "4567",
            ValidationFile = "v.csv",
            ValidationHash = "89ab",
        },
        Network = new()
        {
            Kind = NetworkKind.Resnet,
            Widths = [8, 8, 4],
            Activation = "leaky_relu:0.2",
            Parameterization = Parameterization.Ntk(1.5, 0.05),
        },
        Schemes = ["he:bias=random", "aci:weight_variance=2:bias_variance=0:k=5", "he:bias=random#2"],
        Optimizer = OptimizerKind.Momentum,
        LearningRate = RateChoice.Parse("0.0032..0.1"),
        DecayFactor = 0.9,
        DecayEvery = 40,
        Momentum = 0.8,
        WeightDecay = 0.1,
        Batch = 7,
        Steps = 30,
        Time = 2.5,
        Precision = Precision.Double,
        Keep = KeptStep.Last,
        Margin = 0.2,
        Seeds = 3,
        Seed = ulong.MaxValue,
    };

    static readonly Study Bare =
        new() { Problem = new() { Function = "sin" }, Schemes = ["he"], WeightDecay = 0, Folds = null };

    public static TheoryData<Study> Studies() =>
    [
        Full,
        Full with
        {
            Problem = new() { Data = "a.csv", DataHash = "0", Split = RowSplit.Folds, ValidationFraction = 0.1 },
            Folds = 4,
        },
        Full with
        {
            Problem = new()
            {
                Pde = "heat",
                Points = 9,
                Sampling = PointSpread.Uniform,
                Redrawn = true,
                EquationWeight = EquationWeight.Parse("ntk"),
            },
            LeastSquares = new() { Every = 2, Threshold = 1e-7, Ridge = 1e-9, Share = 0.5 },
        },
        Full with
        {
            Problem = new()
            {
                Picture = new("a b.png") { Hash = "0123", Size = 64, Sample = 0.1, TotalVariation = 0.5 },
            },
        },
        Bare,
    ];

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_study_comes_back_as_it_was(Study study)
    {
        Study back = StudyYaml.Parse(StudyYaml.Write(study));
        Assert.Equal(StudyYaml.Write(study), StudyYaml.Write(back));
        Assert.Equal(study.Schemes, back.Schemes);
        Assert.Equal(study.Network.Widths, back.Network.Widths);
        Assert.Equal(study.Problem.Ignored, back.Problem.Ignored);
        Assert.Equal(
            study.Problem with { Ignored = [], Points = null, Picture = null },
            back.Problem with { Ignored = [], Points = null, Picture = null });
        Assert.Equal(study.LearningRate, back.LearningRate);
    }

    [Fact]
    public void A_definition_begins_with_its_format_and_has_a_setting_on_each_line()
    {
        string[] lines = StudyYaml.Write(Bare).TrimEnd('\n').Split('\n');
        Assert.Equal("kindling: 2", lines[0]);
        Assert.Equal(["function: sin", "points: 1000"], lines[1..3]);
        Assert.Contains("init: [he]", lines);
        Assert.All(lines[1..], line => Assert.Contains(line.Split(':')[0], StudySettings.NamesIn(SettingForms.File)));
    }

    [Fact]
    public void A_default_that_is_spelled_out_makes_no_other_study()
    {
        string text = StudyYaml.Write(Bare);
        foreach (string line in text.Split('\n').Where(l => l.Contains(':') && !l.StartsWith("kindling")))
        {
            string name = line.Split(':')[0];
            if (name is "init" or "function") // What is asked for; and without it another function is meant.
                continue;
            string without = text.Replace(line + "\n", "", StringComparison.Ordinal);
            if (name is "batch") // All points of this study; 256 is what a thousand points have by default.
                Assert.Contains("batch: 256", StudyYaml.Write(StudyYaml.Parse(without)), StringComparison.Ordinal);
            else
                Assert.Equal(text, StudyYaml.Write(StudyYaml.Parse(without)));
        }
    }

    [Fact]
    public void A_file_is_itself_wherever_it_lies()
    {
        Study moved = Full with { Problem = Full.Problem with { Data = "./a b.csv", TestFile = "../t.csv" } };
        Study changed = Full with { Problem = Full.Problem with { DataHash = "1123" } };
        Assert.NotEqual(StudyYaml.Write(Full), StudyYaml.Write(moved));
        Assert.Equal(StudyYaml.Identity(Full), StudyYaml.Identity(moved));
        Assert.NotEqual(StudyYaml.Identity(Full), StudyYaml.Identity(changed));
        Study unread = Full with { Problem = Full.Problem with { DataHash = null } };
        Assert.Contains("data: a b.csv", StudyYaml.Identity(unread), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kindling: 2\ninit: [he]\nfunction: sin\nseed: 1\nstep: 5\n", "line 5", "'step'; expected 'steps'")]
    [InlineData("kindling: 2\ninit: [he]\nfunction: sin\nseeds: many\n", "line 4", "'many'")]
    [InlineData("kindling: 2\ninit: {he: 1}\nfunction: sin\n", "line 2", "no single value")]
    [InlineData("kindling: 2\nfunction: sin\n", "line 1", "no 'init'")]
    [InlineData("init: [he\n", "line", "YAML")]
    [InlineData("- a\n", "no mapping", "one YAML mapping")]
    [InlineData("kindling: 9\n", "format 9", "format 2")]
    public void Mistakes_are_told_with_their_line(string text, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string path = folder["study.yaml"];
        File.WriteAllText(path, text);
        string message = Assert.Throws<FileFormatException>(() => StudyYaml.Read(path)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
