using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Studies;
using Kindling.Workloads;

namespace Kindling.Cli.Commands;

/// <summary>A part of <c>kindling bench</c>: says which jobs there are; they are measured and printed here.</summary>
abstract class BenchSubcommand(string name)
{
    const double UsualSeconds = 2;

    readonly Option<double?> _time = NumberOption.Positive(
        "--time", $"Seconds for each job [default: {UsualSeconds}]", "SECONDS");

    /// <summary>Steps of a burst; a part may offer it.</summary>
    protected Option<int?> Steps { get; } = NumberOption.WholeOrNone(
        "--steps", "Steps of a burst [default: a tenth of the time]");

    protected CommonOptions Common { get; } = new();

    /// <summary>The jobs to measure.</summary>
    protected abstract IReadOnlyList<Workload> Workloads(ParseResult parsed);

    /// <summary>The jobs that are measured where none is described.</summary>
    protected StandardWorkloads Standard(ParseResult parsed) => new(Common.ThreadsOf(parsed), IsDouble(parsed));

    /// <summary>Whether an option describes a job, rather than how it is measured and shown.</summary>
    protected bool IsDescribed(ParseResult parsed) => parsed.CommandResult.Command.Options
        .Except([_time, Common.Threads, Common.Seed, Common.Json, Common.Quiet])
        .Any(parsed.IsGiven);

    protected bool IsDouble(ParseResult parsed) => Common.PrecisionOf(parsed) == Precision.Double;

    /// <summary>The command: the options that all parts have, then its own.</summary>
    protected Command Build(string description, IEnumerable<Option> options, params string[] examples)
    {
        var command = new Command(name, description) { Common.All, _time, options };
        HelpWithExamples.Install(command, examples);
        command.SetAction(Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, errors = parsed.InvocationConfiguration.Error;
        using var interruption = new Interruption(errors);
        var peaks = new MachinePeak();
        List<WorkloadResult> results = [];
        try
        {
            foreach (Workload workload in Workloads(parsed))
                results.Add(Measure(workload, peaks, parsed, interruption.Token));
        }
        catch (OperationCanceledException) when (results.Count > 0)
        {
            errors.WriteLine("interrupted: the jobs that were measured");
        }

        IEnumerable<(WorkloadResult Result, double Peak)> measured = results.Select(r => (r, peaks.Of(r.Workload)));
        if (parsed.GetValue(Common.Json))
        {
            JsonObject document = Common.Document("bench", parsed);
            document["workloads"] = JsonText.List(measured.Select(m => BenchJson.Of(m.Result, m.Peak)));
            output.Write(JsonText.ToText(document));
        }
        else
        {
            BenchTable.Print(measured, output);
        }

        return interruption.Token.IsCancellationRequested ? ExitCode.Failed : ExitCode.Done;
    }

    WorkloadResult Measure(Workload workload, MachinePeak peaks, ParseResult parsed, CancellationToken cancellation)
    {
        using (workload)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!parsed.GetValue(Common.Quiet))
                parsed.InvocationConfiguration.Error.WriteLine($"measuring {workload.Name} ...");
            peaks.Measure(workload);
            var budget = TimeSpan.FromSeconds(parsed.GetValue(_time) ?? UsualSeconds);
            WorkloadResult result = workload.Measure(parsed.GetValue(Steps), budget, cancellation);
            peaks.Measure(workload);
            return result;
        }
    }
}
