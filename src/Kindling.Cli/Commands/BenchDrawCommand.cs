using System.CommandLine;
using Kindling.Cli.Options;
using Kindling.Workloads;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling bench draw</c>: draws of initial weights.</summary>
sealed class BenchDrawCommand() : BenchSubcommand("draw")
{
    readonly NetworkOptions _network = new();
    readonly Option<int> _inputs = NumberOption.Whole("--inputs", "Inputs of the network", 1);
    readonly Option<int> _runs = NumberOption.Whole("--runs", "Independent draws, spread over the threads", 1);

    readonly Option<string> _init = new("--init")
    {
        Description = "The initializer",
        HelpName = "SCHEME",
        DefaultValueFactory = _ => "raai",
    };

    public static Command Create()
    {
        var draw = new BenchDrawCommand();
        return draw.Build(
            "Draws of initial weights",
            [.. draw._network.All, draw.Steps, draw._inputs, draw._runs, draw._init],
            "kindling bench draw                               the standard draws",
            "kindling bench draw --init raai --inputs 2048 --width 2048 --depth 1 --activation relu",
            "kindling bench draw --init orthogonal --inputs 400 --width 400 --depth 1 --runs 100");
    }

    protected override IReadOnlyList<Workload> Workloads(ParseResult parsed) => !IsDescribed(parsed)
        ? Standard(parsed).Draw()
        :
        [
            new DrawWorkload
            {
                Scheme = _network.Schemes(parsed, parsed.GetValue(_init)!)[0],
                Network = _network.Network(parsed).Build(parsed.GetValue(_inputs), 1),
                Runs = parsed.GetValue(_runs),
                Threads = Common.ThreadsOf(parsed),
                IsDouble = IsDouble(parsed),
            },
        ];
}
