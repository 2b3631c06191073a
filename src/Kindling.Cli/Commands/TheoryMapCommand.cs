using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.MeanField;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory map</c>: the length map or the correlation map, point by point.</summary>
sealed class TheoryMapCommand
{
    readonly TheoryOptions _theory = new();
    readonly CommonOptions _common = new();

    readonly Option<string?> _of = ChoiceOption.Of(
        "--of",
        "Which map: of the length (pre-activation variance) or of the correlation",
        "length",
        "length",
        "correlation");

    readonly Option<double[]> _at = ListOption.Reals("--at", "Where", "0..2:21");

    readonly Option<double?> _length = NumberOption.Real(
        "--length",
        "Length at which correlations are mapped [default: where it settles]",
        "Q",
        "finite and above 0",
        v => v > 0);

    public static Command Create()
    {
        var map = new TheoryMapCommand();
        var command = new Command("map", "The length or correlation map, with its slope")
        {
            map._of,
            map._at,
            map._length,
            map._theory.Activation,
            map._theory.Scheme,
            map._theory.WeightVariance,
            map._theory.BiasVariance,
            map._theory.K,
        };
        map._common.AddTo(command);
        HelpWithExamples.Install(
            command,
            "kindling theory map --activation tanh --weight-variance 1.5 --at 0..3:31",
            "kindling theory map --of correlation --activation relu --weight-variance 2 --at 0..1:11",
            "kindling theory map --scheme raai --weight-variance 0.92");
        command.SetAction(map.Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        double[] input = parsed.GetValue(_at)!;
        bool correlation = parsed.GetValue(_of) == "correlation";
        if (correlation && parsed.GetResult(_at) is null or { Implicit: true })
            input = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];
        (double[] output, double[] slope, JsonObject more) = _theory.IsRandomAsymmetric(parsed)
            ? RandomAsymmetric(parsed, input, correlation)
            : correlation ? Correlation(parsed, input)
            : Length(parsed, input);
        TextWriter writer = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_common.Json))
        {
            JsonObject document = _common.Document("theory map", parsed);
            document["map"] = parsed.GetValue(_of);
            document["input"] = StudyJson.Numbers(input);
            document["output"] = StudyJson.Numbers(output);
            document["slope"] = StudyJson.Numbers(slope);
            foreach ((string name, JsonNode? value) in more)
                document[name] = value?.DeepClone();
            writer.Write(StudyJson.ToText(document));
            return ExitCode.Done;
        }

        writer.WriteLine($"{"input",14}{"output",14}{"slope",14}");
        for (int i = 0; i < input.Length; i++)
        {
            string next = TheoryCommand.Text(output[i]);
            writer.WriteLine($"{TheoryCommand.Text(input[i]),14}{next,14}{TheoryCommand.Text(slope[i]),14}");
        }

        foreach ((string name, JsonNode? value) in more)
            writer.WriteLine($"{name}: {value}");
        return ExitCode.Done;
    }

    (double[] Output, double[] Slope, JsonObject More) Length(ParseResult parsed, double[] input)
    {
        MeanFieldMap map = _theory.Map(parsed);
        double error = input.Max(q => map.Expectations.Moments(q).RelativeError);
        var more = new JsonObject { ["relativeError"] = StudyJson.Number(error) };
        TheoryCommand.Put(
            more, "boundednessThreshold", map.BoundednessThreshold, "the length is bounded for every weight variance");
        return ([.. input.Select(map.NextVariance)], [.. input.Select(map.VarianceSlope)], more);
    }

    (double[] Output, double[] Slope, JsonObject More) Correlation(ParseResult parsed, double[] input)
    {
        if (input.Any(c => c > 1))
            throw new UsageException("--at goes beyond 1, but correlations do not", "try --at 0..1:21");
        SignalPhase phase = SignalPhase.Of(_theory.Map(parsed));
        double q = parsed.GetValue(_length) ?? phase.ProbeLength;
        var more = new JsonObject { ["length"] = StudyJson.Number(q) };
        return (
            [.. input.Select(c => phase.Map.NextCorrelation(q, c))],
            [.. input.Select(c => phase.Map.CorrelationSlope(q, c))],
            more);
    }

    (double[] Output, double[] Slope, JsonObject More) RandomAsymmetric(
        ParseResult parsed, double[] input, bool correlation)
    {
        if (correlation)
        {
            throw new UsageException(
                "the correlation of rai and raai does not follow a map of its own: their law is not normal",
                "--of length reports the growth of small differences beside it");
        }

        RandomAsymmetricLaw law = RandomAsymmetricLaw.Of(_theory.WeightVarianceOf(parsed), _theory.KOf(parsed));
        var more = new JsonObject
        {
            ["lengthGrowth"] = law.LengthGrowth,
            ["perturbationGrowth"] = law.PerturbationGrowth,
            ["relativeGrowth"] = law.RelativeGrowth,
            ["offProbability"] = law.OffProbability,
            ["meanOverRms"] = law.MeanOverRms,
        };
        return ([.. input.Select(q => law.LengthGrowth * q)], [.. input.Select(_ => law.LengthGrowth)], more);
    }
}
