using System.Globalization;

namespace Kindling.Networks;

/// <summary>All activation functions, by the names that PyTorch uses.</summary>
public static class Activations
{
    const double SeluAlpha = 1.6732632423543772848170429916717;
    const double SeluScale = 1.0507009873554804934193349852946;

    /// <summary>f(z) = z.</summary>
    public static Activation Linear { get; } = new Activation<Linear>("linear", new(), gain: 1);

    /// <summary>f(z) = max(z, 0).</summary>
    public static Activation Relu { get; } =
        new Activation<Relu>("relu", new(), gain: Math.Sqrt(2), smoothness: 0, kinks: [0]);

    /// <summary>SELU (Klambauer et al. 2017): an ELU whose constants keep mean 0 and variance 1.</summary>
    public static Activation Selu { get; } =
        new Activation<Elu>("selu", new(SeluAlpha, SeluScale), gain: 0.75, smoothness: 0, kinks: [0]);

    /// <summary>z clamped to [-1, 1].</summary>
    public static Activation HardTanh { get; } =
        new Activation<HardTanh>("hard_tanh", new(), smoothness: 0, kinks: [-1, 1]);

    /// <summary>tanh z.</summary>
    public static Activation Tanh { get; } = new Activation<Tanh>("tanh", new(), gain: 5.0 / 3);

    /// <summary>erf z.</summary>
    public static Activation Erf { get; } = new Activation<Erf>("erf", new());

    /// <summary>cos z.</summary>
    public static Activation Cos { get; } = new Activation<Cosine>("cos", new());

    /// <summary>e^z.</summary>
    public static Activation Exp { get; } = new Activation<Exponential>("exp", new());

    /// <summary>1 / (1 + e^-z).</summary>
    public static Activation Sigmoid { get; } = new Activation<Sigmoid>("sigmoid", new(), gain: 1);

    /// <summary>z times the normal distribution function.</summary>
    public static Activation Gelu { get; } = new Activation<Gelu>("gelu", new());

    /// <summary>The tanh approximation of GELU.</summary>
    public static Activation GeluTanh { get; } = new Activation<GeluTanh>("gelu_tanh", new());

    /// <summary>z / (1 + e^-z).</summary>
    public static Activation Silu { get; } = new Activation<Silu>("silu", new());

    /// <summary>ln(1 + e^z).</summary>
    public static Activation Softplus { get; } = new Activation<Softplus>("softplus", new());

    static readonly Entry[] Entries =
    [
        new("relu", [], Relu),
        new("leaky_relu", [], LeakyRelu(0.01), LeakyRelu),
        new("elu", [], Elu(1), Elu),
        new("selu", [], Selu),
        new("linear", ["identity"], Linear),
        new("hard_tanh", ["hardtanh"], HardTanh),
        new("tanh", [], Tanh),
        new("erf", [], Erf),
        new("sin", ["sine"], Sin(1), Sin),
        new("cos", ["cosine"], Cos),
        new("exp", [], Exp),
        new("sigmoid", ["logistic"], Sigmoid),
        new("gelu", [], Gelu),
        new("gelu_tanh", [], GeluTanh),
        new("silu", ["swish"], Silu),
        new("softplus", [], Softplus),
    ];

    /// <summary>Every activation once, with its default parameter.</summary>
    public static IReadOnlyList<Activation> All { get; } = [.. Entries.Select(e => e.Default)];

    /// <summary>z above 0, <paramref name="slope"/> z elsewhere.</summary>
    /// <param name="slope">Finite; 0.01 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
    public static Activation LeakyRelu(double slope)
    {
        RequireFinite(slope, nameof(slope));
        double gain = Math.Sqrt(2 / (1 + (slope * slope)));
        return new Activation<LeakyRelu>(Named("leaky_relu", slope, 0.01), new(slope), gain, smoothness: 0, kinks: [0]);
    }

    /// <summary>z above 0, <paramref name="alpha"/> (e^z - 1) elsewhere (Clevert et al. 2016).</summary>
    /// <param name="alpha">Finite; 1 is usual, and the only one with a continuous derivative.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not finite.</exception>
    public static Activation Elu(double alpha)
    {
        RequireFinite(alpha, nameof(alpha));
        return new Activation<Elu>(Named("elu", alpha, 1), new(alpha, 1), smoothness: alpha == 1 ? 1 : 0, kinks: [0]);
    }

    /// <summary>sin(<paramref name="omega0"/> z) (Sitzmann et al. 2020 take 30).</summary>
    /// <param name="omega0">Finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Omega0 is out of range.</exception>
    public static Activation Sin(double omega0)
    {
        RequireFinite(omega0, nameof(omega0));
        if (omega0 <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(omega0), omega0, $"omega0 is {omega0}; it must be greater than 0.");
        return new Activation<Sine>(Named("sin", omega0, 1), new(omega0));
    }

    /// <summary>
    /// The activation of a name or alias, in any case and with <c>-</c> for <c>_</c>; a parameter follows a colon, as
    /// in <c>leaky_relu:0.2</c> or <c>sin:30</c>. The inverse of <see cref="Activation.Name"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is none; the message has the nearest name and all known.</exception>
    public static Activation Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Trim().ToLowerInvariant().Replace('-', '_').Split(':', 2);
        if (name.Contains(':', StringComparison.Ordinal))
            parts[1] = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]; // A minus sign stays one.
        Entry entry = Array.Find(Entries, e => e.Name == parts[0] || e.Aliases.Contains(parts[0]))
            ?? throw new ArgumentException(
                NearestName.Unknown("activation", parts[0], Entries.Select(e => e.Name)), nameof(name));
        if (parts.Length == 1)
            return entry.Default;
        if (entry.Make is null)
            throw new ArgumentException(
                $"activation '{entry.Name}' takes no parameter, but '{name}' has one.", nameof(name));
        if (!double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double parameter))
            throw new ArgumentException($"'{parts[1]}' in activation '{name}' is not a number.", nameof(name));
        return entry.Make(parameter);
    }

    static string Named(string name, double parameter, double usual) =>
        parameter == usual ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{parameter:R}");

    static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be finite.");
    }

    /// <summary>A line of the registry.</summary>
    sealed record Entry(string Name, string[] Aliases, Activation Default, Func<double, Activation>? Make = null);
}
