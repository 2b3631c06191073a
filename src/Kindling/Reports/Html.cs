using System.Text;

namespace Kindling.Reports;

/// <summary>Text made safe for its place in an HTML page.</summary>
static class Html
{
    /// <summary>Text as element content or as a quoted attribute.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>A script's text such that no sequence of it ends or comments out the script element.</summary>
    public static string EscapeScript(string script) => script
        .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
        .Replace("<!--", "<\\!--", StringComparison.Ordinal);

    /// <summary>A title as the id of its element: <c>Before training</c> gives <c>before-training</c>.</summary>
    public static string Id(string title)
    {
        var id = new StringBuilder();
        foreach (char c in title)
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(char.ToLowerInvariant(c));
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }

        return id.ToString().TrimEnd('-');
    }
}
