using System.CommandLine;

namespace Kindling.Cli.Options;

/// <summary>Whether options were given, or have their default values.</summary>
static class Given
{
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
