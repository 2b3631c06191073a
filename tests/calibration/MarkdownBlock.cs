using Kindling.Files;

namespace Kindling.Calibration;

/// <summary>The part of a page that is written by the program, between two marker comments.</summary>
static class MarkdownBlock
{
    /// <summary>The line before the block.</summary>
    public const string Begin = "<!-- calibration:begin -->";

    /// <summary>The line after the block.</summary>
    public const string End = "<!-- calibration:end -->";

    /// <summary>Replaces the block.</summary>
    /// <exception cref="ArgumentException">The file has no markers, or they are in the wrong order.</exception>
    public static void Write(string path, string block)
    {
        (string before, string after) = Around(path);
        AtomicFile.WriteText(path, $"{before}\n\n{block}\n{after}");
    }

    /// <summary>The text of a page up to the block, and from its end on.</summary>
    /// <inheritdoc cref="Write"/>
    public static (string Before, string After) Around(string path)
    {
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new ArgumentException(
                $"{path} has no block to write to; give it a line {Begin} and a later line {End}.");
        return (text[..(begin + Begin.Length)], text[end..]);
    }
}
