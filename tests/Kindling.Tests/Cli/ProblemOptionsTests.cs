using System.Text.Json.Nodes;
using Kindling.Studies;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

/// <summary>Differential equations and least squares as options of the commands.</summary>
public class ProblemOptionsTests
{
    const string Quick =
        "compare --problem transport --points 8 --network resnet --width 8 --depth 1 --activation relu "
        + "--steps 10 --seeds 2 --lr 0.005 --quiet --json --init he,box";

    [Fact]
    public void Schemes_are_compared_on_an_equation_by_the_distance_to_its_solution()
    {
        JsonNode json = JsonNode.Parse(Run(Quick).Output)!;
        Assert.Equal("transport", (string)json["problem"]!);
        Assert.Equal("single", (string)json["precision"]!);
        // The tent (1 - |x - t - 0.4| / 0.3)+ over the unit square, against its mean: 0.31 to two digits.
        Assert.InRange((double)json["constantError"]!, 0.25, 0.35);
    }

    [Fact]
    public void Least_squares_lowers_the_error_and_takes_double_precision()
    {
        string longer = Quick.Replace("--steps 10", "--steps 100", StringComparison.Ordinal);
        JsonNode plain = JsonNode.Parse(Run(longer).Output)!, solved = JsonNode.Parse(Run(longer + " --lsgd").Output)!;
        Assert.Equal("double", (string)solved["precision"]!);
        Assert.True(BestError(solved) < 0.5 * BestError(plain));
    }

    [Fact]
    public void A_study_of_an_equation_comes_back_as_it_was_and_its_report_names_the_command()
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "study");
        const string Options = "--sampling sobol --redraw --equation-weight width^-0.5 --lsgd --lsgd-ridge 1e-9";
        Assert.Equal(0, Run($"{Quick} {Options} --out {folder}").Code);
        Study study = StudyYaml.Read(Path.Combine(folder, "study.yaml"));
        Assert.Equal(EquationWeight.Parse("width^-0.5"), study.Problem.EquationWeight);
        Assert.Equal(1e-9, study.LeastSquares!.Ridge);
        string report = File.ReadAllText(Path.Combine(folder, "report.html"));
        foreach (string part in new[] { "--problem transport", "--sampling sobol", "--redraw", "--lsgd-ridge" })
            Assert.Contains(part, report, StringComparison.Ordinal);
        Assert.StartsWith(
            "step,loss,trainError,testError,validationLoss,validationError,rank,condition",
            File.ReadAllText(Path.Combine(folder, "runs", "he-s0", "curve.csv")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_points_than_unknowns_are_allowed_and_said()
    {
        (int code, _, string errors) = Run(
            "compare --function sin --points 5 --width 16 --depth 1 --lsgd --steps 2 --seeds 1 --lr 0.01 --init he "
            + "--json");
        Assert.Equal(0, code);
        Assert.Contains("5 equations for 17 unknowns", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--problem poisson --activation relu", "poisson has second derivatives")]
    [InlineData("--problem transprot", "did you mean 'transport'?")]
    [InlineData("--problem transport --data x.csv", "exclude each other")]
    [InlineData("--problem transport --function sin", "exclude each other")]
    [InlineData("--problem transport --points 1", "--points is '1'")]
    [InlineData("--problem transport --redraw", "uniform or sobol")]
    [InlineData("--problem transport --equation-weight 0", "--equation-weight is '0'")]
    [InlineData("--problem transport --equation-weight depth^2", "--equation-weight is 'depth^2'")]
    [InlineData("--problem transport --target y", "--target is for tables, but there is no --data")]
    [InlineData("--problem transport --folds 3", "--folds is for tables, but there is no --data")]
    [InlineData("--problem transport --validation-fraction 0.1", "--validation-fraction is for tables, but")]
    [InlineData("--sampling sobol", "--problem")]
    [InlineData("--lsgd-ridge 1", "--lsgd")]
    [InlineData("--lsgd --lsgd-share 0", "--lsgd-share is '0'")]
    [InlineData("--lsgd --lsgd-threshold 1", "--lsgd-threshold is '1'")]
    public void Bad_use_gives_one_line_and_code_2(string options, string part)
    {
        using var temporary = new TemporaryFolder();
        string folder = Path.Combine(temporary.Path, "study");
        (int code, string output, string errors) = Run($"compare {options} --out {folder}");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Least_squares_refuses_classes_with_the_reason()
    {
        using var temporary = new TemporaryFolder();
        string file = temporary["t.csv"];
        File.WriteAllText(file, "x,c\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,a\n9,b\n10,b\n");
        (int code, _, string errors) = Run($"compare --data {file} --lsgd --out {temporary["s"]}");
        Assert.Equal(2, code);
        Assert.Contains("cross-entropy", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temporary["s"]));
    }

    static double BestError(JsonNode json) => (double)json["schemes"]![0]!["testErrorMedian"]!;
}
