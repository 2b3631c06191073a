using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindling.Cli.Output;

/// <summary>Spectre consoles on the program's own writers.</summary>
static class Terminal
{
    /// <summary>The width of lines in files, and the least for tables.</summary>
    const int WidthOfFiles = 160;

    const int Milliseconds = 250;
    const int MillisecondsOfLogs = 1000;
    const int BarWidth = 40;

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

    /// <summary>Writes what the user should know, a line each.</summary>
    public static void WriteNotes(IEnumerable<string> notes, TextWriter errors)
    {
        foreach (string note in notes)
            errors.WriteLine("note: " + note);
    }

    /// <summary>A table with texts to the left and numbers to the right.</summary>
    public static Table Columns(IEnumerable<string> texts, IEnumerable<string> numbers)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string head in texts)
            table.AddColumn(new TableColumn(Markup.Escape(head)));
        foreach (string head in numbers)
            table.AddColumn(new TableColumn(Markup.Escape(head)).RightAligned().NoWrap());
        return table;
    }

    /// <summary>
    /// Writes a table with every cell whole; the lines wrap on a terminal that is too narrow for them.
    /// </summary>
    public static void Write(Table table, TextWriter writer)
    {
        IAnsiConsole console = For(writer);
        console.Profile.Width = Math.Max(console.Profile.Width, WidthOfFiles);
        console.Write(table);
    }

    /// <summary>Whether a table fits into the lines of the terminal; true where the output is none.</summary>
    public static bool Fits(Table table, TextWriter writer)
    {
        IAnsiConsole console = For(writer);
        IRenderable all = table;
        return all.Measure(RenderOptions.Create(console), int.MaxValue).Max <= console.Profile.Width;
    }

    /// <summary>
    /// Waits for work, with a view of it that is redrawn in place, or a line at every tenth of it in a log.
    /// </summary>
    /// <param name="work">Its error, if it ends with one, is thrown as it is.</param>
    /// <param name="errors">Where the view is shown if that is a terminal, else the lines.</param>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="view">How far the work is.</param>
    /// <param name="line">The share that is done, and a line that says so; null writes no lines.</param>
    public static T Watch<T>(
        Task<T> work,
        TextWriter errors,
        bool quiet,
        Func<IRenderable> view,
        Func<(double Share, string Text)>? line = null)
    {
        if (!quiet && CanShowProgress(errors))
        {
            For(errors).Live(new Text("")).AutoClear(true).Start(display =>
            {
                while (Task.WaitAny([work], Milliseconds) < 0)
                    display.UpdateTarget(view());
            });
        }
        else if (!quiet && line is not null)
        {
            int told = 0;
            while (Task.WaitAny([work], MillisecondsOfLogs) < 0)
            {
                (double share, string text) = line();
                if ((int)(share * 10) <= told)
                    continue;
                told = (int)(share * 10);
                errors.WriteLine(text);
            }
        }

        return work.GetAwaiter().GetResult();
    }

    /// <summary>A bar that is full at a share of 1, the percentage and more text behind it.</summary>
    public static Markup Bar(double share, string text = "")
    {
        int full = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        return new Markup(
            $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] "
            + $"{share,4:P0}{Markup.Escape(text)}");
    }

    /// <summary>The last line of a view.</summary>
    public static Text Hint(string text) => new(text, new Style(Color.Grey));
}
