using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Files;
using Kindling.MeanField;
using Kindling.Reports;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory map</c>: the length map or the correlation map, point by point.</summary>
sealed class TheoryMapCommand() : TheorySubcommand("map")
{
    static readonly (string Key, string Text)[] s_words =
    [
        ("length", "length"),
        ("relativeError", "relative error, at most"),
        ("boundednessThreshold", "weight variance up to which the length is bounded"),
        ("lengthGrowth", "factor on the length per layer"),
        ("perturbationGrowth", "factor on small differences per layer"),
        ("relativeGrowth", "factor on small differences over that on the length"),
        ("offProbability", "probability that a unit is off"),
        ("meanOverRms", "mean of a signal over its root mean square"),
    ];

    readonly Option<string?> _of = ChoiceOption.Of(
        "--of",
        "Which map: of the length (pre-activation variance) or of the correlation",
        "length",
        "length",
        "correlation");

    readonly Option<double[]> _at = ListOption.Reals("--at", "Where", "0..2:21", least: -1);

    readonly Option<double?> _length = NumberOption.Positive(
        "--length", "Length at which correlations are mapped [default: where it settles]", "Q");

    public static Command Create()
    {
        var map = new TheoryMapCommand();
        return map.Build(
            "The length or correlation map, with its slope",
            [
                map._of,
                map._at,
                map._length,
                map.Theory.Activation,
                map.Theory.Scheme,
                map.Theory.WeightVariance,
                map.Theory.BiasVariance,
                map.Theory.K,
            ],
            "kindling theory map --activation tanh --weight-variance 1.5 --at 0..3:31",
            "kindling theory map --of correlation --activation relu --weight-variance 2 --at 0..1:11",
            "kindling theory map --scheme raai --weight-variance 0.92 --out map.html");
    }

    protected override TheoryAnswer Answer(ParseResult parsed)
    {
        double[] input = parsed.GetValue(_at)!;
        string quantity = parsed.GetValue(_of)!;
        bool correlation = quantity == "correlation", special = Theory.IsRandomAsymmetric(parsed);
        if (correlation && !parsed.IsGiven(_at))
            input = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];
        if (!correlation && input.Any(q => q < 0))
            throw new UsageException("--at goes below 0, but lengths do not", "try --at 0..2:21");
        (double[] output, double[] slope, JsonObject more) = special ? RandomAsymmetric(parsed, input, correlation)
            : correlation ? Correlation(parsed, input)
            : Length(parsed, input);
        string subject = special
            ? $"{parsed.GetValue(Theory.Scheme)}, weight variance {Theory.WeightVarianceOf(parsed):G6}"
            : $"{Theory.ActivationOf(parsed)}, weight variance {Theory.WeightVarianceOf(parsed):G6}, bias variance "
                + $"{Theory.BiasVarianceOf(parsed):G6}";
        subject += Theory.KOf(parsed) == 0 ? "." : $", k {Theory.KOf(parsed):G6}.";
        return new(
            document => Fill(document, quantity, (input, output, slope), more),
            writer => Print(writer, (input, output, slope), more),
            () => MapPage.Make(subject, quantity, input, output, slope, Facts(more)));
    }

    static void Fill(
        JsonObject document, string quantity, (double[] Input, double[] Output, double[] Slope) map, JsonObject more)
    {
        document["map"] = quantity;
        document["input"] = JsonText.Numbers(map.Input);
        document["output"] = JsonText.Numbers(map.Output);
        document["slope"] = JsonText.Numbers(map.Slope);
        JsonText.Add(document, more);
    }

    static void Print(
        TextWriter writer, (double[] Input, double[] Output, double[] Slope) map, JsonObject more)
    {
        writer.WriteLine($"{"input",14}{"output",14}{"slope",14}");
        for (int i = 0; i < map.Input.Length; i++)
        {
            string next = TheoryCommand.Text(map.Output[i]);
            writer.WriteLine($"{TheoryCommand.Text(map.Input[i]),14}{next,14}{TheoryCommand.Text(map.Slope[i]),14}");
        }

        foreach ((string name, string value) in Facts(more))
            writer.WriteLine($"{name}: {value}");
    }

    /// <summary>What JSON says beside the map, in words.</summary>
    static IEnumerable<(string Name, string Value)> Facts(JsonObject more) =>
        from word in s_words
        where more.ContainsKey(word.Key)
        let value = more[word.Key] is JsonNode n ? TheoryCommand.Text((double)n) : $"none: {more[word.Key + "Reason"]}"
        select (word.Text, value);

    (double[] Output, double[] Slope, JsonObject More) Length(ParseResult parsed, double[] input)
    {
        MeanFieldMap map = Theory.Map(parsed);
        double error = input.Max(q => map.Expectations.Moments(q).RelativeError);
        var more = new JsonObject { ["relativeError"] = JsonText.Number(error) };
        TheoryCommand.Put(
            more, "boundednessThreshold", map.BoundednessThreshold, "the length is bounded for every weight variance");
        return ([.. input.Select(map.NextVariance)], [.. input.Select(map.VarianceSlope)], more);
    }

    (double[] Output, double[] Slope, JsonObject More) Correlation(ParseResult parsed, double[] input)
    {
        if (input.Any(c => Math.Abs(c) > 1))
            throw new UsageException("--at goes beyond 1, but correlations do not", "try --at 0..1:21");
        SignalPhase phase = SignalPhase.Of(Theory.Map(parsed));
        double q = parsed.GetValue(_length) ?? phase.ProbeLength;
        var more = new JsonObject { ["length"] = JsonText.Number(q) };
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

        RandomAsymmetricLaw law = RandomAsymmetricLaw.Of(Theory.WeightVarianceOf(parsed), Theory.KOf(parsed));
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
