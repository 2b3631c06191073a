using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>The network.</summary>
static class NetworkSettings
{
    const SettingForms Everywhere =
        SettingForms.Compare | SettingForms.Train | SettingForms.Grid | SettingForms.FitImage;

    static readonly NetworkChoice s_default = new();

    public static IReadOnlyList<Setting> All { get; } =
    [
        Of(
            "network",
            SettingKinds.Word<NetworkKind>(),
            "resnet",
            "The architecture: plain or residual perceptron",
            n => n.Kind,
            (n, v) => n with { Kind = v }) with { Constant = "mlp" },
        Of(
            "width",
            SettingKinds.List<int>(
                "a whole number of at least 1, or a list of them",
                "N[,N...]",
                SettingKinds.SchemaOf(1),
                text => [.. SettingText.Split(text).Select(part => SettingKinds.WholeOf(part, 1))]),
            "64,32,16",
            "Units of each hidden layer; a list like 64,32,16 sets every layer",
            n => n.Widths.Distinct().Count() == 1 ? n.Widths.Take(1) : n.Widths,
            (n, v) => n with { Widths = v.Count > 1 ? v : NetworkChoice.Uniform(v[0], s_default.Widths.Count) }) with
        {
            Constant = SettingText.Of(s_default.Widths[0]),
        },
        Of(
            "depth",
            SettingKinds.Whole(1, NetworkChoice.MaxDepth),
            "4",
            "Hidden layers",
            n => n.Widths.Distinct().Count() == 1 ? n.Widths.Count : null,
            (n, v) => n with { Widths = NetworkChoice.Uniform(n.Widths[0], v) }) with
        {
            Constant = SettingText.Of(s_default.Widths.Count),
            Default = c => IsList(c) ? null : SettingText.Of(s_default.Widths.Count),
            Conflict = DepthConflict,
        },
        Of(
            "activation",
            SettingKinds.Named("an activation", name => Activations.Find(name).Name),
            "relu",
            "tanh, relu, sin, gelu, ...; some take a parameter, like leaky_relu:0.2",
            n => n.Activation,
            (n, v) => n with { Activation = v }) with { Constant = s_default.Activation },
        Of(
            "parameterization",
            SettingKinds.Word(("standard", Parameterization.Standard), ("ntk", Parameterization.Ntk(1, 0))),
            "ntk",
            "Whether variances are in the draw or in the layers",
            n => n.Parameterization.IsNtk ? "ntk" : "standard",
            (n, v) => n with { Parameterization = v }) with { Constant = "standard", IsRare = true },
    ];

    static Setting Of<T>(
        string name,
        SettingKind<T> kind,
        string example,
        string help,
        Func<NetworkChoice, object?> get,
        Func<NetworkChoice, T, NetworkChoice> set) => Setting.Of(
            name, kind, example, help, s => get(s.Network), (s, v) => s with { Network = set(s.Network, v) }) with
        {
            Forms = Everywhere,
        };

    static bool IsList(SettingContext context) =>
        context.Given("width")?.Contains(',', StringComparison.Ordinal) == true;

    static SettingException? DepthConflict(SettingContext context)
    {
        int layers = context.Study.Network.Widths.Count;
        return !IsList(context) || context.Given("depth") == SettingText.Of(layers)
            ? null
            : new(
                $"{{width}} {context.Given("width")} lists {layers} layers, but {{depth}} is {context.Given("depth")}",
                "leave {depth} out");
    }
}
