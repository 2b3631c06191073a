using System.Globalization;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>A learning rate that is given, or the range in which each run searches for its own.</summary>
/// <remarks>As text <c>0.01</c>, <c>auto</c>, or <c>0.001..0.1</c> for a search between bounds.</remarks>
public sealed record RateChoice
{
    internal const string Rule =
        "auto, a finite number above 0, or a range like 0.001..0.1 whose first number is below its second";

    RateChoice(double? rate, double low, double high) => (Fixed, Low, High) = (rate, low, high);

    /// <summary>A search without bounds.</summary>
    public static RateChoice Auto { get; } = new(null, 0, double.PositiveInfinity);

    /// <summary>The rate of every run, or null where each run searches.</summary>
    public double? Fixed { get; }

    /// <summary>The least rate of a search; 0 without a bound.</summary>
    public double Low { get; }

    /// <summary>The largest rate of a search; infinite without a bound.</summary>
    public double High { get; }

    /// <summary>True where each run finds its own rate.</summary>
    public bool IsSearched => Fixed is null;

    /// <summary>A rate for all runs.</summary>
    /// <exception cref="ArgumentException">It is not finite and above 0.</exception>
    public static RateChoice Of(double rate) =>
        rate > 0 && double.IsFinite(rate) ? new(rate, rate, rate) : throw Wrong(rate.ToString("R"));

    /// <summary>Reads a choice.</summary>
    /// <exception cref="ArgumentException">It is none, or the bounds are not in order.</exception>
    public static RateChoice Parse(string text) => Find(text) ?? throw Wrong(text);

    /// <summary>As <see cref="Parse"/>, or null where the text is no choice.</summary>
    internal static RateChoice? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string key = text.Trim().ToLowerInvariant();
        if (key == "auto")
            return Auto;
        if (NumberRange.Positive.Parse(key) is double rate)
            return Of(rate);
        string[] ends = key.Split("..");
        return ends.Length == 2
            && NumberRange.Positive.Parse(ends[0]) is double low
            && NumberRange.Positive.Parse(ends[1]) is double high
            && low < high
            ? new(null, low, high)
            : null;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        Fixed is double rate ? Text(rate)
        : Low == 0 && double.IsInfinity(High) ? "auto"
        : $"{Text(Low)}..{Text(High)}";

    static string Text(double rate) => rate.ToString("R", CultureInfo.InvariantCulture);

    static ArgumentException Wrong(string text) =>
        new($"--lr is '{text}'; it must be {Rule}.", nameof(text));
}
