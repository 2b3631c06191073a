using System.Globalization;

namespace Kindling.Files;

/// <summary>Cells of the CSV files that are written here.</summary>
static class CsvText
{
    /// <summary>A number that reads back as it is; empty where it is not finite.</summary>
    public static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>The number of a cell; NaN where it is empty.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public static double Value(string cell) =>
        cell.Length == 0 ? double.NaN : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A text, in quotes where it would be read as something else without.</summary>
    public static string Quoted(string text) => text.AsSpan().ContainsAny("\",;\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
