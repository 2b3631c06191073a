using System.CommandLine;
using Kindling.Cli.Options;
using Kindling.Problems;
using Kindling.Training;
using Kindling.Workloads;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling bench train</c>: training steps.</summary>
sealed class BenchTrainCommand() : BenchSubcommand("train")
{
    const string RandomData = "none";
    const string Picture = "image";

    readonly NetworkOptions _network = new();
    readonly Option<int> _inputs = NumberOption.Whole("--inputs", "Inputs of the network", 1);
    readonly Option<int> _outputs = NumberOption.Whole("--outputs", "Outputs of the network", 1);
    readonly Option<int> _batch = NumberOption.Whole("--batch", "Points per step", 256);
    readonly Option<int> _runs = NumberOption.Whole("--runs", "Independent networks, spread over the threads", 1);
    readonly Option<string?> _loss =
        ChoiceOption.Of("--loss", "Squared error or cross-entropy", "mse", "mse", "cross-entropy");

    readonly Option<string?> _optimizer =
        ChoiceOption.Of<OptimizerKind>("--optimizer", "The optimizer", OptimizerKind.Adam);

    readonly Option<string?> _problem = ChoiceOption.Of(
        "--problem",
        "A differential equation, or a picture with total variation, instead of random data",
        RandomData,
        [RandomData, Picture, .. PdeProblems.All.Select(p => p.Name)]);

    readonly Option<int> _points = NumberOption.Whole("--points", "Points of the equation along each coordinate", 32);
    readonly Option<bool> _lsgd = new("--lsgd") { Description = "Solve for the read-out at every step" };

    public static Command Create()
    {
        var train = new BenchTrainCommand();
        return train.Build(
            "Training steps of one network, or of several independent ones at once",
            [
                .. train._network.All,
                train.Steps,
                train._inputs,
                train._outputs,
                train._batch,
                train._runs,
                train._loss,
                train._optimizer,
                train._problem,
                train._points,
                train._lsgd,
            ],
            "kindling bench train                              the standard networks",
            "kindling bench train --width 64 --depth 16 --activation relu --batch 256 --threads 2",
            "kindling bench train --width 32 --depth 8 --runs 16 --steps 500 --json",
            "kindling bench train --problem transport --width 32 --depth 1 --lsgd --precision double");
    }

    protected override IReadOnlyList<Workload> Workloads(ParseResult parsed)
    {
        if (!IsDescribed(parsed))
            return Standard(parsed).Train();
        string problem = parsed.GetValue(_problem)!;
        RequireRandomData(parsed, problem);
        int inputs = problem == RandomData ? parsed.GetValue(_inputs) : 2;
        int outputs = problem == Picture ? 3 : parsed.GetValue(_outputs);
        return
        [
            new TrainWorkload
            {
                Network = _network.Network(parsed).Build(inputs, outputs),
                Equation = problem switch
                {
                    RandomData => null,
                    Picture => StandardWorkloads.Picture(parsed.GetValue(_batch)),
                    _ => PdeProblems.Find(problem).Create(new PdeOptions { Side = parsed.GetValue(_points) }),
                },
                LeastSquares = parsed.GetValue(_lsgd),
                Batch = parsed.GetValue(_batch),
                Runs = parsed.GetValue(_runs),
                Loss = parsed.GetValue(_loss) == "mse" ? LossKind.MeanSquared : LossKind.CrossEntropy,
                Optimizer = parsed.Chosen<OptimizerKind>(_optimizer)!.Value,
                Threads = Common.ThreadsOf(parsed),
                IsDouble = IsDouble(parsed),
            },
        ];
    }

    /// <summary>Refuses sizes and losses of random data that an equation or a picture would not take over.</summary>
    void RequireRandomData(ParseResult parsed, string problem)
    {
        Option[] others = problem == Picture ? [_inputs, _outputs, _loss] : [_inputs, _outputs, _loss, _batch];
        if (problem != RandomData && Array.Find(others, parsed.IsGiven) is Option given)
        {
            throw new UsageException(
                $"{given.Name} is for random data; --problem {problem} has its own", $"leave {given.Name} out");
        }
    }
}
