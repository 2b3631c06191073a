using Kindling.Workloads;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>Measured speeds as a table for people.</summary>
static class BenchTable
{
    public static void Print(IEnumerable<(WorkloadResult Result, double Peak)> measured, TextWriter output)
    {
        Table table = Terminal.Columns(["job"], ["a step", "median", "GFLOP/s", "of peak", "threads"]);
        foreach ((WorkloadResult result, double peak) in measured)
        {
            table.AddRow(
                Markup.Escape(result.Workload.Name),
                Seconds(result.SecondsPerStep),
                Seconds(result.MedianSecondsPerStep),
                result.Gflops is { } gflops ? $"{gflops:F1}" : "-",
                result.Gflops is { } share ? $"{100 * share / peak:F0} %" : "-",
                $"{result.Workload.Threads}");
        }

        Terminal.Write(table, output);
        output.WriteLine(
            "a step: the best burst; GFLOP/s counts matrix products (-: there are none); "
            + "peak: multiply-adds on registers alone, measured now");
    }

    static string Seconds(double seconds) => seconds switch
    {
        < 1e-3 => $"{seconds * 1e6:F1} us",
        < 1 => $"{seconds * 1e3:F2} ms",
        _ => $"{seconds:F2} s",
    };
}
