using System.CommandLine;
using Kindling.Files;
using Kindling.Networks;

namespace Kindling.Cli.Options;

/// <summary>Options that take one of a few words.</summary>
static class ChoiceOption
{
    const int WidestHelpName = 50; // what is longer breaks in the help's left column, in the middle of a word

    /// <summary>An option that takes the words of an enumeration; <see cref="Chosen"/> gives the value.</summary>
    public static Option<string?> Of<T>(string name, string description, T? usual)
        where T : struct, Enum =>
        Of(name, description, usual is T value ? EnumText.Of(value) : null, EnumText.Words<T>());

    /// <summary>The value that was chosen, or the usual one; null where there is neither.</summary>
    public static T? Chosen<T>(this ParseResult parsed, Option<string?> option)
        where T : struct, Enum =>
        parsed.GetValue(option) is string word ? EnumText.Value<T>(word, option.Name) : null;

    public static Option<string?> Of(string name, string description, string? usual, params string[] words)
    {
        string choices = string.Join('|', words);
        bool fits = choices.Length <= WidestHelpName;
        return new(name)
        {
            Description = fits ? description : $"{description}: {string.Join(", ", words)}",
            HelpName = fits ? choices : "NAME",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                string text = NumberOption.Text(result).ToLowerInvariant();
                if (!words.Contains(text))
                {
                    string? nearest = NearestName.Find(text, words);
                    string hint = nearest is null ? "" : $"; did you mean '{nearest}'?";
                    NumberOption.Refuse(result, name, $"one of {string.Join(", ", words)}{hint}");
                }

                return text;
            },
        };
    }
}
