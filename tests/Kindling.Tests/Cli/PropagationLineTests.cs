using Kindling.Cli.Output;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Propagation;

namespace Kindling.Tests.Cli;

public class PropagationLineTests
{
    static readonly PropagationSettings s_settings =
        new() { Scheme = RandomAsymmetric.Raai, Activation = Activations.Relu, Layers = [1, 100] };

    [Fact]
    public void A_terminal_shows_the_first_layer_then_what_a_fifth_of_a_second_brought_and_ends_clean()
    {
        string text = Show(rewrites: true);
        Assert.Equal(["layer 1 of 100", "layer 3 of 100", "layer 100 of 100"], Layers(text));
        Assert.EndsWith(" \r", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void A_log_gets_a_line_every_ten_seconds_and_one_for_each_network() =>
        Assert.Equal(["layer 1 of 100", "layer 4 of 100", "layer 100 of 100"], Layers(Show(rewrites: false)));

    static string Show(bool rewrites)
    {
        using var errors = new StringWriter();
        var line = new PropagationLine(s_settings, errors, rewrites);
        foreach ((int layer, double seconds) in new[] { (1, 0.01), (2, 0.1), (3, 0.3), (4, 11), (100, 11.1) })
        {
            if (layer != 4 || !rewrites)
                line.Show(new(0.9, 1, layer, layer / 100.0, TimeSpan.FromSeconds(seconds)));
        }

        line.Clear();
        return errors.ToString();
    }

    static IEnumerable<string> Layers(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, "layer [0-9]+ of [0-9]+").Select(m => m.Value);
}
