using System.CommandLine;
using Kindling.Workloads;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling bench</c>: how fast this machine trains, draws and multiplies, against its own peak.</summary>
sealed class BenchCommand() : BenchSubcommand("bench")
{
    public static Command Create()
    {
        Command command = new BenchCommand().Build(
            "Measures speed: seconds per step, GFLOP/s and the share of this machine's multiply-add peak",
            [],
            "kindling bench                                    all standard jobs, a few seconds each",
            "kindling bench train --width 64 --depth 16 --activation relu --batch 256 --threads 2",
            "kindling bench train --width 32 --depth 8 --runs 16 --steps 500 --json",
            "kindling bench draw --init orthogonal --inputs 400 --width 400 --depth 1 --runs 100",
            "kindling bench product --rows 2048 --inner 256 --columns 256");
        command.Subcommands.Add(BenchTrainCommand.Create());
        command.Subcommands.Add(BenchDrawCommand.Create());
        command.Subcommands.Add(BenchProductCommand.Create());
        return command;
    }

    protected override IReadOnlyList<Workload> Workloads(ParseResult parsed)
    {
        StandardWorkloads standard = Standard(parsed);
        return [.. standard.Train(), .. standard.Draw(), .. standard.Product()];
    }
}
