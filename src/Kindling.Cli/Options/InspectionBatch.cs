using System.CommandLine;
using Kindling.Diagnostics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>The inputs that a network is inspected on: a file's rows, or standard normal ones.</summary>
sealed class InspectionBatch
{
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Inputs: NPY [points, inputs], CSV or IDX [default: standard normal inputs]",
        HelpName = "FILE",
    };

    public Option<string?> Target { get; } = new("--target")
    {
        Description = "Also fit these targets: a column of a CSV table, or a file for NPY and IDX",
        HelpName = "NAME",
    };

    public Option<string?> Pde { get; } = new("--problem")
    {
        Description = "Inspect on the points of a differential equation: "
            + string.Join(", ", PdeProblems.All.Select(p => p.Name)),
        HelpName = "NAME",
    };

    public Option<int?> Points { get; } = NumberOption.WholeOrNone(
        "--points", "Most inputs to use [default: twice the width, at most 512]", least: 4);

    public Option<int?> Inputs { get; } = NumberOption.WholeOrNone(
        "--inputs", "Inputs of the network [default: those of --data, else the width]");

    public Option<int?> Outputs { get; } = NumberOption.WholeOrNone(
        "--outputs", "Outputs of the network [default: those of --target, else as many as inputs]");

    public IEnumerable<Option> All => [Data, Target, Pde, Points, Inputs, Outputs];

    /// <summary>
    /// The table or equation that was named; null where there is none or it is a bare array of inputs.
    /// </summary>
    public Problem? Problem(ParseResult parsed, ulong seed)
    {
        string? data = parsed.GetValue(Data), target = parsed.GetValue(Target);
        if (data is null && target is not null)
            throw new UsageException("--target is for tables, but there is no --data", "add --data FILE");
        if (parsed.GetValue(Pde) is string pde)
        {
            return data is null
                ? new ProblemChoice { Pde = PdeProblems.Find(pde).Name }.Load(seed, new NetworkChoice())
                : throw new UsageException("--data and --problem exclude each other", "name one of them");
        }

        if (data is null || (target is null && IsArray(data)))
            return null;
        return new ProblemChoice { Data = data, Target = target, TestFraction = 0, ValidationFraction = 0 }
            .Load(seed, new NetworkChoice());
    }

    /// <summary>Inputs and outputs of a network to draw.</summary>
    public (int Inputs, int Outputs) Sizes(ParseResult parsed, Problem? problem, NetworkChoice choice)
    {
        int? given = parsed.GetValue(Inputs), outputs = parsed.GetValue(Outputs);
        int? known = problem?.Inputs ?? (parsed.GetValue(Data) is string array
            ? Files.Npy.ReadMatrix(array).Columns
            : null);
        if (given is int i && known is int k && i != k)
            throw new UsageException(
                $"--inputs is {i}, but {parsed.GetValue(Data) ?? parsed.GetValue(Pde)} has {k}", "leave --inputs out");
        int inputs = known ?? given ?? choice.Widths[0];
        bool fits = parsed.GetValue(Target) is not null || parsed.GetValue(Pde) is not null;
        return (inputs, outputs ?? (fits ? problem!.Outputs : inputs));
    }

    /// <summary>The batch, and the targets where they are known.</summary>
    public (Matrix<double> Batch, Matrix<double>? Targets) Rows(
        ParseResult parsed, Problem? problem, Network network, ulong seed)
    {
        int most = parsed.GetValue(Points) ?? InspectionInputs.SuggestedPoints(network);
        if ((parsed.GetValue(Data) ?? parsed.GetValue(Pde)) is not string data)
            return (InspectionInputs.StandardNormal(most, network.Inputs, seed), null);
        Matrix<double> all = problem is null ? Files.Npy.ReadMatrix(data) : problem.TrainingInputs;
        if (all.Columns != network.Inputs)
            throw new UsageException($"{data} has {all.Columns} inputs, but the network takes {network.Inputs}");
        int[] rows = EvenSpread.Of(all.Rows, most);
        Matrix<double>? targets = parsed.GetValue(Target) is null ? null : problem!.Terms[0].Data.Targets;
        return (Gather(all, rows), targets is null ? null : Gather(targets, rows));
    }

    static bool IsArray(string path)
    {
        byte[] beginning = new byte[8];
        if (!File.Exists(path))
            return path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
        using FileStream file = File.OpenRead(path);
        int length = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        return Files.Npy.IsNpy(beginning.AsSpan(0, length));
    }

    static Matrix<double> Gather(Matrix<double> all, int[] rows)
    {
        var some = new Matrix<double>(rows.Length, all.Columns);
        all.GatherRows(rows, some);
        return some;
    }
}
