using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Initialization;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Workloads;
using Spectre.Console;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling bench</c>: how fast this machine trains, draws and multiplies, against its own peak.</summary>
static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "Measures speed: seconds per step, GFLOP/s and the share of this machine's multiply-add peak");
        var common = new CommonOptions();
        common.AddTo(command);
        Option<double?> time = TimeOption();
        command.Options.Add(time);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed,
            common,
            time,
            null,
            [
                .. StandardWorkloads.Train(common.ThreadsOf(parsed)),
                .. StandardWorkloads.Draw(common.ThreadsOf(parsed)),
                .. StandardWorkloads.Product(common.ThreadsOf(parsed)),
            ],
            cancellation)));
        command.Subcommands.Add(Train());
        command.Subcommands.Add(Draw());
        command.Subcommands.Add(Product());
        HelpWithExamples.Install(
            command,
            "kindling bench                                    all standard jobs, a few seconds each",
            "kindling bench train --width 64 --depth 16 --activation relu --batch 256 --threads 2",
            "kindling bench train --width 32 --depth 8 --runs 16 --steps 500 --json",
            "kindling bench draw --init orthogonal --inputs 400 --width 400 --depth 1 --runs 100",
            "kindling bench product --rows 2048 --inner 256 --columns 256");
        return command;
    }

    static Command Train()
    {
        var command = new Command("train", "Training steps of one network, or of several independent ones at once");
        (CommonOptions common, NetworkOptions network, Option<double?> time, Option<int?> steps) = Shared(command);
        Option<int> inputs = NumberOption.Whole("--inputs", "Inputs of the network", 1);
        Option<int> outputs = NumberOption.Whole("--outputs", "Outputs of the network", 1);
        Option<int> batch = NumberOption.Whole("--batch", "Points per step", 256);
        Option<int> runs = NumberOption.Whole("--runs", "Independent networks, spread over the threads", 1);
        Option<string?> loss = ChoiceOption.Of("--loss", "Squared error or cross-entropy", "mse", "mse", "cross-entropy");
        Option<string?> optimizer = ChoiceOption.Of("--optimizer", "The optimizer", "adam", [.. OptimizerNames.All]);
        Option<string?> problem = ChoiceOption.Of(
            "--problem",
            "A differential equation, or a picture with total variation, instead of random data",
            "none",
            ["none", "image", .. PdeProblems.All.Select(p => p.Name)]);
        Option<int> points = NumberOption.Whole("--points", "Points of the equation along each coordinate", 32);
        var lsgd = new Option<bool>("--lsgd") { Description = "Solve for the read-out at every step" };
        foreach (Option option in new Option[] { inputs, outputs, batch, runs, loss, optimizer, problem, points, lsgd })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed,
            common,
            time,
            parsed.GetValue(steps),
            IsBare(parsed) ? StandardWorkloads.Train(common.ThreadsOf(parsed)) : [new TrainWorkload
            {
                Network = network.Network(parsed).Build(
                    parsed.GetValue(problem) == "none" ? parsed.GetValue(inputs) : 2,
                    parsed.GetValue(problem) == "image" ? 3 : parsed.GetValue(outputs)),
                Equation = parsed.GetValue(problem) switch
                {
                    null or "none" => null,
                    "image" => StandardWorkloads.Picture(parsed.GetValue(batch)),
                    string name => PdeProblems.Find(name).Create(new PdeOptions { Side = parsed.GetValue(points) }),
                },
                LeastSquares = parsed.GetValue(lsgd),
                Batch = parsed.GetValue(batch),
                Runs = parsed.GetValue(runs),
                Loss = parsed.GetValue(loss) == "mse" ? LossKind.MeanSquared : LossKind.CrossEntropy,
                Optimizer = OptimizerNames.Find(parsed.GetValue(optimizer)!),
                Threads = common.ThreadsOf(parsed),
                IsDouble = common.PrecisionOf(parsed) == Precision.Double,
            }],
            cancellation)));
        return command;
    }

    static Command Draw()
    {
        var command = new Command("draw", "Draws of initial weights");
        (CommonOptions common, NetworkOptions network, Option<double?> time, Option<int?> steps) = Shared(command);
        Option<int> inputs = NumberOption.Whole("--inputs", "Inputs of the network", 1);
        Option<int> runs = NumberOption.Whole("--runs", "Independent draws, spread over the threads", 1);
        var init = new Option<string>("--init") { Description = "The initializer", HelpName = "SCHEME", DefaultValueFactory = _ => "raai" };
        foreach (Option option in new Option[] { inputs, runs, init })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed,
            common,
            time,
            parsed.GetValue(steps),
            IsBare(parsed) ? StandardWorkloads.Draw(common.ThreadsOf(parsed)) : [new DrawWorkload
            {
                Scheme = Initializers.Parse(parsed.GetValue(init)!, network.SchemeOptions(parsed)),
                Network = network.Network(parsed).Build(parsed.GetValue(inputs), 1),
                Runs = parsed.GetValue(runs),
                Threads = common.ThreadsOf(parsed),
                IsDouble = common.PrecisionOf(parsed) == Precision.Double,
            }],
            cancellation)));
        return command;
    }

    static Command Product()
    {
        var command = new Command("product", "Matrix products in the three forms of training");
        var common = new CommonOptions();
        common.AddTo(command);
        Option<double?> time = TimeOption();
        Option<int> rows = NumberOption.Whole("--rows", "Rows of the result", 2048);
        Option<int> inner = NumberOption.Whole("--inner", "The summed dimension", 256);
        Option<int> columns = NumberOption.Whole("--columns", "Columns of the result", 256);
        Option<int?> steps = NumberOption.WholeOrNone("--steps", "Products of a burst [default: a tenth of the time]");
        foreach (Option option in new Option[] { time, rows, inner, columns, steps })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed,
            common,
            time,
            parsed.GetValue(steps),
            IsBare(parsed) ? StandardWorkloads.Product(common.ThreadsOf(parsed)) :
            [
                .. Enum.GetValues<ProductForm>().Select(form => new ProductWorkload
                {
                    Rows = parsed.GetValue(rows),
                    Inner = parsed.GetValue(inner),
                    Columns = parsed.GetValue(columns),
                    Form = form,
                    Threads = common.ThreadsOf(parsed),
                    IsDouble = common.PrecisionOf(parsed) == Precision.Double,
                }),
            ],
            cancellation)));
        return command;
    }

    static (CommonOptions Common, NetworkOptions Network, Option<double?> Time, Option<int?> Steps) Shared(Command command)
    {
        var common = new CommonOptions();
        var network = new NetworkOptions();
        Option<double?> time = TimeOption();
        Option<int?> steps = NumberOption.WholeOrNone("--steps", "Steps of a burst [default: a tenth of the time]");
        common.AddTo(command);
        network.AddTo(command);
        command.Options.Add(time);
        command.Options.Add(steps);
        return (common, network, time, steps);
    }

    static Option<double?> TimeOption() =>
        NumberOption.Positive("--time", "Seconds for each job [default: 2]", "SECONDS");

    /// <summary>No option describes a job: then the standard jobs are meant.</summary>
    static bool IsBare(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<System.CommandLine.Parsing.OptionResult>()
        .Where(o => !o.Implicit)
        .All(o => o.Option.Name is "--json" or "--threads" or "--time" or "--quiet" or "--seed");

    static int Run(
        ParseResult parsed,
        CommonOptions common,
        Option<double?> time,
        int? steps,
        IReadOnlyList<Workload> workloads,
        CancellationToken cancellation)
    {
        TimeSpan budget = TimeSpan.FromSeconds(parsed.GetValue(time) ?? 2);
        TextWriter output = parsed.InvocationConfiguration.Output, errors = parsed.InvocationConfiguration.Error;
        var peaks = new MachinePeak();
        var results = new JsonArray();
        Table table = Terminal.Columns(["job"], ["a step", "median", "GFLOP/s", "of peak", "threads"]);
        foreach (Workload workload in workloads)
        {
            using (workload)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!parsed.GetValue(common.Quiet))
                    errors.WriteLine($"measuring {workload.Name} ...");
                WorkloadResult result = workload.Measure(steps, budget, cancellation);
                double peak = peaks.Of(workload);
                results.Add(Document(result, peak));
                table.AddRow(
                    Markup.Escape(workload.Name),
                    Seconds(result.SecondsPerStep),
                    Seconds(result.MedianSecondsPerStep),
                    result.Gflops is { } gflops ? $"{gflops:F1}" : "-",
                    result.Gflops is { } share ? $"{100 * share / peak:F0} %" : "-",
                    $"{workload.Threads}");
            }
        }

        if (parsed.GetValue(common.Json))
        {
            JsonObject document = common.Document("bench", parsed);
            document["workloads"] = results;
            output.Write(StudyJson.ToText(document));
            return ExitCode.Done;
        }

        Terminal.Write(table, output);
        output.WriteLine("a step: the best burst; GFLOP/s counts matrix products; peak: multiply-adds on registers alone, measured now");
        return ExitCode.Done;
    }

    static JsonObject Document(WorkloadResult result, double peak)
    {
        Workload workload = result.Workload;
        var document = new JsonObject
        {
            ["name"] = workload.Name,
            ["secondsPerStep"] = result.SecondsPerStep,
            ["medianSecondsPerStep"] = result.MedianSecondsPerStep,
            ["gflops"] = result.Gflops,
            ["peakGflops"] = peak,
            ["shareOfPeak"] = result.Gflops / peak,
            ["threads"] = workload.Threads,
            ["runs"] = workload.Runs,
            ["steps"] = result.Steps,
            ["repeats"] = result.Repeats,
            ["precision"] = workload.IsDouble ? "double" : "single",
        };
        foreach ((string key, object value) in workload.Settings)
            document[key] = value is int number ? JsonValue.Create(number) : JsonValue.Create(value.ToString());
        return document;
    }

    static string Seconds(double seconds) => seconds switch
    {
        < 1e-3 => $"{seconds * 1e6:F1} us",
        < 1 => $"{seconds * 1e3:F2} ms",
        _ => $"{seconds:F2} s",
    };
}
