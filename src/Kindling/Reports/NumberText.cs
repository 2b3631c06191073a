using System.Globalization;

namespace Kindling.Reports;

/// <summary>Numbers as people read them: three significant digits, no noise.</summary>
public static class NumberText
{
    /// <summary>A number with three significant digits: <c>0.0123</c>, <c>4.56</c>, <c>12,300</c>,
    /// <c>1.2e-7</c>.</summary>
    /// <param name="value">Any number; null, NaN and infinities give an en dash.</param>
    public static string Short(double? value)
    {
        if (value is not double number || !double.IsFinite(number))
            return "–";
        if (number == 0)
            return "0";
        double rounded = Significant(number, 3);
        double size = Math.Abs(rounded);
        if (size is < 1e-4 or >= 1e7)
            return Scientific(rounded);
        int decimals = Math.Max(0, 2 - (int)Math.Floor(Math.Log10(size)));
        return rounded.ToString(size < 10_000 ? "F" + decimals : "N0", CultureInfo.InvariantCulture);
    }

    /// <summary>A setting: as <see cref="Short"/>, without zeros at the end: <c>0.01</c>.</summary>
    public static string Setting(double? value)
    {
        string text = Short(value);
        return text.Contains('.', StringComparison.Ordinal) && !text.Contains('e', StringComparison.Ordinal)
            ? text.TrimEnd('0').TrimEnd('.')
            : text.Replace(".00e", "e", StringComparison.Ordinal);
    }

    /// <summary>A count with thousands separators: <c>12,000</c>; null gives an en dash.</summary>
    public static string Count(long? value) =>
        value is long count ? count.ToString("N0", CultureInfo.InvariantCulture) : "–";

    /// <summary>A time in the largest unit that gives a number above 1: <c>850 ms</c>, <c>1.20 s</c>, <c>2 min 5
    /// s</c>.</summary>
    public static string Seconds(double? value)
    {
        if (value is not double seconds || !double.IsFinite(seconds))
            return "–";
        if (seconds == 0)
            return "0 s";
        if (seconds < 1e-3)
            return Short(seconds * 1e6) + " µs";
        if (seconds < 1)
            return Short(seconds * 1e3) + " ms";
        if (seconds < 60)
            return Short(seconds) + " s";
        var span = TimeSpan.FromSeconds(Math.Round(seconds));
        return span.TotalHours >= 1
            ? $"{(long)span.TotalHours} h {span.Minutes} min"
            : $"{span.Minutes} min {span.Seconds} s";
    }

    /// <summary>Rounds to so many significant digits; NaN and infinities stay as they are.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="digits">1 to 15.</param>
    public static double Significant(double value, int digits) =>
        double.IsFinite(value)
            ? double.Parse(
                value.ToString("E" + (digits - 1), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;

    static string Scientific(double value)
    {
        string[] parts = value.ToString("E2", CultureInfo.InvariantCulture).Split('E');
        return $"{parts[0]}e{int.Parse(parts[1], CultureInfo.InvariantCulture)}";
    }
}
