using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>All schemes, and the text that names one with its options.</summary>
/// <remarks>
/// A scheme as text is its name or an alias, then options after colons: <c>he</c>, <c>he:bias=random</c>,
/// <c>aci:k=50:weight_variance=1.5</c>. A scheme with a main option takes its value without a name:
/// <c>go:calibration.json</c>. Commas separate schemes in a list: <c>he,box,aci:k=50</c>. Case and the choice between
/// dash and underscore do not matter.
/// </remarks>
public static class Initializers
{
    /// <summary>Every scheme with its default options, ordered by name.</summary>
    public static IReadOnlyList<Initializer> All { get; } =
    [
        new AntiCorrelated(),
        new Box(),
        Critical.Gaussian,
        Critical.Orthogonal,
        Gaussian.Normal,
        Glorot.Uniform,
        Glorot.Normal,
        new GloballyOrthogonal(),
        He.Normal,
        He.Uniform,
        LeCun.Normal,
        new Orthogonal(),
        new Orthonormal(),
        PyTorchDefault.Linear,
        RandomAsymmetric.Raai,
        RandomAsymmetric.Rai,
        new Siren(),
    ];

    /// <summary>The schemes that a comparison should try where the user names none.</summary>
    /// <param name="network">What is to be trained.</param>
    /// <param name="hasData">Whether training inputs will be given to the draw.</param>
    /// <remarks>
    /// The common starts, and those that were made for this activation and architecture; in the order of <see
    /// cref="All"/>.
    /// </remarks>
    public static IReadOnlyList<Initializer> SuitableFor(Network network, bool hasData = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [.. All.Where(s => s.SuitsByDefault(network) && (hasData || !s.NeedsData))];
    }

    /// <summary>A scheme by name or alias, with its default options.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Initializer Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = Normalize(name);
        return All.FirstOrDefault(s => s.Name == key || s.Aliases.Contains(key))
            ?? throw new ArgumentException(Unknown(key));
    }

    /// <summary>A scheme with options.</summary>
    /// <exception cref="ArgumentException">
    /// The scheme does not exist or does not take an option, or a value is out of range.
    /// </exception>
    public static Initializer Create(string name, InitializerOptions options) => Find(name).With(options);

    /// <summary>Reads a scheme, e.g. <c>aci:k=50:weight_variance=1.5</c>.</summary>
    /// <param name="text">Name and options.</param>
    /// <param name="defaults">
    /// Options for every scheme that takes them, where the text does not say otherwise: a command's
    /// <c>--weight-variance</c>. Schemes without such an option ignore it.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The text names no scheme, an option it does not take, or a value out of range.
    /// </exception>
    public static Initializer Parse(string text, InitializerOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        Initializer scheme = Find(parts[0]);
        InitializerOptions options = InitializerOptions.None;
        foreach (string part in parts.Skip(1))
            options = Option(scheme, options, part, text);
        return scheme.With(defaults is null ? options : options.Or(defaults.Only(scheme.OptionNames)));
    }

    /// <summary>Reads a list of schemes, e.g. <c>he,box,aci:k=50</c>.</summary>
    /// <param name="text">Schemes, separated by commas.</param>
    /// <param name="defaults">As for <see cref="Parse"/>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Parse"/>, or a scheme is listed twice.</exception>
    public static IReadOnlyList<Initializer> ParseList(string text, InitializerOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var schemes = new List<Initializer>();
        foreach (string part in text.Split(','))
        {
            Initializer scheme = Parse(part, defaults);
            if (schemes.Any(s => s.ToString() == scheme.ToString()))
                throw new ArgumentException($"initializer '{scheme}' is listed twice in '{text}'.");
            schemes.Add(scheme);
        }

        return schemes;
    }

    static InitializerOptions Option(Initializer scheme, InitializerOptions options, string part, string text)
    {
        string[] pair = part.Split('=', 2);
        if (pair.Length < 2 && scheme.MainOption is string main && part.Trim().Length > 0)
            pair = [main, part];
        string name = Normalize(pair[0]);
        if (pair.Length < 2 || name.Length == 0)
            throw new ArgumentException($"'{part}' in initializer '{text}' is not an option; options look like k=50.");
        if (!scheme.OptionNames.Contains(name))
            throw new ArgumentException(InitializerOptions.NotTaken(scheme, name));
        if (options.Get(name) is not null)
            throw new ArgumentException($"option '{name}' is given twice in initializer '{text}'.");
        return options.Set(name, pair[1]);
    }

    static string Normalize(string name) => name.Trim().Replace('-', '_').ToLowerInvariant();

    /// <summary>The nearest of all names and aliases, but a list of the names alone.</summary>
    static string Unknown(string name)
    {
        if (name.Length == 0)
            return $"an initializer's name is missing. Known: {string.Join(", ", All.Select(s => s.Name))}.";
        string? nearest = NearestName.Find(name, All.SelectMany(s => s.Aliases.Prepend(s.Name)));
        string hint = nearest is null ? "." : $"; did you mean '{nearest}'?";
        return $"unknown initializer '{name}'{hint} Known: {string.Join(", ", All.Select(s => s.Name))}.";
    }
}
