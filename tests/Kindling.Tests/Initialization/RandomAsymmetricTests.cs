using System.Numerics.Tensors;
using System.Text.Json;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Tests.Initialization;

public class RandomAsymmetricTests
{
    [Theory]
    [InlineData("raai_entry_moments_fanin4_k100", "raai", 200_000)]
    [InlineData("raai_entry_moments_fanin50_k100", "raai", 20_000)]
    [InlineData("raai_entry_moments_fanin10_k0", "rai", 100_000)]
    public void Entries_have_the_moments_of_the_paper_s_code(string id, string scheme, int units)
    {
        JsonElement golden = Golden.Case("c1_correlated_rows", id);
        JsonElement inputs = golden.GetProperty("inputs"), expected = golden.GetProperty("expected");
        double[][] rows = Rows(
            scheme, inputs.GetProperty("fan_in").GetInt32(), units, inputs.GetProperty("variance_weights").GetDouble());
        int n = rows[0].Length;
        AssertMean(expected.GetProperty("entry_mean").GetDouble(), rows, r => r.Average());
        AssertMean(expected.GetProperty("entry_second_moment").GetDouble(), rows, r => r.Average(x => x * x));
        AssertMean(
            expected.GetProperty("pair_second_moment").GetDouble(),
            rows,
            r => ((r.Sum() * r.Sum()) - r.Sum(x => x * x)) / (n * (n - 1)));

        // The bias has the law of a weight.
        AssertMean(expected.GetProperty("entry_mean").GetDouble(), rows, r => r[^1]);
        AssertMean(expected.GetProperty("entry_second_moment").GetDouble(), rows, r => r[^1] * r[^1]);
    }

    /// <summary>
    /// With weights of almost no variance what stands out is the special entry: one a unit, Beta(2, 1), anywhere.
    /// </summary>
    [Fact]
    public void One_entry_of_each_unit_is_beta_distributed_and_any_entry_may_be_it()
    {
        const int Units = 20_000, FanIn = 9;
        double[][] rows = Rows("raai", FanIn, Units, variance: 1e-20);
        double[] special = [.. rows.Select(r => r.Max()).Order()];
        Assert.All(rows, r => Assert.Equal(1, r.Count(x => Math.Abs(x) > 1e-8)));
        double distance = special.Select((u, i) => Math.Abs((u * u) - ((i + 0.5) / Units))).Max();
        Assert.True(distance < 2.2 / Math.Sqrt(Units), $"Kolmogorov distance {distance} from u^2"); // P below 1e-4
        foreach (IGrouping<int, int> place in rows.Select(r => Array.IndexOf(r, r.Max())).GroupBy(i => i))
        {
            double p = 1.0 / (FanIn + 1), error = Math.Sqrt(p * (1 - p) / Units);
            Assert.InRange(place.Count() / (double)Units, p - (5 * error), p + (5 * error));
        }
    }

    [Fact]
    public void Without_a_bias_the_special_entry_is_a_weight()
    {
        Network network = Network.Plain(3, [4], 500, Activations.Relu, readOutBias: false);
        Initializer scheme = Initializers.Parse("raai:weight_variance=1e-20");
        double[] readOut = scheme.Draw<double>(network, new(3)).Weights(1).ToArray();
        for (int unit = 0; unit < 500; unit++)
            Assert.Equal(1, readOut.AsSpan(unit * 4, 4).ToArray().Count(x => x > 1e-8));
    }

    /// <summary>
    /// Ten ReLU layers, 100 wide, fed with 100 standard normal inputs, 20 networks. Tolerance 0.03 as stated with the
    /// golden values, which are a simulation themselves.
    /// </summary>
    [Theory]
    [InlineData("he", "He", 2.0)]
    [InlineData("aci", "ACI", 2.0)]
    [InlineData("rai", "RAI", 0.36)]
    [InlineData("raai", "RAAI", 0.92)]
    public void Units_are_off_as_often_as_in_the_reference_simulation(string scheme, string id, double variance)
    {
        const int Networks = 20, Width = 100, Inputs = 100;
        JsonElement golden = Golden.Case("c2_off_probability", $"off_probability_by_layer_{id}");
        JsonElement expected = golden.GetProperty("expected");
        Network network = Network.Plain(Width, [.. Enumerable.Repeat(Width, 10)], 1, Activations.Relu);
        Initializer initializer = Initializers.Parse(scheme, new() { WeightVariance = variance });
        double[] off = new double[10], dead = new double[10];
        for (int seed = 0; seed < Networks; seed++)
            CountOff(initializer.Draw<float>(network, new((ulong)seed)), Inputs, seed, off, dead);
        double[] probability = Golden.Numbers(expected.GetProperty("P(h<=0)"));
        double[] forAll = Golden.Numbers(expected.GetProperty("off_for_all_inputs"));
        for (int layer = 0; layer < 10; layer++)
        {
            Assert.Equal(probability[layer], off[layer] / (Networks * Width * Inputs), 0.03);
            Assert.Equal(forAll[layer], dead[layer] / (Networks * Width), 0.03);
        }
    }

    static void CountOff(Parameters<float> parameters, int inputs, int seed, double[] off, double[] dead)
    {
        int width = parameters.Network.Width;
        float[] x = new float[inputs * width], y = new float[inputs * width];
        RandomStream.Create((ulong)seed, "inputs").FillNormal<float>(x);
        for (int layer = 0; layer < off.Length; layer++)
        {
            for (int unit = 0; unit < width; unit++)
            {
                Span<float> row = parameters.Weights(layer).Slice(unit * width, width);
                float bias = parameters.Biases(layer)[unit];
                int silent = 0;
                for (int i = 0; i < inputs; i++)
                {
                    float h = bias + TensorPrimitives.Dot(row, x.AsSpan(i * width, width));
                    silent += h <= 0 ? 1 : 0;
                    y[(i * width) + unit] = Math.Max(h, 0);
                }

                off[layer] += silent;
                dead[layer] += silent == inputs ? 1 : 0;
            }

            (x, y) = (y, x);
        }
    }

    /// <summary>Units as rows: the weights, then the bias.</summary>
    static double[][] Rows(string scheme, int fanIn, int units, double variance)
    {
        Network network = Network.Plain(fanIn, [units], 1, Activations.Relu);
        Initializer initializer = Initializers.Create(scheme, new() { WeightVariance = variance });
        Parameters<double> drawn = initializer.Draw<double>(network, new(6));
        var rows = new double[units][];
        for (int i = 0; i < units; i++)
            rows[i] = [.. drawn.Weights(0).Slice(i * fanIn, fanIn), drawn.Biases(0)[i]];
        return rows;
    }

    /// <summary>A mean over units, to five of its own standard errors.</summary>
    static void AssertMean(double expected, double[][] rows, Func<double[], double> statistic)
    {
        double[] values = [.. rows.Select(statistic)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        double error = deviation / Math.Sqrt(values.Length);
        Assert.InRange(mean, expected - (5 * error), expected + (5 * error));
    }
}
