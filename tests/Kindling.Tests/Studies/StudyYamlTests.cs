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
        Problem = new(
            )
        { Data = "a b.csv", DataHash = "0123", Target = "yes", Classification = true, Ignored = ["id"] },
        Network = new()
        {
            Kind = NetworkKind.Resnet,
            Widths = [8, 8, 4],
            Activation = "leaky_relu:0.2",
            Parameterization = Parameterization.Ntk(1.5, 0.05),
        },
        Schemes = ["he:bias=random", "aci:k=5"],
        Optimizer = OptimizerKind.RmsProp,
        LearningRate = RateChoice.Of(0.0032),
        Batch = 7,
        Steps = 30,
        Time = 2.5,
        Precision = Precision.Double,
        Seeds = 3,
        Seed = ulong.MaxValue,
    };

    [Fact]
    public void A_study_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        Study equation = Full with
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
        };
        Study picture = Full with
        {
            Problem = new()
            {
                Picture = new("a b.png") { Hash = "0123", Size = 64, Sample = 0.1, TotalVariation = 0.5 },
            },
        };
        var bare = new Study { Problem = new() { Function = "sin" }, Schemes = ["he"] };
        foreach (Study study in new[] { Full, equation, picture, bare })
        {
            string path = folder["study.yaml"];
            File.WriteAllText(path, StudyYaml.Write(study));
            Assert.Equal(StudyYaml.Write(study), StudyYaml.Write(StudyYaml.Read(path)));
        }
    }

    [Theory]
    [InlineData("schemes: [he]\nproblem: {function: sin}\nseed: 1\nstep: 5\n", "line 4", "'step'")]
    [InlineData("schemes: [he]\nproblem: {function: sin}\nseeds: many\n", "line 3", "'many'")]
    [InlineData("schemes: he\nproblem: {function: sin}\n", "line 1", "no list")]
    [InlineData("schemes: [he\n", "line", "YAML")]
    [InlineData("- a\n", "no mapping", "one YAML mapping")]
    [InlineData("kindling: 9\n", "format 9", "format 1")]
    public void Mistakes_are_told_with_their_line(string text, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string path = folder["study.yaml"];
        File.WriteAllText(path, text);
        string message = Assert.Throws<FileFormatException>(() => StudyYaml.Read(path)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
