using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>The initializers, and the options that some of them take.</summary>
public static class InitializerSettings
{
    const string DefaultScheme = "glorot";

    const SettingForms Everywhere =
        SettingForms.Compare | SettingForms.Train | SettingForms.Grid | SettingForms.FitImage;

    static readonly (string Name, string Option)[] s_options =
    [
        ("weight-variance", "weight_variance"),
        ("bias-variance", "bias_variance"),
        ("k", "k"),
        ("fixed-point-length", "fixed_point_length"),
        ("go-method", "method"),
        ("go-lambda", "lambda"),
        ("go-steps", "steps"),
        ("go-batch", "batch"),
        ("go-fixed-draw", "fixed_draw"),
        ("go-keep-draw", "keep_draw"),
    ];

    internal static IReadOnlyList<Setting> All { get; } = [Init(), .. Variances(), .. OptionsOfSchemes(), Control()];

    /// <summary>The names of the settings that are options of initializers.</summary>
    public static IEnumerable<string> OptionNames => s_options.Select(o => o.Name);

    /// <summary>The options of initializers among some settings.</summary>
    /// <exception cref="SettingException">A value is out of range.</exception>
    public static InitializerOptions OptionsOf(SettingValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        InitializerOptions options = InitializerOptions.None;
        foreach ((string name, string option) in s_options)
        {
            if (values.Text(name) is not string text)
                continue;
            StudySettings.Find(name).Check(text);
            options = options.Set(option, OptionText(text));
        }

        return options;
    }

    /// <summary>Refuses options of initializers that none of some initializers takes.</summary>
    /// <param name="values">What was given.</param>
    /// <param name="schemes">The initializers.</param>
    /// <param name="isNtk">Whether the parameterization takes variances.</param>
    /// <exception cref="SettingException">An option was given that none takes.</exception>
    public static void RequireTaken(SettingValues values, IEnumerable<Initializer> schemes, bool isNtk)
    {
        ArgumentNullException.ThrowIfNull(values);
        Initializer[] all = [.. schemes];
        foreach ((string name, _) in s_options.Where(o => values.Has(o.Name)))
        {
            if (NotTaken(name, all, isNtk) is SettingException flaw)
                throw flaw;
        }
    }

    static Setting Init() => Setting.Of(
        "init",
        SettingKinds.List(
            "an initializer",
            "NAME[,NAME...]",
            new JsonObject { ["type"] = "string" },
            text => SchemeName.ParseList(text)),
        "he",
        "The initializer, or several to compare, separated by commas; NAME#2 draws NAME again; 'kindling schemes' "
            + "lists them",
        s => s.Schemes,
        (s, v) => s with { Schemes = [.. v.Select(n => n.ToString())] }) with
    {
        DefaultWords = "all that suit the network; of one run glorot",
        Default = c => c.Form == SettingForms.Compare ? Suitable(c) : DefaultScheme,
        Conflict = c => c.Form is SettingForms.Train or SettingForms.Grid
            && SchemeName.ParseList(c.Given("init")!).Count is > 1 and int count
            ? new(
                $"{{init}} names {count} initializers, but a run has one",
                "kindling compare compares several")
            : null,
    };

    static string Suitable(SettingContext context)
    {
        var network = context.Study.Network.Build(context.Problem.Inputs, context.Problem.Outputs);
        return string.Join(',', Initializers.SuitableFor(network).Select(s => s.Name));
    }

    static IEnumerable<Setting> Variances()
    {
        yield return OptionOf(
            "weight-variance",
            SettingKinds.OrWord(
                SettingKinds.SchemaOf(NumberRange.Positive),
                "finite and above 0, or 'critical'",
                "X",
                new JsonObject { ["const"] = InitializerOptions.Critical },
                text => IsCritical(text) || NumberRange.Positive.Parse(text) is not null ? text : null),
            "1.5",
            "sigma_w^2 of schemes that take it, and of ntk; 'critical' lets theory choose it for aci") with
        {
            Get = s => s.Network.Parameterization is { IsNtk: true, WeightVariance: not 1 and var v } ? v : null,
            Conflict = c => c.Study.Network.Parameterization.IsNtk && IsCritical(c.Given("weight-variance")!)
                ? new("{weight-variance} is 'critical', but ntk takes a number")
                : Refusal(c, "weight-variance"),
            Set = (c, text) => WithVariance(c, "weight_variance", text, p => Parameterization.Ntk(
                NumberRange.Positive.Parse(text) ?? p.WeightVariance, p.BiasVariance)),
        };
        yield return OptionOf(
            "bias-variance",
            SettingKinds.Number(NumberRange.NotNegative),
            "0.05",
            "sigma_b^2 of the schemes that take it, and of ntk") with
        {
            Get = s => s.Network.Parameterization is { IsNtk: true, BiasVariance: not 0 and var v } ? v : null,
            Set = (c, text) => WithVariance(c, "bias_variance", text, p => Parameterization.Ntk(
                p.WeightVariance, NumberRange.NotNegative.Parse(text)!.Value)),
        };
    }

    static IEnumerable<Setting> OptionsOfSchemes()
    {
        yield return OptionOf(
            "k",
            SettingKinds.Number(NumberRange.AboveMinusOne),
            "5",
            "Strength of the anti-correlation in aci and raai");
        yield return OptionOf(
            "fixed-point-length",
            SettingKinds.Number(NumberRange.Positive),
            "0.5",
            "q*, the length that critical keeps");
        yield return OptionOf(
            "go-method",
            SettingKinds.Word<GoMethod>(),
            "paper",
            "Calibration of go: scan and L-BFGS, or the paper's Adam") with
        { DefaultWords = "fast" };
        yield return OptionOf(
            "go-lambda",
            SettingKinds.Number(NumberRange.NotNegative),
            "0.001",
            "Penalty on go's scales") with
        { DefaultWords = "0.0001" };
        yield return OptionOf(
            "go-steps",
            SettingKinds.Whole(0),
            "20",
            "Steps of go's Adam [default: 5000], or the most evaluations of its L-BFGS") with
        { DefaultWords = "12" };
        yield return OptionOf(
            "go-batch",
            SettingKinds.Whole(2),
            "512",
            "Points on which go measures features") with
        { DefaultWords = "8 times the width, 256 to 2048" };
        yield return OptionOf(
            "go-fixed-draw",
            SettingKinds.Flag,
            "true",
            "The paper's method of go on one draw of the weights instead of a new one a step");
        yield return OptionOf(
            "go-keep-draw",
            SettingKinds.Flag,
            "true",
            "Start from the very weights that go was calibrated on");
    }

    static Setting Control() => Setting.Of(
        "control",
        SettingKinds.Flag,
        "true",
        "Also compare a copy of the first initializer: the same law, other draws, no difference to be found",
        _ => null,
        (s, isOn) => isOn && s.Schemes.Count > 0
            ? s with { Schemes = [.. s.Schemes, SchemeName.CopyOf(s.Schemes).ToString()] }
            : s) with
    { Forms = SettingForms.Compare };

    /// <summary>An option of initializers: it becomes a part of their text.</summary>
    static Setting OptionOf<T>(string name, SettingKind<T> kind, string example, string help) =>
        Setting.Of(name, kind, example, help, _ => null, (s, _) => s) with
        {
            Forms = Everywhere,
            Conflict = c => Refusal(c, name),
            Set = (c, text) => WithOption(c.Study, s_options.First(o => o.Name == name).Option, text),
        };

    static Study WithOption(Study study, string option, string text)
    {
        InitializerOptions options = InitializerOptions.None.Set(option, OptionText(text));
        return study with { Schemes = [.. study.Schemes.Select(s => SchemeName.Parse(s, options).ToString())] };
    }

    /// <summary>A variance of the parameterization, and of initializers; those of a file state theirs.</summary>
    static Study WithVariance(
        SettingContext context, string option, string text, Func<Parameterization, Parameterization> change)
    {
        bool isNtk = context.Study.Network.Parameterization.IsNtk;
        Study study = isNtk && context.Form == SettingForms.File
            ? context.Study
            : WithOption(context.Study, option, text);
        return isNtk
            ? study with { Network = study.Network with { Parameterization = change(study.Network.Parameterization) } }
            : study;
    }

    static SettingException? Refusal(SettingContext context, string name) => context.Study.Schemes.Count == 0
        ? null
        : NotTaken(
            name,
            [.. context.Study.Schemes.Select(s => SchemeName.Parse(s).Law)],
            context.Study.Network.Parameterization.IsNtk);

    static SettingException? NotTaken(string name, Initializer[] schemes, bool isNtk)
    {
        string option = s_options.First(o => o.Name == name).Option;
        bool isTaken = schemes.Any(s => s.OptionNames.Contains(option))
            || (isNtk && name is "weight-variance" or "bias-variance");
        if (!isTaken)
        {
            var takers = Initializers.All.Where(s => s.OptionNames.Contains(option)).Select(s => s.Name);
            return new(
                $"{{{name}}} is for {string.Join(", ", takers)}; {string.Join<Initializer>(", ", schemes)} would take "
                    + "no notice",
                $"leave {{{name}}} out");
        }

        return name == "go-fixed-draw" && !schemes.Any(s => s.Options.Method == GoMethod.Paper)
            ? new("{go-fixed-draw} is for the paper's method of go", "add {go-method} paper")
            : null;
    }

    static bool IsCritical(string text) =>
        text.Equals(InitializerOptions.Critical, StringComparison.OrdinalIgnoreCase);

    static string OptionText(string text) => text switch
    {
        "true" => "yes",
        "false" => "no",
        _ => text,
    };
}
