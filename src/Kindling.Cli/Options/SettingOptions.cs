using System.CommandLine;
using System.CommandLine.Parsing;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>Options made from the table of settings (<see cref="StudySettings"/>).</summary>
sealed class SettingOptions
{
    const int WidestHelpName = 50; // what is longer breaks in the help's left column, in the middle of a word

    readonly List<(Setting Setting, Option Option)> _options;

    public SettingOptions(IEnumerable<Setting> settings) => _options = [.. settings.Select(s => (s, Of(s)))];

    public IEnumerable<Option> All => _options.Select(o => o.Option);

    /// <summary>The option of a setting.</summary>
    public Option this[string name] => _options.First(o => o.Setting.Name == name).Option;

    /// <summary>An option that takes a text, by the name of its setting.</summary>
    public Option<string?> Text(string name) => (Option<string?>)this[name];

    /// <summary>What was given.</summary>
    public SettingValues Values(ParseResult parsed)
    {
        var values = new SettingValues();
        foreach ((Setting setting, Option option) in _options.Where(o => parsed.IsGiven(o.Option)))
            values.Add(setting.Name, TextOf(parsed, option));
        return values;
    }

    /// <summary>A setting as an option spells it.</summary>
    public static string Spell(string name) => "--" + name;

    /// <summary>The option of one setting.</summary>
    public static Option Of(Setting setting)
    {
        string name = Spell(setting.Name), help = setting.HelpIn(Spell);
        string choices = setting.Kind.HelpName;
        if (choices.Length > WidestHelpName)
            (help, choices) = ($"{setting.Help}: {string.Join(", ", setting.Kind.Words)}", "NAME");
        return setting.Kind.Shape switch
        {
            SettingShape.Flag => new Option<bool>(name) { Description = help },
            SettingShape.Names => new Option<string[]>(name)
            {
                Description = help,
                HelpName = choices,
                AllowMultipleArgumentsPerToken = true,
            },
            _ => new Option<string?>(name)
            {
                Description = help,
                HelpName = choices,
                CustomParser = result => Checked(setting, result),
            },
        };
    }

    static string Checked(Setting setting, ArgumentResult result)
    {
        string text = NumberOption.Text(result);
        if (setting.Kind.Shape == SettingShape.Word)
            text = text.ToLowerInvariant();
        try
        {
            if (text.Length > 0) // The program itself tells of an empty value.
                setting.Check(text);
        }
        catch (SettingException e)
        {
            result.AddError(e.Say(Spell));
        }

        return text;
    }

    static string TextOf(ParseResult parsed, Option option) => option switch
    {
        Option<bool> flag => parsed.GetValue(flag) ? "true" : "false",
        Option<string[]> names => SettingValues.ListOf(parsed.GetValue(names)!),
        Option<string?> text => parsed.GetValue(text)!,
        _ => throw new InvalidOperationException($"{option.Name} is made from no setting."),
    };
}
