using System.CommandLine;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling study schema</c> and <c>kindling study settings</c>: what study files may hold.</summary>
static class StudySchemaCommand
{
    public static Command Create() => Printing(
        "schema",
        "Prints the format of study files as a JSON schema (2020-12)",
        () => JsonText.ToText(StudySchema.Make()),
        "kindling study schema > study.schema.json         for an editor that completes names and tells mistakes");

    public static Command CreateSettings() => Printing(
        "settings",
        "Prints the table of all settings as Markdown",
        SettingsPage.Text,
        "kindling study settings > settings.md             names, values and defaults");

    static Command Printing(string name, string description, Func<string> text, string example)
    {
        var command = new Command(name, description);
        HelpWithExamples.Install(command, example);
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(text());
            return ExitCode.Done;
        });
        return command;
    }
}
