using System.Globalization;
using Kindling.Files;

namespace Kindling.Initialization;

/// <summary>How biases start.</summary>
public enum BiasDraw
{
    /// <summary>At zero.</summary>
    Zero,

    /// <summary>Drawn; from which law, the scheme says.</summary>
    Random,
}

/// <summary>The settings of initializers: one vocabulary for the library, the command line and YAML.</summary>
/// <remarks>
/// Every setting is optional; null leaves it to the scheme. Each scheme names the ones it takes in
/// <see cref="Initializer.OptionNames"/>. As text: <c>k=50</c>, <c>weight_variance=1.5</c>, <c>bias=random</c>.
/// </remarks>
public sealed record InitializerOptions
{
    /// <summary>In place of a weight variance: mean-field theory is to choose it.</summary>
    public const string Critical = "critical";

    static readonly (string Word, bool Value)[] s_yesNo = [("yes", true), ("no", false)];

    static readonly Field[] s_fields =
    [
        WeightVarianceField(),
        Number("bias_variance", NumberRange.NotNegative, o => o.BiasVariance, (o, v) => o with { BiasVariance = v }),
        Number(
            "fixed_point_length",
            NumberRange.Positive,
            o => o.FixedPointLength,
            (o, v) => o with { FixedPointLength = v }),
        Number("k", NumberRange.AboveMinusOne, o => o.K, (o, v) => o with { K = v }),
        Number("gain", NumberRange.Positive, o => o.Gain, (o, v) => o with { Gain = v }),
        Number("omega0", NumberRange.Positive, o => o.Omega0, (o, v) => o with { Omega0 = v }),
        Choice("bias", EnumText.Entries<BiasDraw>(), o => o.Bias, (o, v) => o with { Bias = v }),
        Choice("reading", BoxReadings.Words, o => o.Reading, (o, v) => o with { Reading = v }),
        Choice("method", EnumText.Entries<GoMethod>(), o => o.Method, (o, v) => o with { Method = v }),
        Number("lambda", NumberRange.NotNegative, o => o.Lambda, (o, v) => o with { Lambda = v }),
        Whole("steps", 0, o => o.Steps, (o, v) => o with { Steps = v }),
        Whole("batch", 2, o => o.Batch, (o, v) => o with { Batch = v }),
        Choice("fixed_draw", s_yesNo, o => o.FixedDraw, (o, v) => o with { FixedDraw = v }),
        Choice("keep_draw", s_yesNo, o => o.KeepDraw, (o, v) => o with { KeepDraw = v }),
        Choice("features", EnumText.Entries<GoFeatures>(), o => o.Features, (o, v) => o with { Features = v }),
        new(
            "calibration",
            o => o.Calibration,
            (o, t) => o with { Calibration = Path(t) },
            o => o with { Calibration = null }),
    ];

    /// <summary>Nothing set: every scheme with its own defaults.</summary>
    public static InitializerOptions None { get; } = new();

    /// <summary>The names of all options, e.g. <c>weight_variance</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_fields.Select(f => f.Name)];

    /// <summary>sigma_w^2: weights have variance sigma_w^2 / fan-in. Finite, above 0.</summary>
    public double? WeightVariance { get; init; }

    /// <summary>True to let mean-field theory choose sigma_w^2 on the edge of chaos.</summary>
    public bool HasCriticalWeightVariance { get; init; }

    /// <summary>sigma_b^2: the variance of biases. Finite, at least 0.</summary>
    public double? BiasVariance { get; init; }

    /// <summary>q*, the length that signals keep at a critical point. Finite, above 0.</summary>
    public double? FixedPointLength { get; init; }

    /// <summary>
    /// k, the strength of the anti-correlation of a unit's weights; negative k correlates. Finite, above -1.
    /// </summary>
    public double? K { get; init; }

    /// <summary>The factor on the standard deviation of weights. Finite, above 0.</summary>
    public double? Gain { get; init; }

    /// <summary>omega_0, the frequency scale of sine networks. Finite, above 0.</summary>
    public double? Omega0 { get; init; }

    /// <summary>How biases start.</summary>
    public BiasDraw? Bias { get; init; }

    /// <summary>Which of the printed constants a residual box layer takes.</summary>
    public BoxReading? Reading { get; init; }

    /// <summary>How go finds its scales and biases.</summary>
    public GoMethod? Method { get; init; }

    /// <summary>The factor of go's penalty on scales. Finite, at least 0.</summary>
    public double? Lambda { get; init; }

    /// <summary>
    /// Steps of go's Adam, or evaluations that its L-BFGS may make; 0 leaves it at one shared scale. At least 0.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>Points on which go measures its features. At least 2.</summary>
    public int? Batch { get; init; }

    /// <summary>Whether go's Adam works on one draw of the weights.</summary>
    public bool? FixedDraw { get; init; }

    /// <summary>Whether the weights that go was calibrated on become the initial ones.</summary>
    public bool? KeepDraw { get; init; }

    /// <summary>Whether go makes the features orthogonal, the problem's operator of them, or both.</summary>
    public GoFeatures? Features { get; init; }

    /// <summary>A file with go's scales and biases, instead of a calibration.</summary>
    public string? Calibration { get; init; }

    /// <summary>A copy with one option set from text.</summary>
    /// <param name="name">One of <see cref="Names"/>; case and dashes do not matter.</param>
    /// <param name="value">A number, or one of the option's words.</param>
    /// <exception cref="ArgumentException">There is no such option, or the value is not one it takes.</exception>
    public InitializerOptions Set(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Find(name).Parse(this, value.Trim());
    }

    /// <summary>The text of an option's value, or null where it is not set.</summary>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public string? Get(string name) => Find(name).Text(this);

    /// <summary>A copy in which only the named options are kept.</summary>
    public InitializerOptions Only(IEnumerable<string> names)
    {
        InitializerOptions kept = this;
        foreach (Field field in s_fields.ExceptBy(names, f => f.Name))
            kept = field.Clear(kept);
        return kept;
    }

    /// <summary>These options, and where they leave something open, those of <paramref name="defaults"/>.</summary>
    public InitializerOptions Or(InitializerOptions defaults)
    {
        InitializerOptions merged = this;
        foreach (Field field in s_fields)
        {
            if (field.Text(merged) is null && field.Text(defaults) is { } value)
                merged = field.Parse(merged, value);
        }

        return merged;
    }

    /// <summary>Checks the ranges of values that were set in code.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    internal void Validate()
    {
        foreach (Field field in s_fields)
        {
            if (field.Text(this) is { } value)
                field.Parse(this, value);
        }
    }

    /// <summary><c>:k=50:weight_variance=1.5</c> for what is set; empty if nothing is.</summary>
    internal string ToText() =>
        string.Concat(s_fields.Where(f => f.Text(this) is not null).Select(f => $":{f.Name}={f.Text(this)}"));

    internal static string NotTaken(Initializer scheme, string option) =>
        scheme.OptionNames.Count == 0
            ? $"initializer '{scheme.Name}' has no options; '{option}' was given."
            : $"initializer '{scheme.Name}' has no option '{option}'; its options are "
                + $"{string.Join(", ", scheme.OptionNames)}.";

    static Field Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = name.Trim().Replace('-', '_').ToLowerInvariant();
        return Array.Find(s_fields, f => f.Name == key) ?? throw new ArgumentException(
            $"unknown initializer option '{name}'. Known: {string.Join(", ", Names)}.", nameof(name));
    }

    static Field Number(
        string name,
        NumberRange range,
        Func<InitializerOptions, double?> get,
        Func<InitializerOptions, double?, InitializerOptions> set) => new(
            name,
            o => get(o)?.ToString("R", CultureInfo.InvariantCulture),
            (o, text) => set(
                o,
                range.Parse(text)
                    ?? throw new ArgumentException($"{name} is '{text}'; it must be {range.Words}.", name)),
            o => set(o, null));

    /// <summary>A number, or the word <c>critical</c>.</summary>
    static Field WeightVarianceField()
    {
        Field number = Number("weight_variance", NumberRange.Positive, o => o.WeightVariance, Set);
        return number with
        {
            Text = o => o.HasCriticalWeightVariance ? Critical : number.Text(o),
            Parse = (o, text) => string.Equals(text, Critical, StringComparison.OrdinalIgnoreCase)
                ? Set(o, null) with { HasCriticalWeightVariance = true }
                : number.Parse(o, text),
        };

        static InitializerOptions Set(InitializerOptions options, double? value) =>
            options with { WeightVariance = value, HasCriticalWeightVariance = false };
    }

    static Field Whole(
        string name,
        int least,
        Func<InitializerOptions, int?> get,
        Func<InitializerOptions, int?, InitializerOptions> set) => new(
            name,
            o => get(o)?.ToString(CultureInfo.InvariantCulture),
            (o, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int v) && v >= least
                ? set(o, v)
                : throw new ArgumentException(
                    $"{name} is '{text}'; it must be a whole number of {least} or more.", name),
            o => set(o, null));

    static string Path(string text) =>
        text.Length > 0 ? text : throw new ArgumentException("calibration is ''; it must be a file.");

    static Field Choice<TValue>(
        string name,
        IEnumerable<(string Word, TValue Value)> words,
        Func<InitializerOptions, TValue?> get,
        Func<InitializerOptions, TValue?, InitializerOptions> set)
        where TValue : struct
    {
        (string Word, TValue Value)[] known = [.. words];
        return new(
            name,
            o => get(o) is { } value ? Word(value) : null,
            (o, text) => set(o, Value(text)),
            o => set(o, null));

        string Word(TValue value) =>
            known.Where(k => k.Value.Equals(value)).Select(k => k.Word).FirstOrDefault() ?? value.ToString()!;

        TValue Value(string text)
        {
            foreach ((string word, TValue value) in known)
            {
                if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            string choices = string.Join(" or ", known.Select(k => k.Word));
            throw new ArgumentException($"{name} is '{text}'; it must be {choices}.", name);
        }
    }

    /// <summary>One option: its name, its value as text, and how to set and clear it.</summary>
    sealed record Field(
        string Name,
        Func<InitializerOptions, string?> Text,
        Func<InitializerOptions, string, InitializerOptions> Parse,
        Func<InitializerOptions, InitializerOptions> Clear);
}
