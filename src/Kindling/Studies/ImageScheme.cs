using Kindling.Initialization;
using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>An initializer with the activation that it is tried with: a row of the paper's Table 1.</summary>
/// <remarks>
/// As text the initializer alone, or <c>go@sin</c> where the activation is not the usual one. The usual one of
/// <c>siren</c> is <c>sin</c>, whatever the others take, as that is what it was made for.
/// </remarks>
/// <param name="Name">As the user wrote it, with defaults left out.</param>
/// <param name="Initializer">The initializer's text, e.g. <c>siren:omega0=1</c>.</param>
/// <param name="Activation">The activation's name.</param>
public sealed record ImageScheme(string Name, string Initializer, string Activation)
{
    /// <summary>Reads a list, e.g. <c>go,glorot,siren:omega0=1,go@sin</c>.</summary>
    /// <param name="list">Schemes, separated by commas.</param>
    /// <param name="activation">The usual activation.</param>
    /// <param name="defaults">Options for every initializer that takes them.</param>
    /// <exception cref="ArgumentException">A scheme or an activation is unknown, or one is listed twice.</exception>
    public static IReadOnlyList<ImageScheme> ParseList(
        string list, string activation, InitializerOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        var schemes = new List<ImageScheme>();
        foreach (string part in list.Split(','))
        {
            ImageScheme scheme = Parse(part, activation, defaults);
            if (schemes.Any(s => s.Initializer == scheme.Initializer && s.Activation == scheme.Activation))
                throw new ArgumentException($"initializer '{scheme.Name}' is listed twice in '{list}'.");
            schemes.Add(scheme);
        }

        return schemes;
    }

    static ImageScheme Parse(string text, string activation, InitializerOptions? defaults)
    {
        string[] parts = text.Split('@', 2);
        Initializer initializer = Initializers.Parse(parts[0], defaults);
        string usual = initializer is Siren ? "sin" : Activations.Find(activation).Name;
        string own = parts.Length == 2 ? Activations.Find(parts[1]).Name : usual;
        string name = own == usual ? initializer.ToString() : $"{initializer}@{own}";
        return new ImageScheme(name, initializer.ToString(), own);
    }
}
