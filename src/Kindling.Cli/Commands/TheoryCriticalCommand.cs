using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Files;
using Kindling.MeanField;
using Kindling.Reports;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling theory critical</c>: the variances on the edge of chaos.</summary>
sealed class TheoryCriticalCommand() : TheorySubcommand("critical")
{
    readonly Option<double?> _length = NumberOption.NotNegative(
        "--fixed-point-length", "Choose the point by its length q* instead of its bias variance", "Q");

    public static Command Create()
    {
        var critical = new TheoryCriticalCommand();
        return critical.Build(
            "The weight variance on the edge of chaos",
            [
                critical._length,
                critical.Theory.Activation,
                critical.Theory.Scheme,
                critical.Theory.BiasVariance,
                critical.Theory.K,
            ],
            "kindling theory critical --activation tanh --bias-variance 0.05",
            "kindling theory critical --activation gelu --fixed-point-length 1",
            "kindling theory critical --scheme raai");
    }

    protected override TheoryAnswer Answer(ParseResult parsed)
    {
        if (Theory.IsRandomAsymmetric(parsed))
            return RandomAsymmetric(Theory.KOf(parsed));
        var line = new CriticalLine(Theory.ActivationOf(parsed), Theory.KOf(parsed));
        CriticalPoint point = Point(parsed, line);
        return new(
            document => Fill(document, line, point),
            output => Print(output, point),
            () => CriticalPage.Make(line, point));
    }

    static void Fill(JsonObject document, CriticalLine line, CriticalPoint point)
    {
        var map = new MeanFieldMap(
            line.Activation, point.WeightVariance, point.BiasVariance, line.CorrelationStrength);
        document["weightVariance"] = point.WeightVariance;
        document["biasVariance"] = point.BiasVariance;
        document["length"] = point.Length;
        document["chi1"] = map.GradientFactor(point.Length);
        document["lengthSlope"] = JsonText.Number(point.LengthSlope);
        document["attracts"] = point.Attracts;
    }

    static void Print(TextWriter output, CriticalPoint point)
    {
        output.WriteLine($"weight variance  {point.WeightVariance:G10}");
        output.WriteLine($"bias variance    {point.BiasVariance:G10}");
        output.WriteLine($"length           {point.Length:G10}");
        if (!point.Attracts)
            output.WriteLine(
                $"note: signals of length 1 do not settle at this length (slope there {point.LengthSlope:G5})");
    }

    CriticalPoint Point(ParseResult parsed, CriticalLine line)
    {
        if (parsed.GetValue(_length) is { } length)
        {
            if (parsed.GetValue(Theory.BiasVariance) is not null)
                throw new UsageException(
                    "--bias-variance and --fixed-point-length both choose the point", "give one of them");
            return line.AtLength(length)
                ?? throw new UsageException(
                    $"no bias variance of 0 or more puts {line.Activation} on the edge of chaos at length {length}");
        }

        double bias = Theory.BiasVarianceOf(parsed);
        return line.Preferred(bias)
            ?? throw new UsageException(
                $"{line.Activation} has no critical weight variance at bias variance {bias}, "
                + $"k {line.CorrelationStrength}",
                bias == 0 ? "try a --bias-variance above 0" : "try --bias-variance 0");
    }

    static TheoryAnswer RandomAsymmetric(double k)
    {
        double chaos = RandomAsymmetricLaw.OrderToChaosBoundary(k);
        double length = RandomAsymmetricLaw.LengthBoundary(k);
        return new(
            document =>
            {
                document["weightVariance"] = chaos;
                document["lengthBoundary"] = length;
                document["approximations"] = JsonText.List(RandomAsymmetricClosings.Table2().Select(Row));
            },
            output => Print(output, chaos, length),
            () => CriticalPage.RandomAsymmetric(k));
    }

    static void Print(TextWriter output, double chaos, double length)
    {
        string unbounded = chaos > length ? "  (the length is unbounded there)" : "";
        output.WriteLine($"order to chaos at weight variance     {chaos:G6}{unbounded}");
        output.WriteLine($"length bounded below weight variance  {length:G6}");
        output.WriteLine();
        output.WriteLine("The approximations in print (RAAI, Table 2), which the exact law does not need:");
        foreach (PrintedBoundary row in RandomAsymmetricClosings.Table2())
        {
            string closing = row.Closing == SpecialInput.Mean ? "mean" : "rms";
            output.WriteLine(
                $"  {row.Quantity,-20}{closing,-5}printed {row.Printed,-5}  root {row.Value:F4}  {row.Statement}");
        }
    }

    static JsonObject Row(PrintedBoundary row) => new()
    {
        ["quantity"] = row.Quantity,
        ["closing"] = row.Closing == SpecialInput.Mean ? "mean" : "rms",
        ["printed"] = row.Printed,
        ["value"] = row.Value,
        ["equation"] = row.Equation,
        ["statement"] = row.Statement,
    };
}
