using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

public class SirenTests
{
    [Theory]
    [InlineData("siren:omega0=30", "sin:30", 1.0 / 3, 1.0)]
    [InlineData("siren:omega0=30", "sin", 30.0 / 3, 30.0)]
    [InlineData("siren:omega0=1", "sin", 1.0 / 3, 1.0)]
    public void Bounds_are_the_paper_s_times_omega0_over_the_activation_s_frequency(
        string scheme, string activation, double firstBound, double factor)
    {
        const int Inputs = 3, Width = 150;
        Network network = Network.Plain(Inputs, [Width, Width], 40, Activations.Find(activation));
        Parameters<double> drawn = Initializers.Parse(scheme).Draw<double>(network, new(1));
        double omega0 = ((Siren)Initializers.Parse(scheme)).Omega0, hidden = Math.Sqrt(6.0 / Width) / omega0;
        AssertUniform(firstBound, drawn.Weights(0));
        AssertUniform(factor * hidden, drawn.Weights(1));
        AssertUniform(hidden, drawn.Weights(2));
        AssertUniform(factor / Math.Sqrt(Inputs), drawn.Biases(0));
        AssertUniform(factor / Math.Sqrt(Width), drawn.Biases(1));
        AssertUniform(1 / Math.Sqrt(Width), drawn.Biases(2));
    }

    [Fact]
    public void Sine_of_omega0_z_and_plain_sine_compute_the_same_function()
    {
        Parameters<double> inside = Draw("siren", "sin:30"), outside = Draw("siren", "sin");
        for (int layer = 0; layer < 2; layer++)
        {
            IEnumerable<(double, double)> pairs = inside.Weights(layer).ToArray().Zip(outside.Weights(layer).ToArray());
            Assert.All(pairs, p => Assert.Equal(p.Item2, 30 * p.Item1, 1e-13));
        }

        Assert.Equal(inside.Weights(2).ToArray(), outside.Weights(2).ToArray());
    }

    [Fact]
    public void Biases_are_zero_on_request() =>
        Assert.All(Draw("siren:bias=zero", "sin").Biases(0).ToArray(), b => Assert.Equal(0, b));

    static Parameters<double> Draw(string scheme, string activation)
    {
        Network network = Network.Plain(2, [10, 10], 1, Activations.Find(activation));
        return Initializers.Parse(scheme).Draw<double>(network, new(5));
    }

    /// <summary>
    /// Inside the bound, and coming near it: the largest of n misses by more than 10 / n with probability e^-10.
    /// </summary>
    static void AssertUniform(double bound, Span<double> values)
    {
        double largest = values.ToArray().Max(Math.Abs);
        Assert.InRange(largest, bound * (1 - (10.0 / values.Length)), bound);
    }
}
