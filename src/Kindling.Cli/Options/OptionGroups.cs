using System.CommandLine;

namespace Kindling.Cli.Options;

/// <summary>Groups of options in a command, and whether one was given or has its default value.</summary>
static class OptionGroups
{
    /// <summary>Adds a group of options; a command's initializer takes it like a single one.</summary>
    public static void Add(this Command command, IEnumerable<Option> options)
    {
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>True if a person wrote the option.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };
}
