using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Propagation;

namespace Kindling.Tests.Propagation;

/// <summary>Signals in drawn networks of width 2048 do what the theory of infinite width says.</summary>
public class TheoryAgainstMeasurementTests
{
    const int Width = 2048;
    const int Networks = 6;

    /// <summary>
    /// In standard errors of the mean over <see cref="Networks"/> networks: 1 in 10^4 for their t law.
    /// </summary>
    const double StandardErrors = 10;

    /// <summary>Corrections of order 1 / width, and the error of the points that stand for the law of RAI.</summary>
    const double Bias = 3e-3;

    /// <summary>All schemes that have such a theory.</summary>
    public static TheoryData<string> Schemes() =>
        [.. Initializers.All.OfType<LayerwiseInitializer>().Where(s => s.Name != "box").Select(s => s.Name)];

    /// <summary>All activations.</summary>
    public static TheoryData<string> AllActivations() => [.. Activations.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_scheme(string name)
    {
        var scheme = (LayerwiseInitializer)Initializers.Find(name);
        if (name.Contains("ortho", StringComparison.Ordinal))
        {
            Agree(scheme, Activations.Tanh, depth: 2); // Drawing these takes ten times as long as all the rest.
            return;
        }

        foreach (string activation in new[] { "relu", "tanh", "sin" })
            Agree(scheme, Activations.Find(activation), depth: 3);
    }

    [Theory]
    [MemberData(nameof(AllActivations))]
    public void Every_activation(string name)
    {
        double variance = name == "exp" ? 0.3 : 1.3;
        foreach (string scheme in new[] { "gaussian", "aci" })
        {
            var options = new InitializerOptions { WeightVariance = variance, BiasVariance = 0.05 };
            Agree((LayerwiseInitializer)Initializers.Create(scheme, options), Activations.Find(name), 3);
        }
    }

    static void Agree(LayerwiseInitializer scheme, Activation activation, int depth)
    {
        PropagationResult result = Propagator.Run<float>(new()
        {
            Scheme = scheme,
            Activation = activation,
            Width = Width,
            Signals = 8,
            Layers = [.. Enumerable.Range(1, depth)],
            Networks = Networks,
            Correlation = 0.6,
            Seed = 3,
            Threads = 1,
        });
        foreach (PropagationPoint point in result.Points)
        {
            string place = $"{scheme} with {activation}, layer {point.Layer}";
            Close(point.LengthTheory!.Value, point.NetworkLengths, point.LengthTheory.Value, place + ", length");
            Close(point.CorrelationTheory!.Value, point.NetworkCorrelations, 1, place + ", correlation");
        }
    }

    static void Close(double theory, SampleMoments measured, double scale, string place)
    {
        double standardError = measured.Deviation / Math.Sqrt(Networks - 1);
        double allowed = (StandardErrors * standardError) + (Bias * scale);
        Assert.True(
            Math.Abs(measured.Mean - theory) <= allowed,
            $"{place}: theory {theory:G5}, measured {measured.Mean:G5}, allowed difference {allowed:G3}");
        Assert.True(allowed < 0.3 * scale, $"{place}: the measurement's error {allowed:G3} says nothing");
    }
}
