using System.Globalization;
using Kindling.Initialization;
using Kindling.Sampling;

namespace Kindling.Studies;

/// <summary>A scheme of a comparison: an initializer, and which copy of it.</summary>
/// <remarks>
/// As text <c>glorot</c>, or <c>glorot#2</c> for a second copy: the same law with other draws, on the same rows and
/// batches. A comparison of copies shows how often it names a winner where there is none.
/// </remarks>
/// <param name="Initializer">The initializer's text, as <see cref="Initializers.Parse"/> reads it.</param>
/// <param name="Copy">1 for the initializer itself, 2 or more for its copies.</param>
public sealed record SchemeName(string Initializer, int Copy)
{
    /// <summary>Reads a name; the initializer's text becomes its canonical one.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such initializer, or the copy is no whole number from 2.
    /// </exception>
    public static SchemeName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int mark = text.IndexOf('#', StringComparison.Ordinal);
        string initializer = Initializers.Parse(mark < 0 ? text : text[..mark]).ToString();
        if (mark < 0)
            return new(initializer, 1);
        return int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int copy)
            && copy >= 2
                ? new(initializer, copy)
                : throw new ArgumentException(
                    $"the copy of '{text}' is '{text[(mark + 1)..]}'; it must be a whole number of 2 or more, as in "
                    + $"{text[..mark]}#2.",
                    nameof(text));
    }

    /// <summary>The seed of a run's initial weights: the run's own, or one of 48 random bits for a copy.</summary>
    /// <param name="seed">The run's seed.</param>
    public ulong DrawSeed(ulong seed) =>
        Copy == 1 ? seed : RandomStream.Create(seed, "copies").Split(Copy).NextUInt64() >> 16;

    /// <inheritdoc/>
    public override string ToString() => Copy == 1 ? Initializer : $"{Initializer}#{Copy}";
}
