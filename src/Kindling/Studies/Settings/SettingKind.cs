using System.Text.Json.Nodes;

namespace Kindling.Studies;

/// <summary>How the value of a setting looks.</summary>
public enum SettingShape
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number, or a word in its place.</summary>
    Number,

    /// <summary>True or false; an option without a value.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A list, separated by commas.</summary>
    List,

    /// <summary>A list of names; on the command line separated by spaces.</summary>
    Names,

    /// <summary>The path of a file.</summary>
    File,
}

/// <summary>The values that a setting may have: their range in words, and as a check.</summary>
public abstract class SettingKind
{
    private protected SettingKind(string rule, string helpName, SettingShape shape) =>
        (Rule, HelpName, Shape) = (rule, helpName, shape);

    /// <summary>The range, as it stands after "it must be".</summary>
    public string Rule { get; }

    /// <summary>The placeholder of a value in help, e.g. <c>N</c>.</summary>
    public string HelpName { get; }

    /// <summary>How a value looks.</summary>
    public SettingShape Shape { get; }

    /// <summary>The words, where the value is one of a few.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The JSON schema of a value.</summary>
    internal Func<JsonObject> Schema { get; init; } = () => new JsonObject { ["type"] = "string" };

    /// <summary>Reads a text and forgets it.</summary>
    /// <exception cref="FormatException">It is out of range; the message is a hint, or empty.</exception>
    /// <exception cref="ArgumentException">It names something that is not there; the message says what.</exception>
    internal abstract void Check(string text);
}

/// <inheritdoc/>
/// <param name="rule">The range, as it stands after "it must be".</param>
/// <param name="helpName">The placeholder of a value in help.</param>
/// <param name="shape">How a value looks.</param>
/// <param name="read">Reads a text; throws as <see cref="SettingKind.Check"/> does.</param>
internal sealed class SettingKind<T>(string rule, string helpName, SettingShape shape, Func<string, T> read)
    : SettingKind(rule, helpName, shape)
{
    public T Read(string text) => read(text);

    internal override void Check(string text) => read(text);
}
