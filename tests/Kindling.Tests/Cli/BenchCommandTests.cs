using System.Text.Json;
using System.Text.Json.Nodes;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Cli;

public class BenchCommandTests
{
    const string Quick = " --time 0.001 --steps 1 --threads 1 --quiet --json";

    [Fact]
    public void A_described_job_is_the_only_one_and_says_what_was_asked_for()
    {
        JsonNode job = Assert.Single(Jobs("train --width 4 --depth 2 --batch 8 --lsgd --precision double"))!;
        RequireFields(job, "name", "secondsPerStep", "gflops", "peakGflops", "shareOfPeak", "threads", "runs");
        Assert.Equal((4, 2, 8), ((int)job["width"]!, (int)job["depth"]!, (int)job["batch"]!));
        Assert.Equal(JsonValueKind.True, job["lsgd"]!.GetValueKind());
        Assert.Equal("double", (string)job["precision"]!);
    }

    [Fact]
    public void A_product_is_timed_in_its_three_forms_and_counts_two_operations_for_each_term()
    {
        JsonArray jobs = Jobs("product --rows 8 --inner 16 --columns 4");
        Assert.Equal(["forward", "backward", "weightgradient"], jobs.Select(j => (string)j!["form"]!));
        Assert.All(jobs, job => Assert.Equal(
            2 * 8 * 16 * 4 * 1e-9, (double)job!["gflops"]! * (double)job["secondsPerStep"]!, tolerance: 1e-15));
    }

    [Fact]
    public void A_draw_has_no_operations_to_count()
    {
        JsonNode job = Assert.Single(Jobs("draw --init he --width 4 --depth 2"))!;
        Assert.Null(job["gflops"]);
        Assert.Contains("matrix products", (string)job["gflopsReason"]!, StringComparison.Ordinal);
        Assert.Equal("he", (string)job["init"]!);
    }

    [Theory]
    [InlineData("bench train --time 0", "--time is '0'")]
    [InlineData("bench train --problem heet", "--problem is 'heet'")]
    [InlineData(
        "bench train --problem heat --loss cross-entropy", "--loss is for random data; --problem heat has its own")]
    [InlineData("bench train --problem heat --batch 8", "--batch is for random data")]
    [InlineData("bench train --problem image --outputs 2", "--outputs is for random data")]
    [InlineData("bench train --quiet --width 1000000 --depth 1000", "999,001,002,000,001 parameters and would take")]
    [InlineData("bench train --quiet --runs 2000000000", "would take")]
    [InlineData("bench train --quiet --batch 2000000000", "a matrix of 2,000,000,000 x 1 is more than")]
    [InlineData("bench product --quiet --rows 100000 --inner 100000", "a matrix of 100,000 x 100,000 is more than")]
    [InlineData("bench draw --init glorto", "did you mean 'glorot'?")]
    public void Bad_use_gives_one_line_and_code_2(string line, string part)
    {
        (int code, string output, string errors) = Run(line);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(part, errors, StringComparison.Ordinal);
    }

    static JsonArray Jobs(string arguments)
    {
        (int code, string output, _) = Run($"bench {arguments}{Quick}");
        Assert.Equal(0, code);
        return JsonNode.Parse(output)!["workloads"]!.AsArray();
    }
}
