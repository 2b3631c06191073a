using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Tests.Initialization;

public class InitializersTests
{
    [Fact]
    public void Names_and_aliases_are_unique_and_found_whatever_their_case()
    {
        string[] names = [.. Initializers.All.SelectMany(s => s.Aliases.Prepend(s.Name))];
        Assert.Equal(names.Length, names.Distinct().Count());
        foreach (string name in names)
            Assert.Same(Initializers.Find(name), Initializers.Find(name.ToUpperInvariant().Replace('_', '-')));
    }

    [Fact]
    public void Schemes_are_listed_by_name()
    {
        string[] names = [.. Initializers.All.Select(s => s.Name)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData("xavier", "glorot")]
    [InlineData("xavier_uniform", "glorot")]
    [InlineData("xavier_normal", "glorot_normal")]
    [InlineData("kaiming", "he")]
    [InlineData("kaiming_uniform", "he_uniform")]
    public void PyTorch_names_are_the_same_schemes(string alias, string name) =>
        Assert.Equal(name, Initializers.Find(alias).Name);

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Initializers.Find("glorto"));
        AssertStarts("unknown initializer 'glorto'; did you mean 'glorot'? Known: aci, ", error.Message);
    }

    [Theory]
    [InlineData("he")]
    [InlineData("he:bias=random")]
    [InlineData("aci:weight_variance=1.5:k=50")]
    [InlineData("siren:omega0=1:bias=zero")]
    [InlineData("box:reading=algorithm3_with_m")]
    [InlineData("aci:weight_variance=critical:bias_variance=0.1")]
    public void A_scheme_with_options_survives_being_written_and_read(string text)
    {
        Initializer scheme = Initializers.Parse(text);
        Assert.Equal(text, scheme.ToString());
        Assert.Equal(scheme.Options, Initializers.Parse(scheme.ToString()).Options);
    }

    [Fact]
    public void Options_in_the_text_reach_the_scheme()
    {
        var aci = (AntiCorrelated)Initializers.Parse(" ACI : K=50 : weight-variance=1.5 ");
        Assert.Equal((50, (double?)1.5, 0), (aci.K, aci.Options.WeightVariance, aci.BiasVariance));
    }

    [Fact]
    public void Defaults_go_to_the_schemes_that_take_them_and_yield_to_the_text()
    {
        InitializerOptions defaults = new() { K = 10, WeightVariance = 0.7 };
        Assert.Equal(
            ["he", "aci:weight_variance=0.7:k=50", "raai:weight_variance=0.7:k=10"],
            Initializers.ParseList("he,aci:k=50,raai", defaults).Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("aci:omega0=3", "initializer 'aci' has no option 'omega0'; its options are k, weight_variance")]
    [InlineData("pytorch:k=1", "initializer 'pytorch' has no options; 'k' was given.")]
    [InlineData("aci:k=-1", "k is '-1'; it must be finite and greater than -1.")]
    [InlineData("aci:k=many", "k is 'many'; it must be finite and greater than -1.")]
    [InlineData("aci:bias_variance=NaN", "bias_variance is 'NaN'; it must be finite and at least 0.")]
    [InlineData("he:bias=ones", "bias is 'ones'; it must be zero or random.")]
    [InlineData("he:bias", "'bias' in initializer 'he:bias' is not an option; options look like k=50.")]
    [InlineData("aci:k=1:k=2", "option 'k' is given twice in initializer 'aci:k=1:k=2'.")]
    [InlineData("he,he", "initializer 'he' is listed twice in 'he,he'.")]
    [InlineData("he,,box", "an initializer's name is missing.")]
    [InlineData("orthogonal:gain=1:weight_variance=1", "orthogonal takes gain or weight_variance")]
    public void A_wrong_text_is_explained(string text, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Initializers.ParseList(text));
        AssertStarts(message, error.Message);
    }

    [Fact]
    public void Options_set_in_code_are_checked_as_well()
    {
        Assert.Throws<ArgumentException>(() => Initializers.Create("aci", new() { WeightVariance = 0 }));
        Assert.Throws<ArgumentException>(() => Initializers.Create("he", new() { K = 3 }));
        Assert.Throws<ArgumentException>(() => Initializers.Create("box", new() { Reading = (BoxReading)99 }));
    }

    [Fact]
    public void A_relu_network_is_compared_over_the_schemes_made_for_relu() =>
        Assert.Equal(
            ["aci", "box", "glorot", "he", "orthogonal", "pytorch", "raai", "rai"],
            Suitable(Network.Plain(2, [32, 32], 1, Activations.Relu)));

    [Fact]
    public void A_residual_relu_network_is_compared_without_those_for_plain_ones() =>
        Assert.Equal(
            ["box", "glorot", "he", "orthogonal", "pytorch"],
            Suitable(Network.Residual(1, [32, 32], 1, Activations.Relu)));

    [Fact]
    public void A_tanh_network_is_compared_over_the_schemes_made_for_tanh() =>
        Assert.Equal(
            ["glorot", "lecun", "orthogonal", "pytorch"], Suitable(Network.Plain(2, [32, 32], 1, Activations.Tanh)));

    [Fact]
    public void A_sine_network_is_compared_with_siren() =>
        Assert.Contains("siren", Suitable(Network.Plain(2, [32, 32], 1, Activations.Find("sin"))));

    [Fact]
    public void Schemes_warn_away_from_home()
    {
        Network tanh = Network.Plain(1, [8, 8], 1, Activations.Tanh);
        Network relu = Network.Plain(1, [8, 8], 1, Activations.Relu);
        Network deep = Network.Plain(1, [.. Enumerable.Repeat(8, 16)], 1, Activations.Relu);
        Network residual = Network.Residual(2, [8, 8, 8], 1, Activations.Relu);
        AssertWarns("box", tanh, "activation is tanh");
        AssertWarns("box", deep, "almost one point");
        AssertWarns("he", relu, "Try he:bias=random or box.");
        AssertWarns("raai", residual, "grows exponentially");
        Assert.Empty(Initializers.Parse("he:bias=random").Warnings(relu));
        Assert.Empty(Initializers.Find("glorot").Warnings(tanh));
    }

    static void AssertWarns(string scheme, Network network, string words) =>
        Assert.Contains(words, Assert.Single(Initializers.Find(scheme).Warnings(network)), StringComparison.Ordinal);

    static void AssertStarts(string expected, string message) =>
        Assert.StartsWith(expected, message, StringComparison.Ordinal);

    static IEnumerable<string> Suitable(Network network) => Initializers.SuitableFor(network).Select(s => s.Name);
}
