using System.Text.Json;
using Kindling.MeanField;

namespace Kindling.Tests.MeanField;

public class RandomAsymmetricLawTests
{
    const string File = "a3_rai_raai";

    [Fact]
    public void Beta_gauss_integrals_are_the_golden_values_and_keep_their_identity()
    {
        foreach (JsonElement row in Golden.Rows(File, "beta_gauss_integrals"))
        {
            double[] v = Golden.Numbers(row);
            BetaGaussIntegrals node = BetaGaussIntegrals.Of(v[0]);
            Golden.Close(v[1], node.OnProbability, 1e-12);
            Golden.Close(v[2], node.Mean, 1e-12);
            Golden.Close(v[3], node.MeanSquare, 1e-12);
            Golden.Close(v[4], node.SpecialMean, 1e-12);
            Golden.Close(node.MeanSquare, (v[0] * node.OnProbability) + node.SpecialMean, 1e-13);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Approximate_boundaries_are_the_golden_values(double k)
    {
        JsonElement expected = Golden.Expected(File, $"critical_variances_k{k}");
        Same("length_rms", RandomAsymmetricClosings.LengthBoundary(0, SpecialInput.RootMeanSquare));
        Same("length_mean", RandomAsymmetricClosings.LengthBoundary(0, SpecialInput.Mean));
        Same("chi_rms", RandomAsymmetricClosings.OrderToChaosBoundary(SpecialInput.RootMeanSquare));
        Same("chi_mean", RandomAsymmetricClosings.OrderToChaosBoundary(SpecialInput.Mean));
        Same("length_anti_rms", RandomAsymmetricClosings.LengthBoundary(k, SpecialInput.RootMeanSquare));
        Same("length_anti_mean", RandomAsymmetricClosings.LengthBoundary(k, SpecialInput.Mean));
        Same("printed_eq12_a", RandomAsymmetricClosings.PrintedEquation12(k, literal: false));
        Same("printed_eq12_b", RandomAsymmetricClosings.PrintedEquation12(k, literal: true));
        Same("printed_eq10", RandomAsymmetricClosings.PrintedEquation10());
        Same("chi_reduced_sigma", RandomAsymmetricClosings.ReducedNoiseOrderToChaosBoundary(k));

        void Same(string name, double actual) => Golden.Close(expected.Number(name), actual, 1e-11);
    }

    [Fact]
    public void All_numbers_of_table_2_follow_within_a_hundredth_but_one()
    {
        foreach (PrintedBoundary row in RandomAsymmetricClosings.Table2())
        {
            bool follows = row.Statement.StartsWith("follows", StringComparison.Ordinal);
            double roundedUp = Math.Ceiling(100 * row.Value) / 100;
            Assert.Equal(follows, roundedUp == row.Printed || Math.Round(row.Value, 2) == row.Printed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Large_width_law_is_the_golden_value(double k)
    {
        // The golden law was made on a coarser grid, stated as good to 0.2 %. At 0.36 and k = 100, where the tails
        // are heaviest, its last two columns (0.2810, 0.6473) are off by 0.22 % and 0.27 %: a population of 2e6
        // nodes over 35 layers gives 0.2815 and 0.6457, this law 0.2816 and 0.6455.
        const double Relative = 0.003;
        JsonElement expected = Golden.Expected(File, $"large_width_law_k{k}");
        foreach (JsonElement row in expected.GetProperty("rows").EnumerateArray())
        {
            double[] v = Golden.Numbers(row);
            RandomAsymmetricLaw law = RandomAsymmetricLaw.Of(v[0], k);
            Golden.Close(v[0], law.WeightVariance, 1e-9);
            Golden.Close(v[1], law.LengthGrowth, Relative);
            Golden.Close(v[2], law.PerturbationGrowth, Relative);
            Golden.Close(v[3], law.OffProbability, Relative);
            Golden.Close(v[4], law.MeanOverRms, Relative);
        }

        Golden.Close(expected.Number("sigma_w2_length_growth_1"), RandomAsymmetricLaw.LengthBoundary(k), Relative);
        Golden.Close(
            expected.Number("sigma_w2_perturbation_growth_1"), RandomAsymmetricLaw.OrderToChaosBoundary(k), Relative);
    }

    [Theory]
    [InlineData(0.36, 100)]
    [InlineData(0.72, 0)]
    public void Large_width_law_matches_a_population_of_nodes(double weightVariance, double k)
    {
        // Two inputs whose signals differ by a millionth, in layers of 100,000 nodes. Averages over 40 layers of 1e5
        // nodes with heavy-tailed squares scatter by about 1e-3; allowed is five times that.
        const int Nodes = 100_000;
        const int Settling = 30;
        const int Layers = 70;
        const double Scatter = 5e-3;
        double kappa = k / (1 + k);
        var random = new Random(12345);
        double[] s = [.. Enumerable.Range(0, Nodes).Select(_ => Math.Abs(Normal(random)))];
        double[] d = [.. Enumerable.Range(0, Nodes).Select(_ => Normal(random))];
        double growth = 0;
        double spread = 0;
        double off = 0;
        for (int layer = 0; layer < Layers; layer++)
        {
            (s, d, double g, double p, double zero) = Step(s, d);
            if (layer < Settling)
                continue;
            growth += Math.Log(g) / (Layers - Settling);
            spread += Math.Log(p) / (Layers - Settling);
            off += zero / (Layers - Settling);
        }

        RandomAsymmetricLaw law = RandomAsymmetricLaw.Of(weightVariance, k);
        Golden.Close(law.LengthGrowth, Math.Exp(growth), Scatter);
        Golden.Close(law.PerturbationGrowth, Math.Exp(spread), Scatter);
        Golden.Close(law.OffProbability, off, Scatter);

        (double[] S, double[] D, double Growth, double Spread, double Off) Step(double[] s, double[] d)
        {
            double mean = s.Average();
            double square = s.Average(x => x * x);
            double squareD = d.Average(x => x * x);
            double sigma = Math.Sqrt(weightVariance * (square - (kappa * mean * mean)));
            double sigmaD = Math.Sqrt(weightVariance * squareD);
            var next = new double[Nodes];
            var nextD = new double[Nodes];
            int zeros = 0;
            for (int i = 0; i < Nodes; i++)
            {
                int j = random.Next(Nodes);
                double u = Math.Sqrt(random.NextDouble()); // beta(2, 1)
                double h = (sigma * Normal(random)) + (u * s[j]);
                double dh = (sigmaD * Normal(random)) + (u * d[j]);
                (next[i], nextD[i]) = h > 0 ? (h, dh) : (0, 0);
                zeros += h > 0 ? 0 : 1;
            }

            double g = next.Average(x => x * x) / square;
            double p = nextD.Average(x => x * x) / squareD;
            double scale = 1 / Math.Sqrt(g * square);
            double scaleD = 1 / Math.Sqrt(p * squareD);
            return ([.. next.Select(x => x * scale)], [.. nextD.Select(x => x * scaleD)], g, p, (double)zeros / Nodes);
        }
    }

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    [Fact]
    public void Boundaries_are_those_of_the_papers_simulations()
    {
        Assert.Equal(0.72, RandomAsymmetricLaw.LengthBoundary(0), 2);
        Assert.Equal(1.2, RandomAsymmetricLaw.LengthBoundary(100), 1);
        Assert.Equal(0.9, RandomAsymmetricLaw.OrderToChaosBoundary(100), 1);
    }

    [Fact]
    public void Throws_when_the_variance_or_strength_is_out_of_range()
    {
        Assert.Equal("weightVariance", Assert.Throws<ArgumentException>(() => RandomAsymmetricLaw.Of(-1, 0)).ParamName);
        Assert.Equal(
            "correlationStrength", Assert.Throws<ArgumentException>(() => RandomAsymmetricLaw.Of(1, -1)).ParamName);
    }
}
