namespace Kindling.MeanField;

/// <summary>The ranges of the theory's arguments.</summary>
static class Require
{
    /// <summary>Finite and 0 or more.</summary>
    internal static void Variance(double value, string name)
    {
        if (!(value >= 0) || !double.IsFinite(value))
            throw new ArgumentException($"{name} is {value}; it must be finite and at least 0.", name);
    }

    /// <summary>Finite and above 0.</summary>
    internal static void Positive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentException($"{name} is {value}; it must be finite and greater than 0.", name);
    }

    /// <summary>In [-1, 1].</summary>
    internal static void Correlation(double value, string name)
    {
        if (!(Math.Abs(value) <= 1))
            throw new ArgumentException($"{name} is {value}; a correlation must be between -1 and 1.", name);
    }

    /// <summary>k above -1, finite: 1 + k is a variance.</summary>
    internal static void CorrelationStrength(double value, string name)
    {
        if (!(value > -1) || !double.IsFinite(value))
        {
            throw new ArgumentException(
                $"{name} is {value}; k must be finite and greater than -1 (0 is uncorrelated, 100 is ACI).", name);
        }
    }
}
