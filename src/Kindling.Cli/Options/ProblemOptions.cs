using System.CommandLine;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>The options that say what is to be learned.</summary>
sealed class ProblemOptions(string usualFunction)
{
    public Option<string?> Function { get; } = new("--function")
    {
        Description = "A built-in function: sin, steps, multiscale[:M], abs, runge, legendre[:N], teacher_standard, "
            + $"teacher_simple, teacher_complex [default: {usualFunction}]",
        HelpName = "NAME",
    };

    public Option<int?> Points { get; } = NumberOption.WholeOrNone(
        "--points", "Training points of a function", least: 2);

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "A table instead: CSV with a header, NPY, or IDX images",
        HelpName = "FILE",
    };

    public Option<string?> Target { get; } = new("--target")
    {
        Description = "The column to predict (for NPY and IDX: the file of the targets) [default: the last column]",
        HelpName = "NAME",
    };

    public Option<string?> Task { get; } = ChoiceOption.Of(
        "--task", "What the target is [default: classes if it is text]", null, "regression", "classification");

    public Option<double?> TestFraction { get; } = NumberOption.Real(
        "--test-fraction",
        "Share of the table's rows kept for the test [default: 0.2]",
        "X",
        "at least 0 and below 1",
        v => v is >= 0 and < 1);

    public Option<string[]> Ignore { get; } = new("--ignore")
    {
        Description = "Columns of the table that are not used",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Function);
        command.Options.Add(Points);
        command.Options.Add(Data);
        command.Options.Add(Target);
        command.Options.Add(Task);
        command.Options.Add(TestFraction);
        command.Options.Add(Ignore);
    }

    /// <summary>The problem that was asked for.</summary>
    public ProblemChoice Problem(ParseResult parsed)
    {
        string? data = parsed.GetValue(Data);
        string? function = parsed.GetValue(Function);
        if (data is null)
        {
            RefuseWithoutData(parsed, Target, Task, TestFraction, Ignore);
            return new ProblemChoice { Function = function ?? usualFunction, Points = parsed.GetValue(Points) };
        }

        if (function is not null)
            throw new UsageException("--data and --function exclude each other", "name one of them");
        if (parsed.GetResult(Points) is { Implicit: false })
            throw new UsageException("--points is for functions; a table has the points it has");
        return new ProblemChoice
        {
            Data = data,
            DataHash = File.Exists(data) ? ProblemChoice.HashOf(data) : null,
            Target = parsed.GetValue(Target),
            Classification = parsed.GetValue(Task) is string task ? task == "classification" : null,
            TestFraction = parsed.GetValue(TestFraction) ?? 0.2,
            Ignored = parsed.GetValue(Ignore) ?? [],
        };
    }

    static void RefuseWithoutData(ParseResult parsed, params Option[] options)
    {
        Option? given = Array.Find(options, o => parsed.GetResult(o) is { Implicit: false });
        if (given is not null)
            throw new UsageException($"{given.Name} is for tables, but there is no --data", "add --data FILE");
    }
}
