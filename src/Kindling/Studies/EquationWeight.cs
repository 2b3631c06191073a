using System.Globalization;

namespace Kindling.Studies;

/// <summary>How a differential equation is weighted against its conditions.</summary>
/// <remarks>
/// A number; a power of the network's width, <c>width^-0.5</c> (Cyr et al. 2019, section 5.3: epsilon = W^-alpha); or
/// <c>ntk</c>: every term, conditions too, gets the weight that makes the traces of the neural tangent kernel's
/// diagonal blocks equal at the start (Wang, Yu and Perdikaris 2022; <see cref="Kindling.Training.TangentBalance"/>).
/// </remarks>
public sealed record EquationWeight
{
    internal const string Rule = "a number above 0, width^X (as in width^-0.5), or ntk";
    const string Power = "width^";

    EquationWeight(double factor, double? exponent, bool isNtk) =>
        (Factor, Exponent, IsNtk) = (factor, exponent, isNtk);

    /// <summary>Equation and conditions count alike.</summary>
    public static EquationWeight One { get; } = new(1, null, false);

    /// <summary>The number; 1 where the weight is something else.</summary>
    public double Factor { get; }

    /// <summary>The power of the width; null where the weight is something else.</summary>
    public double? Exponent { get; }

    /// <summary>Whether the terms are balanced by the tangent kernel at the start of each run.</summary>
    public bool IsNtk { get; }

    /// <summary>Reads <c>2.5</c>, <c>width^-0.5</c> or <c>ntk</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static EquationWeight Parse(string text) => Find(text)
        ?? throw new ArgumentException($"the equation weight is '{text}'; it must be {Rule}.", nameof(text));

    /// <summary>As <see cref="Parse"/>, or null where the text is no weight.</summary>
    internal static EquationWeight? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string key = text.Trim().ToLowerInvariant();
        if (key == "ntk")
            return new(1, null, true);
        bool isPower = key.StartsWith(Power, StringComparison.Ordinal);
        bool isNumber = double.TryParse(
            isPower ? key[Power.Length..] : key, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (!isNumber || !double.IsFinite(number) || (!isPower && number <= 0))
            return null;
        return isPower ? new(1, number, false) : new(number, null, false);
    }

    /// <summary>
    /// The weight of the equation for a network of this width; 1 for <c>ntk</c>, which each run decides.
    /// </summary>
    /// <exception cref="ArgumentException">The power over- or underflows.</exception>
    public double At(int width)
    {
        double weight = Exponent is double power ? Math.Pow(width, power) : Factor;
        return weight > 0 && double.IsFinite(weight)
            ? weight
            : throw new ArgumentException(
                $"the equation weight {this} is {weight} at width {width}; it must be {Rule}.");
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        IsNtk ? "ntk"
        : Exponent is double power ? Power + power.ToString("R", CultureInfo.InvariantCulture)
        : Factor.ToString("R", CultureInfo.InvariantCulture);
}
