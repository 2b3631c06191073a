using Kindling.Studies;

namespace Kindling.Tests.Studies;

/// <summary>
/// Cyr et al. 2019, Fig. 14: gradient descent multiplies the point by a matrix with eigenvalues 0.6 and -0.6, so the
/// loss falls by 0.36 a step; with x solved for, y falls by 0.36 and the loss by 0.1296 (ERRATA B15).
/// </summary>
public class ToyQuadraticTests
{
    const int Steps = 12;

    [Theory]
    [InlineData("{}", 109, 0.36)]
    [InlineData("{ lsgd: true }", 3.2, 0.1296)]
    public void The_loss_is_the_exact_sequence(string method, double start, double factor)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.Text("toy.yaml", $$"""
            settings: { toy: quadratic, optimizer: sgd, lr: 0.1, precision: double, steps: {{Steps}}, seeds: 1 }
            grid: { method: { it: {{method}} } }
            """);
        GridResults results = new GridExecutor(GridYaml.Read(path), 1).Execute();
        RunResult run = Assert.Single(results.Cells[0].Runs);
        Assert.Equal(Steps + 1, run.Curve.Count);
        for (int k = 0; k <= Steps; k++)
            Assert.Equal(1, run.Curve[k].Loss / (start * Math.Pow(factor, k)), 1e-12); // A few roundings a step.
    }

    [Fact]
    public void Too_large_a_rate_diverges_and_says_so()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.Text(
            "toy.yaml", "settings: { toy: quadratic, optimizer: sgd, lr: 10, steps: 1000, seeds: 1 }");
        GridResults results = new GridExecutor(GridYaml.Read(path), 1).Execute();
        Assert.Equal((1, 1), (results.Done, results.Diverged));
        Assert.Contains("not finite", results.Cells[0].Runs[0].Reason, StringComparison.Ordinal);
    }
}
