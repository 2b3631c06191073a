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

    /// <summary>Refuses options that mean nothing without another one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="what">What the options are for.</param>
    /// <param name="missing">The option that is missing, as it would be written.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="UsageException">One of them was given.</exception>
    public static void RefuseWithout(this ParseResult parsed, string what, string missing, params Option[] options)
    {
        if (Array.Find(options, parsed.IsGiven) is not Option given)
            return;
        string name = missing.Split(' ')[0];
        throw new UsageException($"{given.Name} is for {what}, but there is no {name}", $"add {missing}");
    }
}
