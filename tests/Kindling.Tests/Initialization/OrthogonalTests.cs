using System.Text.Json;
using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

public class OrthogonalTests
{
    /// <summary>Square, tall and wide layers, the scale that keeps the entry variance sigma_w^2 / fan-in.</summary>
    [Fact]
    public void Gram_matrices_are_the_stated_multiples_of_the_identity()
    {
        JsonElement golden = Golden.Expected("c4_orthogonal", "rectangular_scale");
        foreach (JsonElement row in golden.GetProperty("rows").EnumerateArray())
        {
            int fanOut = row.GetProperty("n_out").GetInt32(), fanIn = row.GetProperty("n_in").GetInt32();
            double variance = row.GetProperty("sigma_w2").GetDouble();
            Initializer scheme = Initializers.Create("orthogonal", new() { WeightVariance = variance });
            double[] standard = Weights(scheme, fanIn, fanOut, Parameterization.Standard);
            AssertGram(standard, fanOut, fanIn, Scale(row, "std"));
            double[] ntk = Weights(scheme, fanIn, fanOut, Parameterization.Ntk(variance, 1));
            AssertGram(ntk, fanOut, fanIn, Scale(row, "ntk"));
            double entry = standard.Average(w => w * w);
            Assert.Equal(row.GetProperty("entry_variance_std").GetDouble(), entry, 1e-13);
        }
    }

    [Theory]
    [InlineData("orthogonal", "relu", 2)]
    [InlineData("orthogonal", "tanh", 25.0 / 9)]
    [InlineData("orthogonal:gain=3", "relu", 9)]
    public void The_gain_is_the_activation_s_unless_given(string scheme, string activation, double square)
    {
        Network network = Network.Plain(16, [16], 1, Activations.Find(activation));
        AssertGram(Initializers.Parse(scheme).Draw<double>(network, new(1)).Weights(0).ToArray(), 16, 16, square);
    }

    [Fact]
    public void Under_the_ntk_parameterization_the_gain_is_its_sigma_w()
    {
        double[] weights = Weights(Initializers.Find("orthogonal"), 12, 12, Parameterization.Ntk(1.3, 1));
        AssertGram(weights, 12, 12, 12);
    }

    [Fact]
    public void Orthonormal_square_layers_have_the_norm_of_the_glorot_draw_and_others_are_that_draw()
    {
        Network network = Network.Plain(5, [40, 40], 1, Activations.Tanh);
        Parameters<double> glorot = Initializers.Find("glorot_normal").Draw<double>(network, new(12));
        Parameters<double> drawn = Initializers.Find("orthonormal").Draw<double>(network, new(12));
        Assert.Equal(glorot.Weights(0).ToArray(), drawn.Weights(0).ToArray());
        Assert.Equal(glorot.Weights(2).ToArray(), drawn.Weights(2).ToArray());
        AssertGram(drawn.Weights(1).ToArray(), 40, 40, glorot.Weights(1).ToArray().Sum(w => w * w) / 40);
    }

    /// <summary>
    /// E[Q_11] = 0 and E[Q_11^2] = 1/n: without the signs of R in Q the mean would be -0.50 for n = 3.
    /// </summary>
    [Fact]
    public void Square_draws_have_the_moments_of_haar_measure()
    {
        const int Draws = 4000;
        Network network = Network.Plain(3, [3], 1, Activations.Linear);
        Initializer scheme = Initializers.Parse("orthogonal:gain=1");
        double[] corner = new double[Draws];
        for (int seed = 0; seed < Draws; seed++)
            corner[seed] = scheme.Draw<double>(network, new((ulong)seed)).Weights(0)[0];
        double five = 5 / Math.Sqrt(Draws); // standard errors; E[Q^2] = 1/3, variance of Q^2 = 1/5 - 1/9
        Assert.InRange(corner.Average(), -five * Math.Sqrt(1.0 / 3), five * Math.Sqrt(1.0 / 3));
        double spread = five * Math.Sqrt((1.0 / 5) - (1.0 / 9));
        Assert.InRange(corner.Average(q => q * q), (1.0 / 3) - spread, (1.0 / 3) + spread);
    }

    static double Scale(JsonElement row, string parameterization) =>
        row.GetProperty(parameterization).GetProperty("equals_c_times_identity").GetDouble();

    static double[] Weights(Initializer scheme, int fanIn, int fanOut, Parameterization parameterization)
    {
        Network network = Network.Plain(fanIn, [fanOut], 1, Activations.Relu, parameterization);
        return scheme.Draw<double>(network, new(21)).Weights(0).ToArray();
    }

    /// <summary>W^T W for tall, W W^T for wide matrices, to a few roundings of their size.</summary>
    static void AssertGram(double[] weights, int rows, int columns, double diagonal)
    {
        bool tall = rows >= columns;
        int order = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                double sum = Enumerable.Range(0, length).Sum(k => At(i, k) * At(j, k));
                Assert.Equal(i == j ? diagonal : 0, sum, 1e-13 * diagonal);
            }
        }

        double At(int vector, int entry) =>
            tall ? weights[(entry * columns) + vector] : weights[(vector * columns) + entry];
    }
}
