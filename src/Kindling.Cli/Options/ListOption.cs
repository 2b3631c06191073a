using System.CommandLine;
using System.Globalization;
using Kindling.Files;

namespace Kindling.Cli.Options;

/// <summary>Options that take several numbers: one, a list <c>a,b,c</c>, or a range <c>low..high:count</c>.</summary>
static class ListOption
{
    const int Most = 2000;

    /// <summary>Finite numbers of at least a bound; null where the option is not given.</summary>
    public static Option<double[]?> Reals(string name, string description, double least = 0) =>
        new(name)
        {
            Description = description,
            HelpName = "LOW..HIGH:N",
            CustomParser = result =>
            {
                double[]? values = Parse(NumberOption.Text(result));
                if (values is not null && values.All(v => v >= least))
                    return values;
                NumberOption.Refuse(
                    result,
                    name,
                    $"numbers of at least {least}: X, X,Y,... or LOW..HIGH:N with LOW <= HIGH and N from 1 to {Most}");
                return null;
            },
        };

    /// <summary>The same with numbers to use where the option is not given.</summary>
    public static Option<double[]> Reals(string name, string description, string usual, double least = 0)
    {
        Option<double[]?> option = Reals(name, $"{description} [default: {usual}]", least);
        return new(name)
        {
            Description = option.Description,
            HelpName = option.HelpName,
            CustomParser = option.CustomParser is { } parse ? result => parse(result) ?? [] : null,
            DefaultValueFactory = _ => Parse(usual)!,
        };
    }

    /// <summary>Whole numbers of at least 1, each once, returned in ascending order.</summary>
    public static Option<int[]> Wholes(string name, string description, string usual) =>
        new(name)
        {
            Description = $"{description} [default: {usual}]",
            HelpName = "N,N,...",
            CustomParser = result =>
            {
                int[]? values = Whole(NumberOption.Text(result));
                if (values is null)
                    NumberOption.Refuse(result, name, "whole numbers of 1 or more: N or N,M,...");
                return values ?? [];
            },
            DefaultValueFactory = _ => Whole(usual)!,
        };

    /// <summary>Shares above 0 and up to 1, as percentages or as fractions, each once: <c>10%,0.25</c>.</summary>
    public static Option<double[]> Shares(string name, string description, string usual) =>
        Each(name, description, usual, "a share of the pixels above 0 % and up to 100 %, like 25% or 0.25", text =>
            (text.EndsWith('%') ? NumberRange.Finite(text[..^1]) / 100 : NumberRange.Finite(text))
                is > 0 and <= 1 and var share
                ? share
                : null);

    /// <summary>Finite numbers of at least 0, each once: <c>0,0.01,1</c>.</summary>
    public static Option<double[]> NotNegative(string name, string description, string usual) =>
        Each(name, description, usual, NumberRange.NotNegative.Words, NumberRange.NotNegative.Parse);

    static Option<double[]> Each(
        string name, string description, string usual, string rule, Func<string, double?> parse) =>
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

    static int[]? Whole(string text)
    {
        var values = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1)
                return null;
            values.Add(value);
        }

        return [.. values];
    }

    static double[]? Parse(string text)
    {
        var values = new List<double>();
        foreach (string part in text.Split(','))
        {
            if ((NumberRange.Finite(part) is { } single ? [single] : Range(part)) is not { } some)
                return null;
            values.AddRange(some);
        }

        return values.Count <= Most ? [.. values] : null;
    }

    static double[]? Range(string text)
    {
        string[] parts = text.Split("..");
        string[] end = parts.Length == 2 ? parts[1].Split(':') : [];
        if (end.Length != 2
            || NumberRange.Finite(parts[0]) is not { } low
            || NumberRange.Finite(end[0]) is not { } high
            || high < low)
        {
            return null;
        }

        if (!int.TryParse(end[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return null;
        if (count is < 1 or > Most)
            return null;
        double step = count == 1 ? 0 : (high - low) / (count - 1);
        return [.. Enumerable.Range(0, count).Select(i => At(low + (i * step), i == count - 1 && count > 1, high))];
    }

    /// <summary>Without the last digits of a sum: 0.6..1.4:9 holds 0.7, not 0.7000000000000001.</summary>
    static double At(double value, bool isLast, double high) =>
        isLast ? high : double.Parse(value.ToString("G14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
