using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Kindling.Cli.Output;

/// <summary>The usual help, and examples below it.</summary>
sealed partial class HelpWithExamples(HelpAction usual, string[] examples) : SynchronousCommandLineAction
{
    /// <summary>Gives a command its own help with examples.</summary>
    public static void Install(Command command, params string[] examples)
    {
        HelpOption? help = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (help is null)
        {
            help = new HelpOption();
            command.Options.Add(help);
        }

        help.Description = "Shows this help";
        help.Action = new HelpWithExamples(new HelpAction { MaxWidth = 110 }, examples);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var help = new StringWriter();
        parseResult.InvocationConfiguration.Output = help;
        int code = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        string text = help.ToString().Replace(RootCommand.ExecutableName, "kindling", StringComparison.Ordinal);
        if (parseResult.CommandResult.Command.Arguments.Count == 0)
            text = ArgumentOfParent().Replace(text, "");
        output.Write(DefaultTwice().Replace(text, "$1"));
        output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine("  " + example);
        output.WriteLine();
        return code;
    }

    /// <summary>
    /// A default as its description tells it, and again as the parser prints its value (0..2:21, and all 21 numbers).
    /// </summary>
    [GeneratedRegex(@"(\[default: [^\]]*\])\s+\[default: [^\]]*\]")]
    internal static partial Regex DefaultTwice();

    /// <summary>
    /// What the parser tells of the argument of the command above, which a command of its own has no use for: its place
    /// in the usage, and the section of arguments.
    /// </summary>
    [GeneratedRegex(@"(?<=^  kindling \w+) \[?<\w+>\]?|^Arguments:\r?\n(?:  .*\r?\n)+\r?\n", RegexOptions.Multiline)]
    internal static partial Regex ArgumentOfParent();
}
