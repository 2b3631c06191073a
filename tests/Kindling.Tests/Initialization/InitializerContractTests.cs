using System.Numerics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

/// <summary>What every scheme promises; a scheme is covered the day it enters the registry.</summary>
public class InitializerContractTests
{
    /// <summary>Wide enough that its layers are drawn in several blocks.</summary>
    static readonly Network s_wide = Network.Plain(3, [300, 300], 2, Activations.Relu);

    public static TheoryData<string> Schemes => [.. Initializers.All.Select(s => s.Name)];

    public static TheoryData<string, int> SchemesAndShapes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (Initializer scheme in Initializers.All)
            {
                for (int shape = 0; shape < Shapes.Length; shape++)
                    data.Add(scheme.Name, shape);
            }

            return data;
        }
    }

    static Network[] Shapes =>
    [
        Network.Plain(1, [1], 1, Activations.Tanh),
        Network.Plain(1, [1, 1, 1], 3, Activations.Relu, readOutBias: false),
        Network.Plain(1, [7], 1, Activations.Find("sin")),
        Network.Plain(40, [3, 50, 2], 4, Activations.Relu),
        Network.Plain(2, [.. Enumerable.Repeat(4, 200)], 1, Activations.Tanh),
        Network.Residual(2, [5, 5, 5, 8, 8], 1, Activations.Relu),
        Network.Residual(3, [3, 3], 1, Activations.Relu, Parameterization.Ntk(1.5, 0.1), readOutBias: false),
    ];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Same_seed_gives_the_same_bits_on_one_two_and_four_threads(string name)
    {
        SameBits<float>(name);
        SameBits<double>(name);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Another_seed_gives_other_numbers_in_every_weight_tensor(string name)
    {
        Parameters<double> one = Draw<double>(name, s_wide, seed: 1), other = Draw<double>(name, s_wide, seed: 2);
        for (int layer = 0; layer < s_wide.Layers.Count; layer++)
            Assert.NotEqual(one.Weights(layer).ToArray(), other.Weights(layer).ToArray());
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Layers_of_one_shape_get_different_numbers(string name)
    {
        Network network = Network.Plain(6, [6, 6, 6], 6, Activations.Tanh);
        Parameters<double> drawn = Draw<double>(name, network, seed: 3);
        Assert.NotEqual(drawn.Weights(1).ToArray(), drawn.Weights(2).ToArray());
    }

    [Theory]
    [MemberData(nameof(SchemesAndShapes))]
    public void Every_parameter_is_overwritten_with_a_finite_number(string name, int shape)
    {
        OverwrittenAndFinite<float>(name, Shapes[shape]);
        OverwrittenAndFinite<double>(name, Shapes[shape]);
    }

    /// <summary>A scheme that calibrates all layers together cannot promise it.</summary>
    public static TheoryData<string> LayerwiseSchemes =>
        [.. Initializers.All.Where(s => s is LayerwiseInitializer).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(LayerwiseSchemes))]
    public void A_deeper_network_starts_with_the_same_first_layers(string name)
    {
        Network shallow = Network.Plain(4, [9, 9, 9], 1, Activations.Relu);
        Network deep = Network.Plain(4, [9, 9, 9, 9, 9, 9], 1, Activations.Relu);
        Parameters<double> few = Draw<double>(name, shallow, seed: 5), many = Draw<double>(name, deep, seed: 5);
        for (int layer = 0; layer < 3; layer++)
        {
            Assert.Equal(few.Weights(layer).ToArray(), many.Weights(layer).ToArray());
            Assert.Equal(few.Biases(layer).ToArray(), many.Biases(layer).ToArray());
        }
    }

    /// <remarks>
    /// The variances are given where a scheme would read them off the parameterization. Tolerance: one rounding of a
    /// division and one of the product undoing it.
    /// </remarks>
    [Theory]
    [MemberData(nameof(Schemes))]
    public void Ntk_draws_make_the_function_of_the_standard_ones(string name)
    {
        Initializer scheme = Initializers.Parse(name, new() { WeightVariance = 1.2, BiasVariance = 0.3 });
        Network standard = Network.Plain(3, [20, 20], 2, Activations.Tanh);
        Network ntk = Network.Plain(3, [20, 20], 2, Activations.Tanh, Parameterization.Ntk(1.7, 0.4));
        Parameters<double> expected = scheme.Draw<double>(standard, new(11)), drawn = scheme.Draw<double>(ntk, new(11));
        for (int layer = 0; layer < 3; layer++)
        {
            double weightScale = ntk.Parameterization.WeightScale(ntk.Layers[layer]);
            Assert.All(Pairs(expected.Weights(layer), drawn.Weights(layer)), p => AssertClose(p.A, p.B * weightScale));
            double biasScale = ntk.Parameterization.BiasScale;
            Assert.All(Pairs(expected.Biases(layer), drawn.Biases(layer)), p => AssertClose(p.A, p.B * biasScale));
        }
    }

    [Fact]
    public void Random_biases_are_refused_where_the_parameterization_multiplies_them_by_zero()
    {
        Network network = Network.Plain(3, [5], 1, Activations.Relu, Parameterization.Ntk(2, 0));
        ArgumentException error = Assert.Throws<ArgumentException>(() => Draw<double>("pytorch", network, seed: 1));
        Assert.Contains("biasVariance above 0", error.Message, StringComparison.Ordinal);
        Draw<double>("he", network, seed: 1);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Inputs_of_another_width_are_refused(string name)
    {
        var context = new InitializationContext(1, new Matrix<double>(10, 2));
        Assert.Throws<ArgumentException>(() => Initializers.Find(name).Draw<float>(s_wide, context));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_scheme_says_what_it_is_for(string name)
    {
        Initializer scheme = Initializers.Find(name);
        Assert.NotEmpty(scheme.Source);
        Assert.NotEmpty(scheme.MadeFor);
        Assert.EndsWith(".", scheme.Summary, StringComparison.Ordinal);
        IEnumerable<string> warnings = Shapes.SelectMany(scheme.Warnings);
        Assert.All(warnings, w => Assert.EndsWith(".", w, StringComparison.Ordinal));
    }

    static Parameters<T> Draw<T>(string name, Network network, ulong seed, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Initializers.Find(name).Draw<T>(network, new InitializationContext(seed) { Threads = threads });

    static void SameBits<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] one = Draw<T>(name, s_wide, seed: 7).Flat.ToArray();
        Assert.Equal(one, Draw<T>(name, s_wide, seed: 7).Flat.ToArray());
        Assert.Equal(one, Draw<T>(name, s_wide, seed: 7, threads: 2).Flat.ToArray());
        Assert.Equal(one, Draw<T>(name, s_wide, seed: 7, threads: 4).Flat.ToArray());
    }

    static void OverwrittenAndFinite<T>(string name, Network network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = new Parameters<T>(network);
        parameters.Flat.Fill(T.NaN);
        Initializers.Find(name).Initialize(parameters, new InitializationContext(17));
        Assert.All(parameters.Flat.ToArray(), value => Assert.True(T.IsFinite(value)));
    }

    static IEnumerable<(double A, double B)> Pairs(Span<double> a, Span<double> b) => a.ToArray().Zip(b.ToArray());

    static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 4e-16 * Math.Abs(expected), $"{actual:R} instead of {expected:R}");
}
