namespace Kindling.Studies;

/// <summary>A setting that cannot be what it was set to: its name, its value, the rule, and what to do.</summary>
/// <remarks>Each form spells names in its own way: <c>lr</c> in a file, <c>--lr</c> on the command line.</remarks>
public sealed class SettingException : ArgumentException
{
    readonly string _sentence;
    readonly string? _remedy;

    /// <summary>Makes the exception of two settings that do not go together.</summary>
    /// <param name="sentence">What is wrong; names of settings stand in braces: <c>{k} is for aci</c>.</param>
    /// <param name="remedy">What to do, in the same way; or null.</param>
    internal SettingException(string sentence, string? remedy = null)
        : base(SettingText.Spell(sentence, n => n) + ".")
    {
        (_sentence, _remedy) = (sentence, remedy);
        Found = "that " + SettingText.Spell(sentence, n => n);
        Expected = "settings that go together";
    }

    /// <summary>Makes the exception of a value that is out of range.</summary>
    internal SettingException(string name, string text, string rule)
        : this($"{{{name}}} is '{text}'; it must be {rule}") => (Found, Expected) = ($"'{text}'", rule);

    /// <summary>Makes the exception of a name that is not known.</summary>
    internal SettingException(string text, string what, ArgumentException cause)
        : this(Plain(cause)) => (Found, Expected) = ($"'{text}'", $"{what} ({Plain(cause)})");

    /// <summary>What was found, as it stands in the error of a file after "found".</summary>
    public string Found { get; }

    /// <summary>What was expected, as it stands in the error of a file after "expected".</summary>
    public string Expected { get; }

    /// <summary>What is wrong.</summary>
    /// <param name="spell">Spells the name of a setting.</param>
    public string Say(Func<string, string> spell) => SettingText.Spell(_sentence, spell);

    /// <summary>What to do, or null.</summary>
    /// <param name="spell">Spells the name of a setting.</param>
    public string? Remedy(Func<string, string> spell) => _remedy is null ? null : SettingText.Spell(_remedy, spell);

    /// <summary>Without the end that .NET appends.</summary>
    static string Plain(ArgumentException e)
    {
        int suffix = e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (suffix < 0 ? e.Message : e.Message[..suffix]).TrimEnd('.');
    }
}
