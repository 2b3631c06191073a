using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Initialization;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling schemes</c>: every initializer with its source, its home and its use.</summary>
static class SchemesCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command(
            "schemes", "Lists the initializers: where each comes from, what it was made for, when to use it")
        {
            common.All,
        };
        HelpWithExamples.Install(command, "kindling schemes", "kindling schemes --json");
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(common.Json))
                output.Write(JsonText.ToText(Document(common.Document("schemes", parsed))));
            else
                Print(output);
            return ExitCode.Done;
        });
        return command;
    }

    static JsonObject Document(JsonObject document)
    {
        document["schemes"] = JsonText.List(Initializers.All.Select(scheme => new JsonObject
        {
            ["name"] = scheme.Name,
            ["aliases"] = JsonText.Texts(scheme.Aliases),
            ["source"] = scheme.Source,
            ["madeFor"] = scheme.MadeFor,
            ["needsData"] = scheme.NeedsData,
            ["summary"] = scheme.Summary,
            ["options"] = JsonText.Texts(scheme.OptionNames),
        }));
        return document;
    }

    static void Print(TextWriter output)
    {
        foreach (Initializer scheme in Initializers.All)
        {
            string aliases = scheme.Aliases.Count == 0 ? "" : $"  (also {string.Join(", ", scheme.Aliases)})";
            output.WriteLine(scheme.Name + aliases);
            output.WriteLine($"    {scheme.Summary}");
            output.WriteLine($"    made for  {scheme.MadeFor}{(scheme.NeedsData ? "; needs training data" : "")}");
            output.WriteLine($"    source    {scheme.Source}");
            if (scheme.OptionNames.Count > 0)
                output.WriteLine($"    options   {string.Join(", ", scheme.OptionNames)}");
            output.WriteLine();
        }

        output.WriteLine("Options follow the name after colons: aci:k=50, he:bias=random, box,siren:omega0=10.");
    }
}
