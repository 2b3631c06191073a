using System.Text.Json;
using System.Text.Json.Nodes;
using Kindling.Cli;

namespace Kindling.Tests.Cli;

/// <summary>Runs the program within the tests.</summary>
static class Invocation
{
    /// <summary>Runs a command line; words are separated by spaces.</summary>
    public static (int Code, string Output, string Errors) Run(string line)
    {
        using StringWriter output = new(), errors = new();
        int code = CommandLineProgram.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>The document that a command prints with <c>--json</c>; fails where the command does.</summary>
    public static JsonElement Json(string line)
    {
        (int code, string output, string errors) = Run(line + " --json");
        Assert.True(code == 0, errors);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>Fails where a document lacks a field.</summary>
    public static void RequireFields(JsonNode json, params string[] names) =>
        Assert.All(names, name => Assert.True(json.AsObject().ContainsKey(name), name));
}
