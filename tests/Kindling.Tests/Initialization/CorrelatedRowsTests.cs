using System.Text.Json;
using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

public class CorrelatedRowsTests
{
    [Theory]
    [InlineData("rank_one_row_n5_k100")]
    [InlineData("rank_one_row_n4_k0")]
    [InlineData("rank_one_row_n6_k-0.5")]
    public void Rows_match_the_reference_for_given_normals(string id)
    {
        JsonElement golden = Golden.Case("c1_correlated_rows", id);
        JsonElement inputs = golden.GetProperty("inputs"), expected = golden.GetProperty("expected");
        double beta = CorrelatedRows.Beta(inputs.GetProperty("k").GetDouble());
        Assert.Equal(expected.GetProperty("beta").GetDouble(), beta, 1e-15);
        double deviation = Math.Sqrt(inputs.GetProperty("v").GetDouble());
        double[][] normals = Golden.Rows(inputs.GetProperty("z")), rows = Golden.Rows(expected.GetProperty("rows"));
        foreach ((double[] z, double[] row) in normals.Zip(rows))
        {
            double[] whole = [.. z.Select(x => x * deviation)], split = [.. whole];
            CorrelatedRows.ShiftInPlace<double>(whole, beta, new double[z.Length]);
            Assert.All(whole.Zip(row), p => Assert.Equal(p.Second, p.First, 1e-14));
            CorrelatedRows.ShiftInPlace(split.AsSpan(0, z.Length - 1), ref split[^1], beta, new double[z.Length]);
            Assert.All(split.Zip(row), p => Assert.Equal(p.Second, p.First, 1e-14));
        }
    }

    /// <summary>
    /// The shift is linear, z to M z; its rows on the unit vectors give M, and M M^T is the covariance at v = 1.
    /// </summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(7, 3)]
    [InlineData(16, 0)]
    [InlineData(33, -0.5)]
    public void Covariance_of_a_row_is_that_of_equation_1_to_rounding(int n, double k)
    {
        var columns = new double[n][];
        for (int j = 0; j < n; j++)
        {
            columns[j] = new double[n];
            columns[j][j] = 1;
            CorrelatedRows.ShiftInPlace<double>(columns[j], CorrelatedRows.Beta(k), new double[n]);
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double covariance = columns.Sum(c => c[i] * c[j]);
                double expected = (i == j ? 1 : 0) - (k / (1 + k) / n);
                Assert.Equal(expected, covariance, 4e-15); // n products of numbers of order 1
            }
        }
    }

    /// <summary>
    /// 100,000 drawn rows of five weights: entries have variance and pairs covariance of (1), to five standard
    /// errors.
    /// </summary>
    [Fact]
    public void Drawn_rows_have_the_covariance_of_equation_1()
    {
        const int Units = 100_000, FanIn = 5;
        JsonElement golden = Golden.Expected("c1_correlated_rows", "rank_one_row_n5_k100");
        double diagonal = golden.GetProperty("cov_diag").GetDouble();
        double pair = golden.GetProperty("cov_offdiag").GetDouble();
        Network network = Network.Plain(FanIn, [Units], 1, Activations.Relu);
        double[] weights = Initializers.Find("aci").Draw<double>(network, new(8)).Weights(0).ToArray();
        for (int i = 0; i < FanIn; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double measured = 0;
                for (int start = 0; start < weights.Length; start += FanIn)
                    measured += weights[start + i] * weights[start + j] / Units;
                double expected = i == j ? diagonal : pair;
                double error = Math.Sqrt(((diagonal * diagonal) + (expected * expected)) / Units);
                Assert.InRange(measured, expected - (5 * error), expected + (5 * error));
            }
        }
    }

    [Fact]
    public void Anti_correlation_takes_most_of_the_variance_of_a_row_sum()
    {
        Network network = Network.Plain(50, [20_000], 1, Activations.Relu);
        Parameters<float> drawn = Initializers.Parse("aci:weight_variance=2:k=100").Draw<float>(network, new(9));
        double meanSquare = 0;
        for (int i = 0; i < 20_000; i++)
        {
            float sum = 0;
            foreach (float w in drawn.Weights(0).Slice(i * 50, 50))
                sum += w;
            meanSquare += (double)sum * sum / 20_000;
        }

        double expected = 2 / 101.0; // sigma_w^2 (1 - k/(1+k))
        double five = 5 * Math.Sqrt(2.0 / 20_000); // relative standard errors of a variance
        Assert.InRange(meanSquare, expected * (1 - five), expected * (1 + five));
    }
}
