using System.CommandLine;
using System.Globalization;

namespace Kindling.Cli.Options;

/// <summary>Options that take a list of numbers, one fit each: <c>10%,25%</c>, <c>0,0.01,1</c>.</summary>
static class SampleOption
{
    /// <summary>Shares above 0 and up to 1, as percentages or as fractions.</summary>
    public static Option<double[]> Shares(string name, string description, string usual) =>
        Of(name, description, usual, "a share of the pixels above 0 % and up to 100 %, like 25% or 0.25", text =>
        {
            bool percent = text.EndsWith('%');
            return Number(percent ? text[..^1] : text) is { } number && (percent ? number / 100 : number) is > 0 and <= 1 and var share
                ? share
                : null;
        });

    /// <summary>Numbers of 0 or more.</summary>
    public static Option<double[]> NotNegative(string name, string description, string usual) =>
        Of(name, description, usual, "finite and at least 0", text => Number(text) is >= 0 and var number ? number : null);

    static Option<double[]> Of(string name, string description, string usual, string rule, Func<string, double?> parse) =>
        new(name)
        {
            Description = $"{description} [default: {usual}]",
            HelpName = "X[,X...]",
            CustomParser = result =>
            {
                double?[] numbers = [.. NumberOption.Text(result).Split(',').Select(part => parse(part.Trim()))];
                if (numbers.Any(n => n is null))
                    NumberOption.Refuse(result, name, rule);
                else if (numbers.Distinct().Count() < numbers.Length)
                    NumberOption.Refuse(result, name, "without repeats");
                return [.. numbers.Select(n => n ?? 0)];
            },
            DefaultValueFactory = _ => [parse(usual)!.Value],
        };

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : null;
}
