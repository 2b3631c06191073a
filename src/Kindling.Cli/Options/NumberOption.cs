using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Kindling.Files;

namespace Kindling.Cli.Options;

/// <summary>Options that take numbers, with errors that say what was given and what is allowed.</summary>
static class NumberOption
{
    public static Option<int> Whole(string name, string description, int usual, int least = 1) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => usual,
            CustomParser = result => ParseWhole(result, name, least) ?? 0,
        };

    public static Option<int?> WholeOrNone(string name, string description, int least = 1, int most = int.MaxValue) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => ParseWhole(result, name, least, most),
        };

    public static Option<ulong> Seed(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => 0,
            CustomParser = result =>
            {
                if (!ulong.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
                    Refuse(result, name, "a whole number of at least 0");
                return seed;
            },
        };

    public static Option<double?> Real(string name, string description, NumberRange range, string helpName = "X") =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                double? value = range.Parse(Text(result));
                if (value is null)
                    Refuse(result, name, range.Words);
                return value;
            },
        };

    /// <summary>A finite number of at least 0, or null where the option is not given.</summary>
    public static Option<double?> NotNegative(string name, string description, string helpName = "X") =>
        Real(name, description, NumberRange.NotNegative, helpName);

    /// <summary>A finite number above 0, or null where the option is not given.</summary>
    public static Option<double?> Positive(string name, string description, string helpName = "X") =>
        Real(name, description, NumberRange.Positive, helpName);

    /// <summary>k of anti-correlated weights, or null where the option is not given.</summary>
    public static Option<double?> CorrelationStrength(string description) =>
        Real("--k", description, NumberRange.AboveMinusOne);

    public static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";

    public static void Refuse(ArgumentResult result, string name, string rule) =>
        result.AddError($"{name} is '{Text(result)}'; it must be {rule}");

    static int? ParseWhole(ArgumentResult result, string name, int least, int most = int.MaxValue)
    {
        if (int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most)
            return value;
        string range = most == int.MaxValue ? $"of {least} or more" : $"from {least} to {most}";
        Refuse(result, name, "a whole number " + range);
        return null;
    }
}
