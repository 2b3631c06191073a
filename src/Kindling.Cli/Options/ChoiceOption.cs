using System.CommandLine;
using Kindling.Networks;

namespace Kindling.Cli.Options;

/// <summary>Options that take one of a few words.</summary>
static class ChoiceOption
{
    public static Option<string?> Of(string name, string description, string? usual, params string[] words) =>
        new(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
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
