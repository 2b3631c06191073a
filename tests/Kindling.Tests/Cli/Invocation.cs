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

    /// <summary>Fails where a document lacks a field.</summary>
    public static void RequireFields(JsonNode json, params string[] names) =>
        Assert.All(names, name => Assert.True(json.AsObject().ContainsKey(name), name));
}
