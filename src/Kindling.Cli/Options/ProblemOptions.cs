using System.CommandLine;
using Kindling.Files;
using Kindling.Problems;
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

    public Option<string?> Pde { get; } = new("--problem")
    {
        Description = "A differential equation instead: " + string.Join(", ", PdeProblems.All.Select(p => p.Name)),
        HelpName = "NAME",
    };

    public Option<int?> Points { get; } = NumberOption.WholeOrNone(
        "--points", "Training points of a function; of --problem: points along each side [default: 32]", least: 2);

    public Option<string?> Sampling { get; } = ChoiceOption.Of<PointSpread>(
        "--sampling", "How the points of --problem lie [default: grid]", null);

    public Option<bool> Redraw { get; } = new("--redraw")
    {
        Description = "Draw new points of --problem at every step (uniform or sobol)",
    };

    public Option<string?> EquationWeight { get; } = new("--equation-weight")
    {
        Description = "Weight of the equation against its conditions: a number; width^-0.5, a power of the width; ntk, "
            + "all terms balanced by their tangent kernels at the start [default: 1]",
        HelpName = "X",
    };

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
        "--test-fraction", "Share of the table's rows kept for the test [default: 0.2]", NumberRange.BelowOne);

    public Option<string[]> Ignore { get; } = new("--ignore")
    {
        Description = "Columns of the table that are not used, separated by spaces",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    public IEnumerable<Option> All =>
    [
        Function,
        Pde,
        Points,
        Sampling,
        Redraw,
        EquationWeight,
        Data,
        Target,
        Task,
        TestFraction,
        Ignore,
    ];

    /// <summary>Whether a problem was named at all.</summary>
    public bool IsNamed(ParseResult parsed) => Named(parsed).Any();

    /// <summary>The problem that was asked for.</summary>
    public ProblemChoice Problem(ParseResult parsed)
    {
        Option[] named = [.. Named(parsed)];
        if (named.Length > 1)
            throw new UsageException($"{named[0].Name} and {named[1].Name} exclude each other", "name one of them");
        RequireTaken(parsed);
        string? data = parsed.GetValue(Data), pde = parsed.GetValue(Pde);
        if (data is not null)
            return Table(parsed, data);
        int? points = parsed.GetValue(Points);
        return pde is not null
            ? Equation(parsed, pde, points)
            : new ProblemChoice { Function = parsed.GetValue(Function) ?? usualFunction, Points = points };
    }

    /// <summary>Refuses options of tables without a table, and options of equations without an equation.</summary>
    public void RequireTaken(ParseResult parsed)
    {
        if (parsed.GetValue(Data) is null)
            parsed.RefuseWithout("tables", "--data FILE", Target, Task, TestFraction, Ignore);
        if (parsed.GetValue(Pde) is null)
            parsed.RefuseWithout("differential equations", "--problem NAME", Sampling, Redraw, EquationWeight);
    }

    IEnumerable<Option> Named(ParseResult parsed)
    {
        Option<string?>[] all = [Data, Function, Pde];
        return all.Where(o => parsed.GetValue(o) is not null);
    }

    ProblemChoice Equation(ParseResult parsed, string name, int? points) => new()
    {
        Pde = PdeProblems.Find(name).Name,
        Points = points,
        Sampling = parsed.Chosen<PointSpread>(Sampling) ?? PointSpread.Grid,
        Redrawn = parsed.GetValue(Redraw),
        EquationWeight = parsed.GetValue(EquationWeight) is string weight
            ? Studies.EquationWeight.Parse(weight)
            : Studies.EquationWeight.One,
    };

    ProblemChoice Table(ParseResult parsed, string data)
    {
        if (parsed.IsGiven(Points))
            throw new UsageException("--points is for functions and equations; a table has the points it has");
        return new ProblemChoice
        {
            Data = data,
            DataHash = File.Exists(data) ? ProblemChoice.HashOf(data, parsed.GetValue(Target)) : null,
            Target = parsed.GetValue(Target),
            Classification = parsed.GetValue(Task) is string task ? task == "classification" : null,
            TestFraction = parsed.GetValue(TestFraction) ?? 0.2,
            Ignored = parsed.GetValue(Ignore) ?? [],
        };
    }
}
