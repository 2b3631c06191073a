using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

/// <summary>RAI and RAAI from the inputs on.</summary>
public class RandomAsymmetricPathTests
{
    const int Wide = 1 << 30; // No bias left.

    /// <summary>The points' error per layer is some 0.1 %, and that of ten layers' mean below that.</summary>
    [Theory]
    [InlineData(0.36, 0)]
    [InlineData(0.92, 100)]
    [InlineData(1.219, 100)]
    public void Far_from_the_input_lengths_and_differences_grow_as_the_exact_law_says(double weightVariance, double k)
    {
        RandomAsymmetricLaw law = RandomAsymmetricLaw.Of(weightVariance, k);
        var path = RandomAsymmetricPath.FromNormal(new(weightVariance, k), 1 - 1e-9);
        const int Before = 15, Layers = 20;
        (double length, double difference) = After(path, Before);
        (double laterLength, double laterDifference) = After(path, Layers);
        Assert.Equal(law.LengthGrowth, Math.Pow(laterLength / length, 1.0 / Layers), 2e-3);
        Assert.Equal(law.PerturbationGrowth, Math.Pow(laterDifference / difference, 1.0 / Layers), 1e-2);
        Assert.Equal(law.OffProbability, path.OffProbability, 5e-3);
    }

    [Fact]
    public void First_layer_of_normal_inputs_is_known_in_closed_form()
    {
        // E[h^2] = sigma_w^2 + 1/2, and correlation c in both parts.
        var path = RandomAsymmetricPath.FromNormal(new(0.9, 100), 0.4);
        path.Enter(Wide);
        Assert.Equal(1.4, path.Length, 2e-3);
        Assert.Equal(0.4, path.Correlation, 2e-3);
        path.Activate(Activations.Relu);
        const double OfSteps = 1e-2; // Averages of functions that jump converge more slowly.
        Assert.Equal(0.5, path.OffProbability, OfSteps);
        Assert.Equal(0.5, path.SlopeSquare, OfSteps);
    }

    /// <summary>
    /// From independent inputs h1 and h2 are, given u, independent and normal of variance sigma_w^2 + u^2: E[relu h]
    /// and E[relu h1 relu h2] are averages over u alone.
    /// </summary>
    [Theory]
    [InlineData(0.6, 100)]
    [InlineData(1.2, 100)]
    [InlineData(0.36, 0)]
    public void Second_layer_of_independent_inputs_is_known_in_closed_form(double weightVariance, double k)
    {
        double kappa = k / (1 + k), w = weightVariance;
        double mean = 2.0 / 3 * (Math.Pow(w + 1, 1.5) - Math.Pow(w, 1.5)) / Math.Sqrt(2 * Math.PI);
        double square = (w + 0.5) / 2, product = (w + 0.5) / (2 * Math.PI);
        double length = (w * (square - (kappa * mean * mean))) + (square / 2);
        double covariance = (w * (product - (kappa * mean * mean))) + (product / 2);
        var path = RandomAsymmetricPath.FromNormal(new(w, k), 0);
        path.Enter(Wide);
        path.Activate(Activations.Relu);
        path.Enter(Wide);
        Assert.Equal(length, path.Length, 1e-3 * length);
        Assert.Equal(covariance / length, path.Correlation, 2e-3);
    }

    [Fact]
    public void Biases_are_the_floor_of_the_length()
    {
        // From zero inputs: one entry 1 of n + 1, of variance sigma_w^2 / n, or the special one.
        const int FanIn = 99;
        var path = new RandomAsymmetricPath(new(0.9, 0), [0.0], [0.0]);
        path.Enter(FanIn);
        Assert.Equal((0.9 / FanIn * FanIn / (FanIn + 1)) + (0.5 / (FanIn + 1)), path.Length, 1e-12);
        Assert.Equal(1, path.Correlation, 1e-12);
    }

    [Fact]
    public void Equal_inputs_stay_equal()
    {
        var path = RandomAsymmetricPath.FromNormal(new(1.1, 100), 1);
        After(path, 10);
        Assert.Equal(1, path.Correlation, 1e-12);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RandomAsymmetricPath(new(0, 0), [1.0], [1.0]));
        Assert.Throws<ArgumentException>(() => new RandomAsymmetricPath(new(1, -1), [1.0], [1.0]));
        Assert.Throws<ArgumentException>(() => new RandomAsymmetricPath(new(1, 0), [1.0], [1.0, 2.0]));
        Assert.Throws<ArgumentException>(() => RandomAsymmetricPath.FromNormal(new(1, 0), 1.1));
    }

    /// <summary>Length, and mean square difference of the two inputs, after so many further layers.</summary>
    static (double Length, double Difference) After(RandomAsymmetricPath path, int layers)
    {
        for (int l = 0; l < layers; l++)
        {
            path.Enter(Wide);
            path.Activate(Activations.Relu);
        }

        return (path.Length, path.Length * (1 - path.Correlation));
    }
}
