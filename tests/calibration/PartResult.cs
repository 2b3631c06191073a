using System.Text;

namespace Kindling.Calibration;

/// <summary>What a part of the calibration found.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">How it was measured, and what it says.</param>
/// <param name="Table">The numbers.</param>
/// <param name="Holds">Whether all its bars were met.</param>
sealed record PartResult(string Title, string Text, MarkdownTable Table, bool Holds)
{
    /// <summary>The longest line of a text.</summary>
    const int Width = 120;

    /// <summary>A bar's outcome as a word.</summary>
    public static string Word(bool holds) => holds ? "yes" : "no";

    /// <summary>As a section of a page.</summary>
    public string Markdown()
    {
        var text = new StringBuilder($"### {Title}\n\n");
        int column = 0;
        foreach (string word in Text.Split(' '))
        {
            bool breaks = column > 0 && column + 1 + word.Length > Width;
            text.Append(column == 0 ? "" : breaks ? "\n" : " ").Append(word);
            column = column == 0 || breaks ? word.Length : column + 1 + word.Length;
        }

        return text.Append("\n\n").Append(Table).ToString();
    }
}
