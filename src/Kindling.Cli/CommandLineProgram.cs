using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Kindling.Cli.Commands;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Networks;
using Kindling.Studies;

namespace Kindling.Cli;

/// <summary>The program: parses, runs a command, and turns every error into one line and an exit code.</summary>
/// <remarks>Exit codes: 0 done, 1 failed or interrupted, 2 bad use or bad input.</remarks>
public static class CommandLineProgram
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="output">Results.</param>
    /// <param name="errors">Progress and errors.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            RootCommand root = Root();
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction and not HelpWithExamples)
                return Report(errors, ExitCode.BadUse, MessageOf(parsed), HintOf(parsed));
            if (EmptyOption(parsed) is { } empty)
                return Report(errors, ExitCode.BadUse, $"{empty} is empty");
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (SettingException e)
        {
            return Report(errors, ExitCode.BadUse, e.Say(SettingOptions.Spell), e.Remedy(SettingOptions.Spell));
        }
        catch (ArgumentException e)
        {
            return Report(errors, ExitCode.BadUse, PlainMessage(e), (e as UsageException)?.Hint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Report(errors, IsDiskFull(e) ? ExitCode.Failed : ExitCode.BadUse, e.Message);
        }
        catch (TypeInitializationException e) when (e.InnerException is ArgumentException inner)
        {
            return Report(errors, ExitCode.BadUse, PlainMessage(inner)); // KINDLING_SIMD is read where lanes are chosen
        }
        catch (OutOfMemoryException)
        {
            return Report(errors, ExitCode.Failed, "out of memory", "fewer --threads, or a smaller --width, need less");
        }
        catch (OperationCanceledException)
        {
            return Report(errors, ExitCode.Failed, "interrupted");
        }
#pragma warning disable CA1031 // The last resort: a person gets one line, never a stack trace, unless asked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (Environment.GetEnvironmentVariable("KINDLING_TRACE") is "1")
                errors.WriteLine(e);
            return Report(
                errors,
                ExitCode.Failed,
                $"{PlainMessage(e)} ({e.GetType().Name})",
                "this is a mistake in kindling; KINDLING_TRACE=1 shows where");
        }
    }

    static RootCommand Root()
    {
        var root = new RootCommand("Draws, compares and trains initializations of deep networks.")
        {
            CompareCommand.Create(),
            StudyCommand.Create(),
            TrainCommand.Create(),
            PredictCommand.Create(),
            DrawCommand.Create(),
            SchemesCommand.Create(),
            InspectCommand.Create(),
            FitImageCommand.Create(),
            BenchCommand.Create(),
            TheoryCommand.Create(),
        };
        root.Options.OfType<VersionOption>().Single().Description = "Shows the version";
        HelpWithExamples.Install(
            root,
            "kindling compare                                which initialization trains best on the built-in function",
            "kindling compare --data cars.csv --target mpg   ... on your own table",
            "kindling train --problem transport --lsgd       one run: here a differential equation, to many digits",
            "kindling schemes                                what there is, and what it is for",
            "kindling compare --help                         all settings of a command");
        root.SetAction(parsed =>
        {
            root.Parse("--help").Invoke(new InvocationConfiguration { Output = parsed.InvocationConfiguration.Output });
            return ExitCode.Done;
        });
        return root;
    }

    static string MessageOf(ParseResult parsed)
    {
        string message = parsed.Errors[0].Message;
        return parsed.UnmatchedTokens.Count > 0 ? $"unknown option or argument '{parsed.UnmatchedTokens[0]}'" : message;
    }

    /// <summary>The name of an option that was given '' as its value: a variable of a shell that is not set.</summary>
    static string? EmptyOption(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .FirstOrDefault(o => o.Tokens.Any(t => t.Value.Length == 0))?.Option.Name;

    static string? HintOf(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"kindling {PathOf(command)}--help shows what there is";
        if (parsed.UnmatchedTokens.Count == 0)
            return parsed.Errors[0].SymbolResult is OptionResult or ArgumentResult { Tokens.Count: > 0 } ? null : help;
        string wrong = parsed.UnmatchedTokens[0];
        IEnumerable<string> known = command.Options.Select(o => o.Name).Concat(command.Subcommands.Select(c => c.Name));
        string? nearest = NearestName.Find(wrong, known);
        return nearest is null ? help : $"did you mean '{nearest}'?";
    }

    /// <summary>The words of a command after the program's name, each with a space behind it.</summary>
    static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is Command parent ? PathOf(parent) + command.Name + " " : "";

    static int Report(TextWriter errors, int code, string message, string? hint = null)
    {
        errors.WriteLine("error: " + OneLine(message));
        if (hint is not null)
            errors.WriteLine("hint: " + OneLine(hint));
        return code;
    }

    /// <summary>Whether an error is no one's mistake: ENOSPC of Unix, ERROR_DISK_FULL of Windows.</summary>
    static bool IsDiskFull(Exception e) => e.HResult is 28 or unchecked((int)0x80070070);

    static string OneLine(string text) =>
        string.Join(' ', text.Split('\n', '\r').Where(part => part.Length > 0)).TrimEnd('.');

    /// <summary>Without the " (Parameter 'name')" that .NET appends: users have no parameters.</summary>
    static string PlainMessage(Exception e)
    {
        int suffix = e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? e.Message : e.Message[..suffix];
    }
}
