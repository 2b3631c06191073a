using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kindling.Reports;

/// <summary>What a report takes from <c>study.yaml</c>: the order of the schemes, and the command that makes the
/// study again.</summary>
static class StudyDefinition
{
    /// <summary>The schemes in the order in which they were asked for; empty where the text does not list
    /// them.</summary>
    public static IEnumerable<string> Schemes(string? yaml) =>
        Root(yaml)?.Children.TryGetValue(new YamlScalarNode("schemes"), out YamlNode? node) == true
        && node is YamlSequenceNode list
            ? Items(list)
            : [];

    /// <summary>The command line; null if the text is not the YAML of a study.</summary>
    /// <param name="yaml">The text of a study.</param>
    /// <param name="verb">The command: compare, or train for a single run.</param>
    /// <remarks>Of a file with a rooted path only the name is given: where it lay is nobody's business.</remarks>
    public static string? Command(string? yaml, string verb = "compare")
    {
        if (Root(yaml) is not YamlMappingNode root)
            return null;
        var command = new StringBuilder($"./kindling {verb}");
        if (verb == "train")
            root.Children.Remove(new YamlScalarNode("seeds"));
        AppendAll(command, root);
        if (!root.Children.ContainsKey(new YamlScalarNode("batch")))
            command.Append(" --batch all");
        return command.ToString();
    }

    static YamlMappingNode? Root(string? yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml ?? ""));
        }
        catch (YamlException)
        {
            return null;
        }

        return stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
    }

    static void AppendAll(StringBuilder command, YamlMappingNode mapping)
    {
        bool hasSteps = mapping.Children.TryGetValue(new YamlScalarNode("steps"), out YamlNode? steps)
            && steps is YamlScalarNode { Value: not "0" };
        foreach ((YamlNode key, YamlNode value) in mapping)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            bool isImplied = name is "kindling" or "dataHash" || name == (hasSteps ? "time" : "steps");
            if (name == "leastSquares")
                AppendLeastSquares(command, value as YamlMappingNode ?? []);
            else if (value is YamlMappingNode inner)
                AppendAll(command, inner);
            else if (name == "redraw")
                command.Append(" --redraw");
            else if (!isImplied && Text(name, value) is { Length: > 0 } text)
                command.Append(" --").Append(Option(name)).Append(' ').Append(text);
        }
    }

    static void AppendLeastSquares(StringBuilder command, YamlMappingNode settings)
    {
        command.Append(" --lsgd");
        foreach ((YamlNode key, YamlNode value) in settings)
            command.Append($" --lsgd-{key} {Text("", value)}");
    }

    static string? Text(string name, YamlNode value) => value switch
    {
        YamlScalarNode scalar => Quote(FileNameOfRooted(scalar.Value) ?? ""),
        YamlSequenceNode list when name == "ignore" => string.Join(' ', Items(list).Select(Quote)),
        YamlSequenceNode list => Quote(string.Join(',', Items(list))),
        _ => null,
    };

    static IEnumerable<string> Items(YamlSequenceNode list) => list.OfType<YamlScalarNode>().Select(s => s.Value ?? "");

    static string? FileNameOfRooted(string? text) =>
        text is not null && Path.IsPathRooted(text) ? Path.GetFileName(text) : text;

    static string Option(string key) => key switch
    {
        "kind" => "network",
        "pde" => "problem",
        "schemes" => "init",
        "widths" => "width",
        "learningRate" => "lr",
        _ => string.Concat(key.Select(c => char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c.ToString())),
    };

    static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:,=+^".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
