using System.Globalization;
using Kindling.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Kindling.Studies;

/// <summary>One YAML mapping: names in order, each with a scalar, a list of scalars, or a mapping.</summary>
/// <remarks>
/// Errors name the file and the line. Names that nobody asked for are errors too: they are typing mistakes.
/// </remarks>
internal sealed class YamlMapping
{
    readonly YamlMappingNode _node;
    readonly string _path;
    readonly HashSet<string> _asked = [];
    readonly List<string> _notes;

    public YamlMapping()
        : this(new YamlMappingNode(), "", [])
    {
    }

    YamlMapping(YamlMappingNode node, string path, List<string> notes)
    {
        _node = node;
        _path = path;
        _notes = notes;
    }

    /// <summary>What the reader of the whole file should be told, each once.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Reads a file that holds one mapping.</summary>
    public static YamlMapping Read(string path)
    {
        using StreamReader reader = File.OpenText(path);
        return Read(reader, path);
    }

    /// <summary>Reads a text that holds one mapping.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="path">The file it comes from, for errors.</param>
    public static YamlMapping Read(TextReader reader, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? new(root, path, [])
                : throw new FileFormatException(path, "no mapping", "one YAML mapping");
        }
        catch (YamlException e)
        {
            throw new FileFormatException(
                path, "a mistake in the YAML: " + e.Message, "YAML", line: e.Start.Line, cause: e);
        }
    }

    /// <summary>Adds a scalar; null adds nothing.</summary>
    public void Add(string name, IFormattable? value) => Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Add(string, IFormattable)"/>
    public void Add(string name, string? value)
    {
        if (value is not null)
            _node.Add(name, new YamlScalarNode(value));
    }

    public void Add(string name, IEnumerable<string> values) =>
        _node.Add(name, new YamlSequenceNode(values.Select(v => new YamlScalarNode(v))) { Style = SequenceStyle.Flow });

    public string ToText()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(_node)).Save(writer, assignAnchors: false);
        string text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    public YamlMapping Mapping(string name) => Find(name) switch
    {
        null => new(new YamlMappingNode(), _path, _notes),
        YamlMappingNode node => new(node, _path, _notes),
        _ => throw Wrong(name, "a value", "names with values below it"),
    };

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode { Value: string text } => text,
        _ => throw Wrong(name, "no single value", "one value"),
    };

    public IReadOnlyList<string>? Texts(string name) => Find(name) switch
    {
        null => null,
        YamlSequenceNode list when list.All(n => n is YamlScalarNode) =>
            [.. list.Select(n => ((YamlScalarNode)n).Value ?? "")],
        _ => throw Wrong(name, "no list", "a list like [a, b]"),
    };

    /// <summary>The file, as the user named it.</summary>
    public string FilePath => _path;

    /// <summary>The names there are, in their order.</summary>
    public IReadOnlyList<string> Names =>
        [.. _node.Children.Keys.Select(k => (k as YamlScalarNode)?.Value ?? throw new FileFormatException(
            _path, "a name that is a list or a mapping", "a plain name", line: k.Start.Line))];

    public bool IsList(string name) => Find(name) is YamlSequenceNode;

    public bool IsMapping(string name) => Find(name) is YamlMappingNode;

    /// <summary>A list of mappings; empty where there is none.</summary>
    public IReadOnlyList<YamlMapping> Mappings(string name) => Find(name) switch
    {
        null => [],
        YamlSequenceNode list when list.All(n => n is YamlMappingNode) =>
            [.. list.Select(n => new YamlMapping((YamlMappingNode)n, _path, _notes))],
        _ => throw Wrong(name, "no list of entries", "a list, each entry with '- ' and names with values"),
    };

    /// <summary>One value, or a list of them.</summary>
    public IReadOnlyList<string>? OneOrMore(string name) =>
        IsList(name) ? Texts(name) : Text(name) is { } one ? [one] : null;

    public int? Int(string name) => Text(name) is string text ? ToInt(name, text) : null;

    public string? Choice(string name, params ReadOnlySpan<string> words)
    {
        string? text = Text(name);
        return text is null || words.Contains(text) ? text : throw Wrong(
            name, $"'{text}'", string.Join(" or ", words!));
    }

    /// <summary>Adds a note about the file.</summary>
    public void Note(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>Refuses names that were not asked for.</summary>
    public void RequireNothingElse()
    {
        foreach (YamlScalarNode key in _node.Children.Keys.OfType<YamlScalarNode>())
        {
            if (!_asked.Contains(key.Value ?? ""))
            {
                throw new FileFormatException(
                    _path, $"'{key.Value}'", "one of: " + string.Join(", ", _asked), line: key.Start.Line);
            }
        }
    }

    /// <summary>The error of a value.</summary>
    public FileFormatException Wrong(string name, string found, string expected) =>
        new(_path, found, expected, line: (Find(name) ?? _node).Start.Line, column: name);

    int ToInt(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Wrong(name, $"'{text}'", "a whole number");

    YamlNode? Find(string name)
    {
        _asked.Add(name);
        return _node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) ? node : null;
    }
}
