using System.CommandLine;
using System.Globalization;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>
/// The options that describe a network and its initializers: one name and one meaning in every command.
/// </summary>
sealed class NetworkOptions
{
    public Option<string?> Kind { get; } =
        ChoiceOption.Of<NetworkKind>("--network", "The architecture: plain or residual perceptron", NetworkKind.Mlp);

    public Option<string?> Width { get; }

    public Option<int?> Depth { get; } = NumberOption.WholeOrNone("--depth", "Hidden layers [default: 8]");

    public Option<string> Activation { get; } = new("--activation")
    {
        Description = "tanh, relu, sin, gelu, ...; some take a parameter, like leaky_relu:0.2",
        HelpName = "NAME",
        DefaultValueFactory = _ => "tanh",
    };

    public Option<string?> Parameterization { get; } = ChoiceOption.Of(
        "--parameterization", "Whether variances are in the draw or in the layers", "standard", "standard", "ntk");

    public Option<string?> WeightVariance { get; } = new("--weight-variance")
    {
        Description = "sigma_w^2 of schemes that take it, and of ntk; 'critical' lets theory choose it for aci",
        HelpName = "X",
        CustomParser = result =>
        {
            string text = NumberOption.Text(result);
            bool isCritical = text.Equals(InitializerOptions.Critical, StringComparison.OrdinalIgnoreCase);
            if (!isCritical && NumberRange.Positive.Parse(text) is null)
                NumberOption.Refuse(result, "--weight-variance", "finite and above 0, or 'critical'");
            return text;
        },
    };

    public Option<double?> BiasVariance { get; } = NumberOption.NotNegative(
        "--bias-variance", "sigma_b^2 of the schemes that take it, and of ntk");

    public Option<double?> K { get; } = NumberOption.CorrelationStrength(
        "Strength of the anti-correlation in aci and raai");

    public Option<double?> FixedPointLength { get; } = NumberOption.Positive(
        "--fixed-point-length", "q*, the length that critical keeps");

    /// <summary>Makes the options.</summary>
    /// <param name="usualWidth">The usual width as the help tells it.</param>
    public NetworkOptions(string usualWidth = "32") => Width = new("--width")
    {
        Description = $"Units of each hidden layer; a list like 64,32,16 sets every layer [default: {usualWidth}]",
        HelpName = "N[,N...]",
    };

    public GoOptions Go { get; } = new();

    public IEnumerable<Option> All =>
    [
        Kind,
        Width,
        Depth,
        Activation,
        Parameterization,
        WeightVariance,
        BiasVariance,
        K,
        FixedPointLength,
        .. Go.All,
    ];

    /// <summary>The options that mean something to some schemes only.</summary>
    public IEnumerable<Option> OfSchemes => [WeightVariance, BiasVariance, K, FixedPointLength, .. Go.All];

    /// <summary>The network that was asked for.</summary>
    public NetworkChoice Network(ParseResult parsed, int usualWidth = 32, int usualDepth = 8)
    {
        bool ntk = parsed.GetValue(Parameterization) == "ntk";
        string? given = parsed.GetValue(WeightVariance);
        double? weightVariance = given is null ? 1 : NumberRange.Finite(given);
        if (ntk && weightVariance is null)
            throw new UsageException("--weight-variance is 'critical', but ntk takes a number");
        double biasVariance = parsed.GetValue(BiasVariance) ?? 0;
        return new NetworkChoice
        {
            Kind = parsed.Chosen<NetworkKind>(Kind)!.Value,
            Widths = Widths(parsed, usualWidth, usualDepth),
            Activation = Activations.Find(parsed.GetValue(Activation)!).Name,
            Parameterization = ntk
                ? Kindling.Networks.Parameterization.Ntk(weightVariance!.Value, biasVariance)
                : Kindling.Networks.Parameterization.Standard,
        };
    }

    /// <summary>The schemes of a list, with the options that were given for all that take them.</summary>
    /// <exception cref="ArgumentException">
    /// The list names no schemes, or an option was given that none of them takes.
    /// </exception>
    public IReadOnlyList<Initializer> Schemes(ParseResult parsed, string list)
    {
        IReadOnlyList<Initializer> schemes = Initializers.ParseList(list, SchemeOptions(parsed));
        RequireTaken(parsed, schemes);
        return schemes;
    }

    /// <summary>The only scheme of a text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="text">The scheme.</param>
    /// <param name="what">What has one scheme, for the error.</param>
    /// <param name="hint">Where to go with several.</param>
    public Initializer Scheme(ParseResult parsed, string text, string what, string? hint = null)
    {
        IReadOnlyList<Initializer> named = Schemes(parsed, text);
        return named.Count == 1
            ? named[0]
            : throw new UsageException($"--init names {named.Count} initializers, but {what} has one", hint);
    }

    /// <summary>Refuses options of schemes that none of the schemes nor the ntk parameterization takes.</summary>
    public void RequireTaken(ParseResult parsed, IEnumerable<Initializer> schemes)
    {
        Option[] ofNtk = parsed.GetValue(Parameterization) == "ntk" ? [WeightVariance, BiasVariance] : [];
        foreach (Option option in OfSchemes.Except(ofNtk).Where(parsed.IsGiven))
        {
            string name = option.Name.Replace("--go-", "", StringComparison.Ordinal).TrimStart('-').Replace('-', '_');
            if (schemes.Any(s => s.OptionNames.Contains(name)))
                continue;
            var takers = Initializers.All.Where(s => s.OptionNames.Contains(name)).Select(s => s.Name);
            throw new UsageException(
                $"{option.Name} is for {string.Join(", ", takers)}; {string.Join(", ", schemes)} would take no notice",
                $"leave {option.Name} out");
        }

        if (parsed.IsGiven(Go.FixedDraw) && !schemes.Any(s => s.Options.Method == GoMethod.Paper))
            throw new UsageException("--go-fixed-draw is for the paper's method of go", "add --go-method paper");
    }

    /// <summary>The options of schemes, for those that take them.</summary>
    public InitializerOptions SchemeOptions(ParseResult parsed) => new()
    {
        WeightVariance = parsed.GetValue(WeightVariance) is string text ? NumberRange.Finite(text) : null,
        HasCriticalWeightVariance = parsed.GetValue(WeightVariance) is string word && NumberRange.Finite(word) is null,
        BiasVariance = parsed.GetValue(BiasVariance),
        K = parsed.GetValue(K),
        FixedPointLength = parsed.GetValue(FixedPointLength),
        Method = parsed.Chosen<GoMethod>(Go.Method),
        Lambda = parsed.GetValue(Go.Lambda),
        Steps = parsed.GetValue(Go.Steps),
        Batch = parsed.GetValue(Go.Batch),
        FixedDraw = parsed.GetValue(Go.FixedDraw) ? true : null,
        KeepDraw = parsed.GetValue(Go.KeepDraw) ? true : null,
    };

    IReadOnlyList<int> Widths(ParseResult parsed, int usualWidth, int usualDepth)
    {
        string text = parsed.GetValue(Width) ?? $"{usualWidth}";
        int[] widths = [.. text.Split(',').Select(part => WidthOf(part, text))];
        int? depth = parsed.GetValue(Depth);
        if (widths.Length == 1)
            return NetworkChoice.Uniform(widths[0], depth ?? usualDepth);
        return depth is null || depth == widths.Length
            ? widths
            : throw new UsageException(
                $"--width {text} lists {widths.Length} layers, but --depth is {depth}", "leave --depth out");
    }

    static int WidthOf(string part, string text) =>
        int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int width) && width >= 1
            ? width
            : throw new UsageException(
                $"--width is '{text}'; it must be a whole number of 1 or more, or a list of them");
}
