using System.Globalization;

namespace Kindling.Files;

/// <summary>The values that a setting may have, the same in commands, schemes and studies.</summary>
/// <param name="Words">As it stands in an error after "it must be".</param>
/// <param name="Holds">Whether a finite number is one of them.</param>
public sealed record NumberRange(string Words, Func<double, bool> Holds)
{
    /// <summary>(0, infinity).</summary>
    public static NumberRange Positive { get; } = new("finite and greater than 0", v => v > 0);

    /// <summary>[0, infinity).</summary>
    public static NumberRange NotNegative { get; } = new("finite and at least 0", v => v >= 0);

    /// <summary>(-1, infinity).</summary>
    public static NumberRange AboveMinusOne { get; } = new("finite and greater than -1", v => v > -1);

    /// <summary>(0, 1].</summary>
    public static NumberRange Share { get; } = new("above 0 and at most 1", v => v is > 0 and <= 1);

    /// <summary>[0, 1).</summary>
    public static NumberRange BelowOne { get; } = new("at least 0 and below 1", v => v is >= 0 and < 1);

    /// <summary>The finite number that a text is, or null.</summary>
    public static double? Finite(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : null;

    /// <summary>The number of the range that a text is, or null.</summary>
    public double? Parse(string text) => Finite(text) is double value && Holds(value) ? value : null;
}
