using System.CommandLine;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Propagation;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory propagate</c>: signals sent through wide deep networks, beside their theory.</summary>
sealed class TheoryPropagateCommand() : TheorySubcommand("propagate", precision: "single")
{
    readonly Option<string> _scheme = new("--scheme")
    {
        Description = "The initializer; 'kindling schemes' lists them",
        HelpName = "SCHEME",
        DefaultValueFactory = _ => "raai",
    };

    readonly Option<string?> _activation = new("--activation")
    {
        Description = "tanh, relu, sin, ... [default: the first of relu, tanh and sin that the scheme was made for]",
        HelpName = "NAME",
    };

    readonly Option<double[]?> _variances = ListOption.Reals(
        "--weight-variance", "sigma_w^2, a point each: 0.9 or 0.8,1.2 or 0.6..1.4:9 [default: the scheme's own]");

    readonly Option<double?> _bias = NumberOption.NotNegative(
        "--bias-variance", "sigma_b^2 of schemes that take it");

    readonly Option<double?> _k = NumberOption.CorrelationStrength(
        "Strength of the anti-correlation in aci and raai");

    readonly Option<double?> _length = NumberOption.Positive(
        "--fixed-point-length", "q*, the length that critical keeps");

    readonly Option<int> _width = NumberOption.Whole("--width", "Units of each layer, inputs of the network", 2048);

    readonly Option<int> _inputs = NumberOption.Whole("--inputs", "Input signals", 1024, least: 2);

    readonly Option<double?> _correlation = NumberOption.Real(
        "--correlation",
        "Correlation of the input signals [default: 0]",
        new("from 0 to 1", c => c is >= 0 and <= 1),
        "C");

    readonly Option<int[]> _layers = ListOption.Wholes(
        "--layers",
        $"Layers to measure, from 1 to {PropagationSettings.MostLayers}; the last one is the depth",
        "1,2,8,32,128,512");

    readonly Option<int> _networks = NumberOption.Whole("--networks", "Networks for each weight variance", 1);

    public static Command Create()
    {
        var propagate = new TheoryPropagateCommand();
        return propagate.Build(
            "Sends signals through networks of large width and depth, and measures them",
            [
                propagate._scheme,
                propagate._activation,
                propagate._variances,
                propagate._bias,
                propagate._k,
                propagate._length,
                propagate._width,
                propagate._inputs,
                propagate._correlation,
                propagate._layers,
                propagate._networks,
            ],
            "kindling theory propagate --scheme raai --weight-variance 0.6..1.4:9 --width 512 --inputs 256 "
                + "--layers 1,8,64",
            "kindling theory propagate --scheme aci --weight-variance 1..3:5 --bias-variance 0.1 --out aci.html",
            "kindling theory propagate --scheme gaussian --activation tanh --weight-variance 1,2 --networks 2");
    }

    protected override Precision PrecisionOf(ParseResult parsed) => Common.PrecisionOf(parsed);

    protected override TheoryAnswer Answer(ParseResult parsed)
    {
        PropagationSettings settings = Settings(parsed);
        settings.Validate();
        TextWriter errors = parsed.InvocationConfiguration.Error;
        using var interruption = new Interruption(errors);
        PropagationLine? line = parsed.GetValue(Common.Quiet)
            ? null
            : new PropagationLine(settings, errors, rewrites: Terminal.CanShowProgress(errors));
        PropagationResult result = PrecisionOf(parsed) == Precision.Single
            ? Propagator.Run<float>(settings, line is null ? null : line.Show, interruption.Token)
            : Propagator.Run<double>(settings, line is null ? null : line.Show, interruption.Token);
        line?.Clear();
        return new(
            document => PropagationJson.Fill(document, result),
            output => PropagationTable.Print(result, output),
            () => PropagationPage.Make(result))
        {
            IsComplete = result.IsComplete,
        };
    }

    PropagationSettings Settings(ParseResult parsed)
    {
        var options = new InitializerOptions
        {
            BiasVariance = parsed.GetValue(_bias),
            K = parsed.GetValue(_k),
            FixedPointLength = parsed.GetValue(_length),
        };
        Initializer named = Initializers.Parse(parsed.GetValue(_scheme)!);
        if (named is not LayerwiseInitializer)
        {
            throw new UsageException(
                $"{named.Name} does not draw layer by layer, so that a network of this size would have to be in memory",
                "kindling inspect --init " + named.Name + " measures smaller ones");
        }

        return new()
        {
            Scheme = (LayerwiseInitializer)named.With(named.Options.Or(options)),
            Activation = ActivationOf(parsed, named),
            WeightVariances = parsed.GetValue(_variances) ?? [],
            Width = parsed.GetValue(_width),
            Signals = parsed.GetValue(_inputs),
            Layers = parsed.GetValue(_layers)!,
            Networks = parsed.GetValue(_networks),
            Correlation = parsed.GetValue(_correlation) ?? 0,
            Seed = parsed.GetValue(Common.Seed),
            Threads = Common.ThreadsOf(parsed),
        };
    }

    Activation ActivationOf(ParseResult parsed, Initializer scheme)
    {
        if (parsed.GetValue(_activation) is string name)
            return Activations.Find(name);
        Activation[] usual = [Activations.Relu, Activations.Tanh, Activations.Find("sin")];
        return usual.FirstOrDefault(a => scheme.Warnings(Network.Plain(8, [8], 1, a)).Count == 0) ?? Activations.Tanh;
    }
}
