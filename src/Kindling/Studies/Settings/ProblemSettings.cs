using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>What is learned: a function, a differential equation, or a toy; and its points.</summary>
static class ProblemSettings
{
    const string DefaultFunction = "multiscale:2";

    const SettingForms GridOnly = SettingForms.Grid;

    /// <summary>The settings that name a problem; a study has one of them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["function", "problem", "toy", "image", "data"];

    static SettingNeed Equations { get; } = new(
        "differential equations", s => s.Problem.Pde is not null, "there is no {problem}", "add {problem} NAME");

    static SettingNeed Points { get; } = new(
        "functions and equations",
        s => s.Problem.Function is not null || s.Problem.Pde is not null,
        "there is no {function}",
        "add {function} NAME");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Of(
            "function",
            SettingKinds.Named("a function", name => Functions.Find(name).Name),
            "sin",
            "A built-in function: sin, steps, multiscale[:M], abs, runge, legendre[:N], teacher_standard, "
                + "teacher_simple, teacher_complex",
            p => p.Function,
            (p, v) => p with { Function = v }) with
        {
            DefaultWords = DefaultFunction,
            Default = c => c.IsGiven([.. Kinds]) ? null : DefaultFunction,
        },
        Of(
            "problem",
            SettingKinds.Named("a differential equation", name => PdeProblems.Find(name).Name),
            "transport",
            "A differential equation instead: " + string.Join(", ", PdeProblems.All.Select(p => p.Name)),
            p => p.Pde,
            (p, v) => p with { Pde = v }),
        Of(
            "toy",
            SettingKinds.Word((ToyQuadratic.Name, ToyQuadratic.Name)),
            ToyQuadratic.Name,
            "A pair of numbers in place of a network (Cyr et al. 2019, Fig. 14)",
            p => p.Toy,
            (p, v) => p with { Toy = v }) with { Forms = GridOnly },
        Of(
            "points",
            SettingKinds.Whole(2),
            "64",
            "Training points of a function; of {problem}: points along each side",
            p => DefaultPointsOr(p),
            (p, v) => p with { Points = v }) with
        {
            Needs = [Points],
            DefaultWords = "1000 or more; of {problem} 32",
            Default = c => DefaultPointsOr(c.Study.Problem)?.ToString(CultureInfo.InvariantCulture),
        },
        Of(
            "sampling",
            SettingKinds.Word<PointSpread>(),
            "sobol",
            "How the points of {problem} lie",
            p => p.Sampling,
            (p, v) => p with { Sampling = v }) with { Needs = [Equations], Constant = "grid", IsRare = true },
        Of(
            "redraw",
            SettingKinds.Flag,
            "true",
            "Draw new points of {problem} at every step (uniform or sobol)",
            p => p.Redrawn,
            (p, v) => p with { Redrawn = v }) with { Needs = [Equations], Constant = "false" },
        Of(
            "equation-weight",
            Weight(),
            "width^-0.5",
            "Weight of the equation against its conditions: a number; width^-0.5, a power of the width; ntk, all terms "
                + "balanced by their tangent kernels at the start",
            p => p.EquationWeight,
            (p, v) => p with { EquationWeight = v }) with { Needs = [Equations], Constant = "1", IsRare = true },
    ];

    /// <summary>A setting of the problem.</summary>
    public static Setting Of<T>(
        string name,
        SettingKind<T> kind,
        string example,
        string help,
        Func<ProblemChoice, object?> get,
        Func<ProblemChoice, T, ProblemChoice> set) => Setting.Of(
            name, kind, example, help, s => get(s.Problem), (s, v) => s with { Problem = set(s.Problem, v) });

    static int? DefaultPointsOr(ProblemChoice problem) =>
        problem.Points ?? (problem.Function is string name ? Functions.Find(name).TrainPoints : new PdeOptions().Side);

    static SettingKind<EquationWeight> Weight() => SettingKinds.OrWord(
        SettingKinds.SchemaOf(NumberRange.Positive),
        EquationWeight.Rule,
        "X",
        new JsonObject { ["type"] = "string", ["pattern"] = "^(ntk|width\\^.+)$" },
        EquationWeight.Find);
}
