using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>Spectre consoles on the program's own writers.</summary>
static class Terminal
{
    const int WidthOfFiles = 160;

    /// <summary>A console that writes to a writer: plain text of fixed width unless that is the terminal.</summary>
    public static IAnsiConsole For(TextWriter writer)
    {
        bool terminal = (writer == Console.Out && !Console.IsOutputRedirected) || (
            writer == Console.Error && !Console.IsErrorRedirected);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }

    /// <summary>True if progress can be shown in place on standard error.</summary>
    public static bool CanShowProgress(TextWriter errors) =>
        errors == Console.Error && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable(
            "TERM") is not "dumb";
}
